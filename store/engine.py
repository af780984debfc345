"""What runs the shared SQL: threads on SQLite, sockets on PostgreSQL.

Both take ``$1`` placeholders, RETURNING, ON CONFLICT, and casts where a NULL has no type.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from msgspec import Struct

Value = str | bytes | int | float | None
Values = tuple[Value, ...]
Row = Sequence[Any]  # the columns' types are the schema's business (STRICT)


class Each(Struct, frozen=True):
    """A statement to run once for each of the values."""

    query: str
    each: Sequence[Values]


class Append(Struct, frozen=True):
    """Rows to add to a table in the fastest way there is."""

    table: str
    columns: Sequence[str]
    rows: Sequence[Values]


Work = Each | Append


class Engine(Protocol):
    """Runs one query at a time; raises `StoreError` and `StoreUnavailable`, nothing of its own."""

    async def read(self, query: str, *values: Value) -> list[Row]:
        """Return the rows of a query that changes nothing."""
        ...

    async def write(self, query: str, *values: Value) -> list[Row]:
        """Commit a statement and return its RETURNING rows."""
        ...

    async def write_if(self, query: str, values: Values, work: Sequence[Work]) -> bool:
        """Commit a statement and, if it returns a row, work in its order: all of it or nothing.

        Returns whether it did.
        """
        ...
