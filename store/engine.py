"""What runs the shared SQL: threads on SQLite, sockets on PostgreSQL."""

from collections.abc import Sequence
from typing import Protocol

from store.rows import Row, Value, Values


class Engine(Protocol):
    """Runs one query at a time; raises `StoreError` and `StoreUnavailable`, nothing of its own."""

    async def read(self, query: str, *values: Value) -> list[Row]:
        """Return the rows of a query that changes nothing."""
        ...

    async def write(self, query: str, *values: Value) -> list[Row]:
        """Commit a statement and return its RETURNING rows."""
        ...

    async def write_each(self, query: str, each: Sequence[Values]) -> None:
        """Commit a statement once for each of the values, all or none."""
        ...

    async def append(self, table: str, columns: Sequence[str], rows: Sequence[Values]) -> None:
        """Commit rows to a table in the fastest way there is, all or none."""
        ...

    async def check(self) -> None:
        """Return when reading and writing work now."""
        ...
