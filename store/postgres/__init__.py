"""The production backend: PostgreSQL through asyncpg, which runs on trio by trio-asyncio."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import trio
from trio_asyncio import open_loop

from store.postgres.engine import PostgresEngine
from store.postgres.pool import close, connect
from store.sql import SqlStore

__all__ = ["open_postgres"]


@asynccontextmanager
async def open_postgres(url: str) -> AsyncGenerator[SqlStore, None]:
    """Open the database at a ``postgresql://`` URL, migrated as needed.

    `StoreUnusable` says why not; like all that leaves this context it comes in an exception group.
    Calls belong to tasks that were started inside of it: through theirs the loop is found.
    """
    async with open_loop():
        pool = await connect(url)
        try:
            yield SqlStore(PostgresEngine(pool))
        finally:
            with trio.CancelScope(shield=True):
                await close(pool)
