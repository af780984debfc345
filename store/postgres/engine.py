"""The shared SQL on PostgreSQL."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import asyncpg
import trio
from trio_asyncio import aio_as_trio

from store.engine import Append, Dialect, Each, Refusal, Row, Value, Values, Work
from store.errors import NotUnique, StoreError, StoreUnavailable
from store.postgres.pool import CONNECTIONS

T = TypeVar("T")

PATIENCE = 2.0
"""Seconds to wait for a connection of the pool."""
END_SESSIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = $1 AND $1 <> '' AND pid <> pg_backend_pid()
"""
"""A node that came from SQLite has sessions without a name, and so have those of other programs."""
_PASSING = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # raised by a connection that breaks off
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,  # the server shuts down or is just starting
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)
"""Errors that may pass by themselves."""
_ERRORS = (asyncpg.PostgresError, OverflowError, UnicodeError, *_PASSING)


class PostgresEngine:
    """`store.engine.Engine` on a pool."""

    dialect: Dialect = "postgres"

    def __init__(self, pool: asyncpg.Pool, sessions: str) -> None:
        self._pool = pool
        self.sessions = sessions
        self._free = trio.CapacityLimiter(CONNECTIONS)

    async def end_sessions(self, sessions: str) -> None:
        """See `Engine.end_sessions`."""
        await self.read(END_SESSIONS, sessions)

    async def read(self, query: str, *values: Value) -> list[Row]:
        """See `Engine.read`."""
        return await self._run(self._pool.fetch, query, *values)

    async def write(self, query: str, *values: Value) -> list[Row]:
        """See `Engine.write`."""
        return await self._run(self._pool.fetch, query, *values)

    async def write_if(self, query: str, values: Values, work: Sequence[Work]) -> bool:
        """See `Engine.write_if`. Rows are added by COPY, which is faster than any INSERT."""

        async def write() -> bool:
            async with self._pool.acquire() as connection, connection.transaction():
                found = await connection.fetch(query, *values)
                for each in work if found else ():
                    await _do(connection, each)
                return bool(found)

        return await self._run(write)

    async def write_what_goes(
        self, query: str, values: Values, work: Sequence[Work]
    ) -> list[Refusal] | None:
        """See `Engine.write_what_goes`."""

        async def write() -> list[Refusal] | None:
            async with self._pool.acquire() as connection, connection.transaction():
                if not await connection.fetch(query, *values):
                    return None
                refusals: list[Refusal] = []
                for each in work:
                    statement = each.statement() if isinstance(each, Append) else each
                    refusals += await _do_what_goes(connection, statement)
                return refusals

        return await self._run(write)

    async def _run(self, call: Callable[..., Awaitable[T]], *arguments: Any, **named: Any) -> T:
        """Run one call when a connection is free.

        Raises `StoreUnavailable` after PATIENCE seconds: no queue grows if the database hangs.
        """
        try:
            with trio.fail_after(PATIENCE):
                await self._free.acquire()
        except trio.TooSlowError:
            raise StoreUnavailable("PostgreSQL: every connection is busy") from None
        try:
            return await _run(call, *arguments, **named)
        finally:
            self._free.release()


async def _do(connection: Any, work: Work) -> None:
    if isinstance(work, Append):
        copy = connection.copy_records_to_table
        await copy(work.table, columns=work.columns, records=work.rows)
    else:
        await connection.executemany(work.query, work.each, timeout=work.seconds)


async def _do_what_goes(connection: Any, work: Each) -> list[Refusal]:
    """Do the work for all values that PostgreSQL takes; return the others.

    If it fails, do each half separately: one bad row among n is found in about log2(n) steps.
    """
    try:
        async with connection.transaction():  # a savepoint
            await _do(connection, work)
    except _ERRORS as error:
        if _kind(error) is StoreUnavailable:
            raise
        if len(work.each) == 1:
            return [Refusal(work.query, work.each[0], _said(error))]
        half = len(work.each) // 2
        first = await _do_what_goes(connection, Each(work.query, work.each[:half]))
        return first + await _do_what_goes(connection, Each(work.query, work.each[half:]))
    return []


async def _run(call: Callable[..., Awaitable[T]], *arguments: Any, **named: Any) -> T:
    """Run one call of asyncpg to its end, even if the task is cancelled; it takes seconds at most.

    Cancelling asyncpg while it connects or rolls back can lose a connection of the pool for good.
    """
    try:
        with trio.CancelScope(shield=True):
            return await aio_as_trio(call)(*arguments, **named)
    except _ERRORS as error:
        raise _kind(error)(f"PostgreSQL: {_said(error)}") from error
    raise AssertionError("nobody cancels a shield")


def _kind(error: Exception) -> type[StoreError]:
    refused = isinstance(error, ValueError)  # asyncpg cannot send this value
    if isinstance(error, _PASSING) and not refused:
        return StoreUnavailable
    return NotUnique if isinstance(error, asyncpg.UniqueViolationError) else StoreError


def _said(error: Exception) -> str:
    """Say what went wrong without the address of the database: callers may show this text."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError):
        return "it cannot be reached"
    return str(error) or type(error).__name__
