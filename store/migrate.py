"""Numbered migrations, ``migrations/NNNN_name.sql``, and the runner that applies them to SQLite.

They are written in SQLite's dialect; `store.postgres.migrate` translates them. What is between the
lines ``-- ONLY sqlite`` (or ``-- ONLY postgres``) and ``-- END`` is for that engine alone.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from store.errors import StoreUnusable

FOLDER = Path(__file__).parent / "migrations"


class Migration(NamedTuple):
    """One step of the schema; versions count from 1 without a gap."""

    version: int
    name: str
    sql: str


def load(folder: Path = FOLDER) -> list[Migration]:
    """Read the migrations of a folder in order.

    Raises ``ValueError`` if a number is missing or there twice.
    """
    found: list[Migration] = []
    for expected, path in enumerate(sorted(folder.glob("*.sql")), 1):
        number, _, name = path.stem.partition("_")
        if int(number) != expected:
            raise ValueError(f"{path.name}: the next migration has the number {expected:04}")
        found.append(Migration(expected, name, path.read_text(encoding="utf-8")))
    return found


def migrate(connection: sqlite3.Connection, known: Sequence[Migration]) -> None:
    """Apply those of ``known`` that are missing, all in one transaction.

    Raises `StoreUnusable` if the data has a newer schema. The connection must be in autocommit
    mode. The write lock is taken first: of two processes that start at once, the second one waits
    and then finds nothing to do.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        for migration in known[_current_version(connection, len(known)) :]:
            _apply(connection, migration)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _current_version(connection: sqlite3.Connection, newest: int) -> int:
    connection.execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations"
        " (version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT"
    )
    query = "SELECT coalesce(max(version), 0) FROM schema_migrations"
    (version,) = connection.execute(query).fetchone()
    check_known(version, newest)
    return version


def check_known(version: int, newest: int) -> None:
    """Raise `StoreUnusable` if the data has a later schema than this program knows."""
    if version > newest:
        raise StoreUnusable(
            f"the data has schema {version}, this Rally knows schemas up to {newest}: "
            "start the newer Rally that wrote it, or choose another data folder"
        )


def _apply(connection: sqlite3.Connection, migration: Migration) -> None:
    for statement in _statements(only_for("sqlite", migration.sql)):
        connection.execute(statement)
    connection.execute(
        "INSERT INTO schema_migrations (version, name) VALUES ($1, $2)",
        {"1": migration.version, "2": migration.name},
    )


def only_for(engine: str, sql: str) -> str:
    """Return a script without what is for another engine alone."""

    def kept(part: re.Match[str]) -> str:
        return part[2] if part[1] == engine else ""

    return re.sub(r"^-- ONLY (\w+)\n(.*?)^-- END\n", kept, sql, flags=re.DOTALL | re.MULTILINE)


def _statements(sql: str) -> Iterator[str]:
    """Split a script into its statements. (`executescript` would commit the transaction first.)"""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        raise ValueError(f"a migration ends in the middle of a statement: {statement.strip()!r}")
