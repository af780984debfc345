"""The production backend: PostgreSQL through asyncpg, which runs on trio by trio-asyncio."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import trio
from structlog import get_logger
from trio_asyncio import open_loop

from store.postgres.engine import PostgresEngine
from store.postgres.pool import close, connect
from store.sql import SqlStore

__all__ = ["open_postgres"]

log = get_logger("store.postgres")


@asynccontextmanager
async def open_postgres(url: str) -> AsyncGenerator[SqlStore, None]:
    """Open the database at a ``postgresql://`` URL, migrated as needed.

    `StoreUnusable` says why not; like all that leaves this context it comes in an exception group.
    Calls belong to tasks that were started inside of it: through theirs the loop is found.
    """
    async with open_loop() as loop:
        loop.set_exception_handler(_log)
        pool = await connect(url)
        try:
            yield SqlStore(PostgresEngine(pool))
        finally:
            with trio.CancelScope(shield=True):
                await close(pool)


def _log(_: object, context: dict[str, Any]) -> None:
    """Note what went wrong where nobody waits; unless told so, trio-asyncio ends the process."""
    log.error("in the loop of asyncio", what=context["message"], exc_info=context.get("exception"))
