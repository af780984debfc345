"""The production backend: PostgreSQL through asyncpg, which runs on trio by trio-asyncio."""

import secrets
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
    """Open the database at a ``postgresql://`` URL, and migrate it if needed.

    Raises `StoreUnusable`; every error that leaves this context comes in an exception group. Use
    the store only in tasks that were started inside the context: they inherit its asyncio loop.
    """
    async with open_loop() as loop:
        loop.set_exception_handler(_log)
        sessions = f"rally {secrets.token_hex(8)}"
        pool = await connect(url, sessions)
        try:
            yield SqlStore(PostgresEngine(pool, sessions))
        finally:
            with trio.CancelScope(shield=True):
                await close(pool)


def _log(_: object, context: dict[str, Any]) -> None:
    """Log an error that no caller waits for; without a handler trio-asyncio ends the process."""
    log.error("in the loop of asyncio", what=context["message"], exc_info=context.get("exception"))
