"""Fills an empty database with what another engine held, in one transaction."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from store.engine import Row
from store.errors import StoreUnusable
from store.migrate import load
from store.postgres.migrate import migrate_within
from store.postgres.pool import CONNECT_SECONDS, shown
from store.sqlite.dumping import PORTION, Table

LOCK_SECONDS = 5
FILLED_BY_MIGRATIONS = {"ban_head", "installation", "schema_migrations", "shards"}
"""These have rows in an empty database; `nodes` has that of epoch 0, which is no server."""
COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns
    JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
"""


class Target:
    """A database within its transaction; nobody else reads or writes its tables."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def columns(self) -> dict[str, set[str]]:
        """Return the columns of each table."""
        found: dict[str, set[str]] = {}
        for table, column in await self._connection.fetch(COLUMNS):
            found.setdefault(table, set()).add(column)
        return found

    async def require_empty(self) -> None:
        """Lock all tables; raises `StoreUnusable` if anything was ever kept in them."""
        tables = sorted(await self.columns())
        names = ", ".join(f'"{table}"' for table in tables)
        await self._connection.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
        await self._connection.execute(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
        for table in tables:
            if table not in FILLED_BY_MIGRATIONS and await self._has_rows(table):
                raise StoreUnusable(
                    f"the database is not empty (table {table} has rows): a server has used it,"
                    " or the data is there already; give an empty one"
                )

    async def _has_rows(self, table: str) -> bool:
        where = "WHERE epoch > 0" if table == "nodes" else ""
        query = f'SELECT EXISTS (SELECT 1 FROM "{table}" {where})'  # noqa: S608 - of our schema
        return await self._connection.fetchval(query)

    async def clear(self, table: Table) -> None:
        """Remove what the migrations have put there."""
        await self._connection.execute(f'DELETE FROM "{table.name}"')  # noqa: S608 - of our schema

    async def add(self, table: Table, numbers: Sequence[int], rows: Sequence[Row]) -> None:
        """Add rows by COPY; raises `StoreUnusable` with the number of one that is refused.

        If it fails, add each half separately: one bad row among n is found in about log2(n) steps.
        """
        copy = self._connection.copy_records_to_table
        try:
            async with self._connection.transaction():  # a savepoint
                await copy(table.name, columns=table.columns, records=rows)
        except (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError) as error:
            if len(rows) == 1:
                raise StoreUnusable(
                    f"table {table.name}, row {numbers[0]}: PostgreSQL refuses it"
                    f" ({error.args[0]}); change or remove that row (by its rowid)"
                ) from None
            half = len(rows) // 2
            await self.add(table, numbers[:half], rows[:half])
            await self.add(table, numbers[half:], rows[half:])

    async def rows(self, table: Table) -> AsyncIterator[Row]:
        """Yield all rows."""
        names = ", ".join(f'"{column}"' for column in table.columns)
        query = f'SELECT {names} FROM "{table.name}"'  # noqa: S608 - of our schema
        async for record in self._connection.cursor(query, prefetch=PORTION):
            yield tuple(record)


@asynccontextmanager
async def loading(url: str) -> AsyncGenerator[Target, None]:
    """Migrate the database and do the block in one transaction; raises `StoreUnusable`.

    Call it from asyncio.
    """
    try:
        connection = await asyncpg.connect(url, timeout=int(CONNECT_SECONDS))
        try:
            async with connection.transaction():
                await migrate_within(connection, load())
                yield Target(connection)
        finally:
            connection.terminate()
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as e:
        raise StoreUnusable(
            f"the database {shown(url)} cannot be used ({e or 'no answer'}):"
            " start it, or mend the address, the user or the rights; nothing was moved"
        ) from e
