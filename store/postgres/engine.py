"""The shared SQL on PostgreSQL."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import asyncpg
import trio
from trio_asyncio import aio_as_trio

from store.engine import Append, Work
from store.errors import NotUnique, StoreError, StoreUnavailable
from store.rows import Row, Value, Values

T = TypeVar("T")

_PASSING = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what a connection that breaks off may say
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,  # it shuts down, or has just begun
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)
"""What may be over in a while."""


class PostgresEngine:
    """`store.sql.Engine` on a pool."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def read(self, query: str, *values: Value) -> list[Row]:
        """See `Engine.read`."""
        return await _run(self._pool.fetch, query, *values)

    async def write(self, query: str, *values: Value) -> list[Row]:
        """See `Engine.write`."""
        return await _run(self._pool.fetch, query, *values)

    async def write_if(self, query: str, values: Values, work: Sequence[Work]) -> bool:
        """See `Engine.write_if`. Rows are added by COPY, which is faster than any INSERT."""

        async def write() -> bool:
            async with self._pool.acquire() as connection, connection.transaction():
                found = await connection.fetch(query, *values)
                for each in work if found else ():
                    await _do(connection, each)
                return bool(found)

        return await _run(write)

    async def check(self) -> None:
        """See `Engine.check`. A standby answers, but cannot write."""
        found = await self.read("SELECT current_setting('transaction_read_only')")
        if found[0][0] != "off":
            raise StoreUnavailable("PostgreSQL: read-only")


async def _do(connection: Any, work: Work) -> None:
    if isinstance(work, Append):
        copy = connection.copy_records_to_table
        await copy(work.table, columns=work.columns, records=work.rows)
    else:
        await connection.executemany(work.query, work.each)


async def _run(call: Callable[..., Awaitable[T]], *arguments: Any, **named: Any) -> T:
    """Run one call of asyncpg to its end, which is seconds away at most, cancelled or not.

    To cancel asyncpg while it connects or rolls back can lose a connection of the pool for ever.
    """
    await trio.lowlevel.checkpoint_if_cancelled()
    try:
        with trio.CancelScope(shield=True):
            return await aio_as_trio(call)(*arguments, **named)
    except (asyncpg.PostgresError, *_PASSING) as error:
        raise _kind(error)(f"PostgreSQL: {error or type(error).__name__}") from error
    raise AssertionError("nobody cancels a shield")


def _kind(error: Exception) -> type[StoreError]:
    if isinstance(error, _PASSING):
        return StoreUnavailable
    return NotUnique if isinstance(error, asyncpg.UniqueViolationError) else StoreError
