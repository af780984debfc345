"""The command scripts/migrate-store."""

import argparse
import os
import sys
from collections.abc import Sequence

import trio

from gateway.process.errors import CannotStart
from gateway.start.folder import prepare, sole_server
from gateway.start.options import Options, parse
from store.errors import StoreError
from store.moving import Moved, move
from store.sqlite import FILE

EPILOG = """\
Stop the server first, and make a backup of its folder. The database has to be empty. The copy is
one transaction: if it is interrupted, the database is as before, and the same command begins anew.
The rows in the folder are not changed; only their tables are brought to the newest form.
Exit code: 0 moved, 2 nothing was moved (one line says why), 130 Ctrl-C.
"""
NEXT = """\
Moved. Start the server with the same --store and the same --data: keys and images of people stay
in that folder. When all is well, {file} (with -wal and -shm) can go."""


def main(arguments: Sequence[str]) -> int:
    """Move; return the exit code."""
    given = vars(_parser().parse_args(arguments))
    try:
        options = _read(given)
        moved = trio.run(_move, options)
    except (KeyboardInterrupt, CannotStart, StoreError, BaseExceptionGroup) as error:
        return _say(_leaf(error))
    for each in moved:
        print(f"{each.table:20} {each.rows:>10} rows  sha256 {each.digest[:16]}  same")
    print(NEXT.format(file=options.data / FILE))
    return 0


def _read(given: dict[str, str | None]) -> Options:
    named = [(f"--{name.replace('_', '-')}", value) for name, value in given.items() if value]
    options = parse([part for pair in named for part in pair], os.environ)
    if options.store is None:
        raise CannotStart("--store is missing; give the URL of an empty database")
    return options


async def _move(options: Options) -> list[Moved]:
    if not options.data.is_dir():
        raise CannotStart(f"--data: there is no folder {options.data}; give that of the server")
    prepare(options.data, options.keys_folder)
    async with sole_server(options):
        return await move(options.data / FILE, options.place, _tell)


def _tell(table: str, rows: int, total: int) -> None:
    """Show what is being copied; the line goes with the last row of a table."""
    _show(f"{table:20} {rows:>10} of {total}" if rows < total else "")


def _show(text: str) -> None:
    """Replace the line of progress, if there is a terminal."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def _say(error: BaseException) -> int:
    """Say why it has ended, and return the exit code; raises what we did not expect."""
    _show("")
    match error:
        case KeyboardInterrupt():
            print("rally: interrupted; the database has all of it or nothing", file=sys.stderr)
            return 130
        case CannotStart() | StoreError():
            print(f"rally: {error}", file=sys.stderr)
            return 2
        case _:
            raise error


def _leaf(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/migrate-store",
        description="Moves the data of a Rally from SQLite to PostgreSQL, and compares both.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--data", metavar="FOLDER", help="of the server (RALLY_DATA, default data/)")
    add("--store", metavar="URL", help="postgresql://user@host/database (RALLY_STORE)")
    add(
        "--store-password-file",
        metavar="FILE",
        help="the password of the database (RALLY_STORE_PASSWORD_FILE)",
    )
    return parser
