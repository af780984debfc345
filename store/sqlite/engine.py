"""The shared SQL on SQLite: reads go to the readers, everything else to the writer."""

from collections.abc import Sequence

from store.rows import Row, Value, Values
from store.sql import SqlStore
from store.sqlite.readers import Readers
from store.sqlite.writer import Writer, WriterStatistics


class SqliteEngine:
    """`store.sql.Engine` on one database file."""

    def __init__(self, readers: Readers, writer: Writer) -> None:
        self._readers = readers
        self._writer = writer

    async def read(self, query: str, *values: Value) -> list[Row]:
        """See `Engine.read`."""
        return await self._readers.read(query, values)

    async def write(self, query: str, *values: Value) -> list[Row]:
        """See `Engine.write`."""
        return await self._writer.write(query, [values])

    async def write_each(self, query: str, each: Sequence[Values]) -> None:
        """See `Engine.write_each`."""
        await self._writer.write(query, each)

    async def append(self, table: str, columns: Sequence[str], rows: Sequence[Values]) -> None:
        """See `Engine.append`."""
        places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
        query = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - names of ours
        await self._writer.write(query, rows)


class SqliteStore(SqlStore):
    """`store.protocol.Store` in a file, with the counts of its writer."""

    def __init__(self, readers: Readers, writer: Writer) -> None:
        super().__init__(SqliteEngine(readers, writer))
        self._writer = writer

    def statistics(self) -> WriterStatistics:
        """Return the writer's counts."""
        return self._writer.statistics()
