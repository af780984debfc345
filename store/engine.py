"""An engine runs the shared SQL: SQLite in threads, PostgreSQL over sockets.

The shared SQL is what both understand: ``$1`` placeholders, RETURNING, ON CONFLICT, and a CAST
where PostgreSQL could not infer the type of a NULL.
"""

from collections.abc import Sequence
from typing import Any, Literal, Protocol

from msgspec import Struct

Value = str | bytes | int | float | None
Values = tuple[Value, ...]
Dialect = Literal["sqlite", "postgres"]
Row = Sequence[Any]  # the schema (STRICT tables) ensures the types of the columns


class Each(Struct, frozen=True):
    """A statement to run once for each of the values.

    ``seconds`` is its own time limit, for a statement that may take longer than other queries.
    """

    query: str
    each: Sequence[Values]
    seconds: float | None = None


class Append(Struct, frozen=True):
    """Rows to add to a table in the fastest way that the engine has."""

    table: str
    columns: Sequence[str]
    rows: Sequence[Values]

    def statement(self) -> Each:
        """Return the same work as an INSERT, which is slower on PostgreSQL."""
        places = ", ".join(f"${number}" for number in range(1, len(self.columns) + 1))
        query = f"INSERT INTO {self.table} ({', '.join(self.columns)}) VALUES ({places})"  # noqa: S608 - names of ours
        return Each(query, self.rows)


Work = Each | Append


class Refusal(Struct, frozen=True):
    """A statement that the engine refused because of its values, and the engine's reason."""

    query: str
    values: Values
    reason: str


class Engine(Protocol):
    """Runs queries. All its errors are `StoreError` or `StoreUnavailable`, never the driver's own.

    A second row where only one is allowed raises `NotUnique`. ``dialect`` is for the few things
    that the shared SQL cannot say.
    """

    dialect: Dialect
    sessions: str
    """What the connections of this engine to its database call themselves."""

    async def end_sessions(self, sessions: str) -> None:
        """End the connections of another engine to the database, whatever they are doing."""
        ...

    async def read(self, query: str, *values: Value) -> list[Row]:
        """Return the rows of a query that changes nothing."""
        ...

    async def write(self, query: str, *values: Value) -> list[Row]:
        """Commit a statement and return its RETURNING rows."""
        ...

    async def write_if(self, query: str, values: Values, work: Sequence[Work]) -> bool:
        """Run a statement and, if it returns a row, the work in its order, in one transaction.

        Returns whether the statement returned a row. On an error nothing is committed.
        """
        ...

    async def write_what_goes(
        self, query: str, values: Values, work: Sequence[Work]
    ) -> list[Refusal] | None:
        """Do the same as `write_if`, but leave out the parts of the work that the engine refuses.

        Returns what was left out and why; None if the statement returned no row. Errors that may
        pass still raise `StoreUnavailable`, and nothing is committed then.
        """
        ...
