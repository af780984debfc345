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
    """A statement to run once for each of the values.

    ``seconds`` that it may take, where that is longer than any other query.
    """

    query: str
    each: Sequence[Values]
    seconds: float | None = None


class Append(Struct, frozen=True):
    """Rows to add to a table in the fastest way there is."""

    table: str
    columns: Sequence[str]
    rows: Sequence[Values]

    def statement(self) -> Each:
        """Return the rows as an INSERT, which is slower on some engines."""
        places = ", ".join(f"${number}" for number in range(1, len(self.columns) + 1))
        query = f"INSERT INTO {self.table} ({', '.join(self.columns)}) VALUES ({places})"  # noqa: S608 - names of ours
        return Each(query, self.rows)


Work = Each | Append


class Refusal(Struct, frozen=True):
    """A statement that was left out for the values it had, and the engine's reason."""

    query: str
    values: Values
    reason: str


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

    async def write_what_goes(
        self, query: str, values: Values, work: Sequence[Work]
    ) -> list[Refusal] | None:
        """Do as `write_if` does, but leave out of the work what can never be written.

        Returns what was left out and why; None if the statement returned no row.
        """
        ...
