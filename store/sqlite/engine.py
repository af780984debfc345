"""The shared SQL on SQLite: reads go to the readers, everything else to the writer."""

import sqlite3
from collections.abc import Sequence

from store.engine import Dialect, Each, Refusal, Row, Value, Values, Work
from store.sql import SqlStore
from store.sqlite.connection import run, run_each, run_what_goes
from store.sqlite.readers import Readers
from store.sqlite.writer import Writer, WriterStatistics


class SqliteEngine:
    """`store.engine.Engine` on one database file."""

    dialect: Dialect = "sqlite"
    sessions = ""

    def __init__(self, readers: Readers, writer: Writer) -> None:
        self._readers = readers
        self._writer = writer

    async def end_sessions(self, sessions: str) -> None:
        """Do nothing: no other process writes to this file while its server runs."""

    async def read(self, query: str, *values: Value) -> list[Row]:
        """See `Engine.read`."""
        return await self._readers.read(query, values)

    async def write(self, query: str, *values: Value) -> list[Row]:
        """See `Engine.write`."""
        return await self._writer.write(lambda connection: run(connection, query, values))

    async def write_if(self, query: str, values: Values, work: Sequence[Work]) -> bool:
        """See `Engine.write_if`."""

        def write(connection: sqlite3.Connection) -> list[Row]:
            found = run(connection, query, values)
            if found:
                for each in work:
                    statement = _statement(each)
                    run_each(connection, statement.query, statement.each)
            return found

        return bool(await self._writer.write(write))

    async def write_what_goes(
        self, query: str, values: Values, work: Sequence[Work]
    ) -> list[Refusal] | None:
        """See `Engine.write_what_goes`."""
        refusals: list[Refusal] = []

        def write(connection: sqlite3.Connection) -> list[Row]:
            refusals.clear()
            found = run(connection, query, values)
            for each in map(_statement, work) if found else ():
                refusals.extend(run_what_goes(connection, each.query, each.each))
            return found

        return refusals if await self._writer.write(write) else None


class SqliteStore(SqlStore):
    """A `store.protocol.Store` in a file, which also has the statistics of its writer."""

    def __init__(self, readers: Readers, writer: Writer) -> None:
        super().__init__(SqliteEngine(readers, writer))
        self._writer = writer

    def statistics(self) -> WriterStatistics:
        """Return how much the writer has written, and what waits."""
        return self._writer.statistics()


def _statement(work: Work) -> Each:
    """Return the work as a statement; SQLite has nothing faster than INSERT."""
    return work if isinstance(work, Each) else work.statement()
