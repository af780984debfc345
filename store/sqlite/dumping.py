"""Reads every table of a database file, for another engine."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, NamedTuple

from store.engine import Value
from store.errors import StoreUnusable
from store.sqlite.connection import create

PORTION = 1000
"""Rows that are in memory at a time."""

Row = tuple[Value, ...]


class Table(NamedTuple):
    """A table and its columns, in order."""

    name: str
    columns: tuple[str, ...]


class Source:
    """A file that nobody else writes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # Text comes as bytes, so that we can say which row has text that is none.
        connection.text_factory = bytes

    def tables(self) -> list[Table]:
        """Return all tables, those first that others refer to; not the index of the search."""
        rows = self._texts("SELECT name FROM pragma_table_list WHERE type = 'table'")
        names = [name for name in rows if not name.startswith("sqlite_")]
        refer = 'SELECT DISTINCT "table" FROM pragma_foreign_key_list(?)'
        graph = {name: set(self._texts(refer, name)) - {name} for name in sorted(names)}
        columns = "SELECT name FROM pragma_table_info(?)"
        order = TopologicalSorter(graph).static_order()
        return [Table(name, tuple(self._texts(columns, name))) for name in order]

    def _texts(self, query: str, *values: str) -> list[str]:
        return [text.decode() for (text,) in self._connection.execute(query, values)]

    def count(self, table: Table) -> int:
        """Count the rows."""
        query = f'SELECT count(*) FROM "{table.name}"'  # noqa: S608 - of our schema
        return self._connection.execute(query).fetchone()[0]

    def portions(self, table: Table) -> Iterator[tuple[list[int], list[Row]]]:
        """Yield rows by rowid, and these ids; raises `StoreUnusable` for text that is none."""
        names = ", ".join(f'"{column}"' for column in table.columns)
        # typeof, as text and bytes both come as bytes
        kinds = " || ' ' || ".join(f'typeof("{column}")' for column in table.columns)
        query = (
            f'SELECT rowid, {kinds}, {names} FROM "{table.name}"'  # noqa: S608 - of our schema
            " ORDER BY rowid"
        )
        cursor = self._connection.execute(query)
        while found := cursor.fetchmany(PORTION):
            rows = [_row(table, number, kinds, values) for number, kinds, *values in found]
            yield [number for number, *_ in found], rows


def _row(table: Table, number: int, kinds: bytes, values: list[Any]) -> Row:
    return tuple(
        _text(f"table {table.name}, row {number}, column {column}", value)
        if kind == b"text"
        else value
        for column, kind, value in zip(table.columns, kinds.split(), values, strict=True)
    )


def _text(where: str, value: bytes) -> str:
    if b"\0" in value:
        raise _refused(where, "has text with a NUL character")
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise _refused(where, "has text that is not UTF-8") from None


def _refused(where: str, what: str) -> StoreUnusable:
    return StoreUnusable(
        f"{where} {what}, which PostgreSQL does not take; change that row (by its rowid)"
    )


@contextmanager
def dumping(path: Path) -> Iterator[Source]:
    """Migrate the file, and let nobody write to it within the block; raises `StoreUnusable`."""
    if not path.is_file():
        raise StoreUnusable(f"there is no {path}; give the folder of data that has it")
    with closing(create(path)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield Source(connection)
        except sqlite3.Error as error:
            raise StoreUnusable(
                f"{path} cannot be read ({error}): end what else uses it, or put back a backup"
            ) from error
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
