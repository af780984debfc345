"""Moves an installation from SQLite to PostgreSQL: all or nothing, and compared at the end."""

import hashlib
import struct
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from trio_asyncio import aio_as_trio, open_loop

from store.engine import Value
from store.errors import StoreUnusable
from store.postgres.loading import Target, loading
from store.sqlite.dumping import Source, Table, dumping

LEFT_OUT = {"room_events": {"id"}}
"""Columns that only SQLite has: the number of a line in its search index."""
KEPT = {"installation", "schema_migrations"}
"""Tables of which the target keeps its own rows. Its name has to differ from that of any other
database that was filled from the same file, as both may use one Redis."""

Tell = Callable[[str, int, int], None]
"""Is told of a table, how many of its rows have been copied, and how many there are."""


class Moved(NamedTuple):
    """A table that is the same on both sides."""

    table: str
    rows: int
    digest: str


class Digest:
    """The number of rows, and the sum of their SHA-256 modulo 2**256, in whatever order they come.

    Engines sort text differently, and the journal has no key to sort by.
    """

    def __init__(self) -> None:
        self.rows = 0
        self._sum = 0

    def add(self, rows: Iterable[Sequence[Value]]) -> None:
        """Count rows in."""
        for row in rows:
            hashed = hashlib.sha256(b"".join(map(_encoded, row))).digest()
            self._sum = (self._sum + int.from_bytes(hashed)) % 2**256
            self.rows += 1

    def moved(self, table: str) -> Moved:
        """Return what is compared."""
        return Moved(table, self.rows, f"{self._sum:064x}")


def _encoded(value: Value) -> bytes:
    """Encode a value so that no two rows become the same bytes."""
    match value:
        case None:
            return b"n"
        case int():
            return b"i%d;" % value
        case float():
            return b"f" + struct.pack(">d", value)
        case str():
            text = value.encode()
            return b"t%d:" % len(text) + text
        case bytes():
            return b"b%d:" % len(value) + value


async def move(path: Path, url: str, tell: Tell) -> list[Moved]:
    """Copy the database file at ``path`` into the empty database at ``url``, in one transaction.

    Both are migrated first. Raises `StoreUnusable` if one cannot be used, the target is not empty,
    a row is refused, or the two differ at the end; then the target holds no row more than before.
    """
    with dumping(path) as source:
        async with open_loop():
            return await aio_as_trio(_move)(source, url, tell)


async def _move(source: Source, url: str, tell: Tell) -> list[Moved]:
    async with loading(url) as target:
        tables = _common(source.tables(), await target.columns())
        await target.require_empty()
        moved = [await _copy(source, target, table, tell) for table in tables]
        for each, table in zip(moved, tables, strict=True):
            await _compare(target, each, table)
    return moved


def _common(tables: list[Table], theirs: dict[str, set[str]]) -> list[Table]:
    """Return what is copied, in order; raises `StoreUnusable` if a side has something more."""
    ours = {each.name: {*each.columns} - LEFT_OUT.get(each.name, set()) for each in tables}
    if ours != theirs:
        differing = {name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name)}
        raise StoreUnusable(
            f"tables differ between SQLite and PostgreSQL: {', '.join(sorted(differing))};"
            " remove what is not Rally's, or give an empty database"
        )
    return [
        Table(each.name, tuple(c for c in each.columns if c in ours[each.name]))
        for each in tables
        if each.name not in KEPT
    ]


async def _copy(source: Source, target: Target, table: Table, tell: Tell) -> Moved:
    digest = Digest()
    total = source.count(table)
    await target.clear(table)
    for numbers, rows in source.portions(table):
        await target.add(table, numbers, rows)
        digest.add(rows)
        tell(table.name, digest.rows, total)
    return digest.moved(table.name)


async def _compare(target: Target, expected: Moved, table: Table) -> None:
    digest = Digest()
    async for row in target.rows(table):
        digest.add([row])
    found = digest.moved(table.name)
    if found != expected:
        raise StoreUnusable(
            f"table {table.name} has become another: {expected.rows} rows in SQLite,"
            f" {found.rows} in PostgreSQL, digests {expected.digest[:12]} and {found.digest[:12]};"
            " nothing was moved; please report this"
        )
