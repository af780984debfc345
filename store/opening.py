"""Which backend a place means."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from store.sql import SqlStore
from store.sqlite.connection import Sync

SCHEMES = ("postgresql://", "postgres://")


@asynccontextmanager
async def open_store(place: str, sync: Sync = "normal") -> AsyncGenerator[SqlStore, None]:
    """Open the store at a ``postgresql://`` URL, else in a folder; `StoreUnusable` says why not.

    ``sync`` is SQLite's: PostgreSQL has a setting of its own, which is safe as it comes.
    """
    if place.startswith(SCHEMES):
        from store.postgres import open_postgres  # a second to import, and often not wanted

        opened = open_postgres(place)
    else:
        from store.sqlite import open_sqlite

        opened = open_sqlite(Path(place), sync)
    async with opened as store:
        yield store
