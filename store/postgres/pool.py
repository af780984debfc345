"""Opens and closes the pool of connections."""

import re

import asyncpg
import trio
from trio_asyncio import aio_as_trio

from store.errors import StoreUnusable
from store.migrate import load
from store.postgres.migrate import migrate

CONNECTIONS = 8
CONNECT_SECONDS = 5.0
QUERY_SECONDS = 5.0
"""A query that takes longer is given up, and the call raises `StoreUnavailable`."""
STANDS_STILL = "2s"
"""A transaction whose process stands still for so long is ended by the database: it may hold the
lock that others need to take over."""
LAST_QUERIES = 1.0
"""Seconds that running queries get when the pool is closed."""
PASSWORD = re.compile(r"(://[^:/@]*):[^@]*@")


async def connect(url: str, sessions: str) -> asyncpg.Pool:
    """Open the pool and bring the schema up to date; raises `StoreUnusable`.

    ``sessions`` is what its connections call themselves.
    """

    async def open_pool() -> asyncpg.Pool:
        pool = asyncpg.create_pool(
            url,
            min_size=1,
            max_size=CONNECTIONS,
            timeout=CONNECT_SECONDS,
            command_timeout=QUERY_SECONDS,
            server_settings={
                "application_name": sessions,
                "idle_in_transaction_session_timeout": STANDS_STILL,
            },
        )
        await pool
        return pool

    try:
        pool = await aio_as_trio(open_pool)()
        try:
            await aio_as_trio(migrate)(pool, load())
        except BaseException:
            pool.terminate()
            raise
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError) as error:
        raise StoreUnusable(
            f"the database {shown(url)} cannot be used ({error or 'no answer'}): "
            "start it, or mend the address, the user or the rights"
        ) from error
    return pool


async def close(pool: asyncpg.Pool) -> None:
    """Close each connection when its query is done; after LAST_QUERIES seconds cut it off."""
    with trio.move_on_after(LAST_QUERIES) as patience:
        await aio_as_trio(pool.close)()
    if patience.cancelled_caught:
        pool.terminate()


def shown(url: str) -> str:
    """Return the URL without its password and its options."""
    return PASSWORD.sub(r"\1@", url).partition("?")[0]
