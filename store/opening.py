"""Opens the backend that a place names: a PostgreSQL URL or a folder."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from store.sql import SqlStore
from store.sqlite.connection import Sync

SCHEMES = ("postgresql://", "postgres://")


@asynccontextmanager
async def open_store(place: str, sync: Sync = "normal") -> AsyncGenerator[SqlStore, None]:
    """Open the store at a ``postgresql://`` URL, or else in a folder.

    Raises `StoreUnusable` if that is not possible. ``sync`` is for SQLite only: PostgreSQL has its
    own setting, which is safe by default.
    """
    if place.startswith(SCHEMES):
        from store.postgres import open_postgres  # takes a second to import and is often not needed

        opened = open_postgres(place)
    else:
        from store.sqlite import open_sqlite

        opened = open_sqlite(Path(place), sync)
    async with opened as store:
        yield store
