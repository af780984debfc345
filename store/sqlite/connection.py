"""Connections to the database file, and SQLite's errors in the store's words."""

import errno
import os
import re
import sqlite3
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Literal

from store.engine import Refusal, Row, Value, Values
from store.errors import NotUnique, StoreError, StoreUnavailable, StoreUnusable
from store.migrate import load, migrate

BUSY_SECONDS = 2.0  # how long a connection waits for the lock of another process
OPENING_SECONDS = 30.0  # the same while opening, when the other process may be migrating
OLDEST = (3, 37)  # STRICT tables

Sync = Literal["normal", "full"]
"""What a commit survives: "normal" a killed process, "full" also a power cut.

With "full" each commit waits for the disk (https://sqlite.org/pragma.html#pragma_synchronous).
"""

FULL = {errno.ENOSPC, errno.EDQUOT}
_PLACEHOLDER = re.compile(r"\$(\d+)")
_PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
}


def connect(path: Path) -> sqlite3.Connection:
    """Open the file in autocommit mode, for use by one thread at a time."""
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def create(path: Path, sync: Sync = "normal") -> sqlite3.Connection:
    """Make folder and file, bring the schema up to date, and return the connection of the writer.

    Blocks while another process migrates, up to OPENING_SECONDS. Raises `StoreUnusable`.
    """
    if sqlite3.sqlite_version_info < OLDEST:
        raise StoreUnusable(
            f"this Python brings SQLite {sqlite3.sqlite_version}, Rally needs 3.37 or newer"
        )
    try:
        # The file has password hashes, so only its owner may read it. SQLite gives the files
        # that it makes beside it the same mode.
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(IsADirectoryError):  # SQLite reports that below
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = connect(path)
        try:
            _wait_for_locks(connection, OPENING_SECONDS)
            _use_wal(connection)
            migrate(connection, load())
            _wait_for_locks(connection, BUSY_SECONDS)
            connection.execute(f"PRAGMA synchronous = {sync}")
        except BaseException:
            connection.close()
            raise
    except (OSError, sqlite3.Error) as error:
        raise StoreUnusable(
            f"the data folder {path.parent} cannot be used ({error}): {_remedy(error)}"
        ) from error
    return connection


def _remedy(error: Exception) -> str:
    if getattr(error, "errno", 0) in FULL or _primary(error) == sqlite3.SQLITE_FULL:
        return "make room there, or choose another"
    return "make it writable for the user who runs Rally, or choose another"


def _primary(error: Exception) -> int:
    """Return SQLite's primary result code, without the bits of the extended code."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def run(connection: sqlite3.Connection, query: str, values: tuple[Value, ...]) -> list[Row]:
    """Execute one statement.

    The values are bound as a dict: SQLite binds a tuple in the order in which placeholders appear.
    """
    named = {str(number): value for number, value in enumerate(values, 1)}
    return connection.execute(query, named).fetchall()


def run_each(connection: sqlite3.Connection, query: str, each: Sequence[Values]) -> None:
    """Execute one statement for each of the values; four times as fast as a loop over `run`.

    Raises ``ValueError`` unless the placeholders are $1, $2 ... in this order.
    """
    _require_order(query)
    connection.executemany(query, each)


def run_what_goes(
    connection: sqlite3.Connection, query: str, each: Sequence[Values]
) -> list[Refusal]:
    """Execute one statement for all values that SQLite takes; return the others.

    Errors that may pass are raised. If it fails, each half is executed separately: one bad row
    among n is found in about log2(n) steps.
    """
    connection.execute("SAVEPOINT part")
    try:
        run_each(connection, query, each)
    except Exception as error:
        reason = translate(error)
        if not connection.in_transaction or isinstance(reason, StoreUnavailable):
            raise
        connection.execute("ROLLBACK TO part")
        connection.execute("RELEASE part")
        if len(each) == 1:
            return [Refusal(query, each[0], str(reason))]
        half = len(each) // 2
        first = run_what_goes(connection, query, each[:half])
        return first + run_what_goes(connection, query, each[half:])
    connection.execute("RELEASE part")
    return []


@lru_cache
def _require_order(query: str) -> None:
    """Refuse a query whose placeholders are not in order: a tuple would be bound wrongly."""
    found = [int(number) for number in _PLACEHOLDER.findall(query)]
    if found != [*range(1, len(found) + 1)]:
        raise ValueError(f"placeholders must come once each and in order: {query}")


def translate(error: Exception) -> Exception:
    """Return the store's error for an error of SQLite; return any other error as it is."""
    if isinstance(error, (OverflowError, UnicodeError)):  # Python cannot pass the value to SQLite
        return StoreError(f"SQLite: {error}")
    if not isinstance(error, sqlite3.Error):
        return error
    code = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_CONSTRAINT_UNIQUE:
        return NotUnique(f"SQLite: {error}")
    passing = _primary(error) in _PASSING
    return (StoreUnavailable if passing else StoreError)(f"SQLite: {error}")


def _wait_for_locks(connection: sqlite3.Connection, seconds: float) -> None:
    connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL, and wait while another process does the same.

    SQLite's busy timeout does not cover this: the second process gets "database is locked" at once.
    """
    give_up = time.monotonic() + OPENING_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return
