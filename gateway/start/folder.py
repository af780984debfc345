"""The data folder: only its owner can read our files in it, and one server uses it at a time.

It holds password hashes, keys and people's addresses. The folder may be older than Rally and hold
other things: if we have not made it, we change only what would endanger our files.
"""

import errno
import os
import shutil
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from structlog import get_logger

from gateway.process.errors import CannotStart
from gateway.process.shortage import FULL
from gateway.start.options import KEYS, Options
from store.sqlite import FILE as DATABASE

log = get_logger("gateway.folder")

LOCK = "rally.lock"
AVATARS = "avatars"
"""Images of people lay there once."""
OURS = (
    *(DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal"),
    *("keys.json", "keys.new", KEYS, "tls.pem", "tls.new", LOCK, AVATARS),
)
OF_KEYS = (".json", ".new", ".lock")
"""The endings of our files in the folder of keys."""


def cannot_use(path: Path, error: OSError) -> CannotStart:
    """Make the error for a path in the data folder: why it cannot be used, and what to do."""
    if error.errno in FULL:
        remedy = "make room there"
    elif error.errno == errno.EROFS:
        remedy = "mount it so that it can be written to, or choose another folder: --data"
    elif error.errno == errno.EIO:
        remedy = "look after that disk, or choose another folder: --data"
    else:
        remedy = "let this user write there, or choose another folder: --data"
    return CannotStart(f"cannot use {path} ({error.strerror or error}); {remedy}")


def prepare(data: Path, keys: Path) -> None:
    """Make the folders of data and keys if there are none, and make our files in them private.

    Raises CannotStart if somebody else could get at them all the same.
    """
    for folder in (data, keys):
        try:
            _make(folder)
            _close(folder)
        except OSError as error:
            raise cannot_use(folder, error) from None
    for path in (*_ours(data), *(path for path in keys.iterdir() if path.suffix in OF_KEYS)):
        try:
            _make_private(path)
        except FileNotFoundError:  # removed by a running server, or by scripts/admin
            continue
        except OSError as error:
            raise CannotStart(
                f"{path} can be read by others, and that cannot be changed ({error.strerror});"
                f" give it to this user: chown {_me()} {path}"
            ) from None
    _move_old_keys(data / "keys.json", keys / "tokens.json")


def _move_old_keys(old: Path, new: Path) -> None:
    """Bring the keys of tokens to where all keys are; once they lay beside the database."""
    if old.exists() and not new.exists():
        try:
            shutil.move(old, new)
        except OSError as error:
            raise cannot_use(new, error) from None


def _make(folder: Path) -> None:
    """Make the folder and those above it, for this user only, whatever the umask is."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _close(folder: Path) -> None:
    """Keep out everybody who could replace our files.

    Somebody may have decided that a group may write; nobody decides that everybody may. In a
    folder such as /tmp (with the sticky bit) nobody can touch the files of others.
    """
    status = folder.stat()
    if not status.st_mode & stat.S_IWOTH or status.st_mode & stat.S_ISVTX:
        return
    if status.st_uid != _me():
        raise CannotStart(
            f"everybody may write to the folder {folder}; choose one that is yours, for"
            f" example {folder / 'rally'}, which will be made"
        )
    folder.chmod(stat.S_IMODE(status.st_mode) & ~stat.S_IWOTH)
    log.warning("everybody could write to the data folder; now not", folder=str(folder))


def _ours(data: Path) -> Iterator[Path]:
    yield from (data / name for name in OURS)
    avatars = data / AVATARS
    if avatars.is_dir():
        yield from avatars.iterdir()


def _make_private(path: Path) -> None:
    """Remove the rights of others. Raises CannotStart if the file belongs to somebody else.

    It may be a link, perhaps to a larger disk, if both the link and its target are ours.
    """
    if path.lstat().st_uid not in {_me(), 0} and _me() != 0:
        raise _somebodys(path)
    status = path.stat()
    if status.st_uid != _me() != 0:
        raise _somebodys(path)
    mode = stat.S_IMODE(status.st_mode)
    if mode & 0o077:
        path.chmod(mode & 0o700)


def _somebodys(path: Path) -> CannotStart:
    return CannotStart(
        f"{path} belongs to another user, who can read it; give it to this one"
        f" (chown {_me()} {path}), or choose another folder: --data"
    )


def _me() -> int:
    return os.geteuid()


@asynccontextmanager
async def sole_server(options: Options) -> AsyncIterator[int | None]:
    """Lock the data folder within the block; raises CannotStart if another server holds it.

    Yields its descriptor, None without such locks: whoever inherits it holds the lock, too. The
    system releases it when these processes end, however they end. Without such locks (Windows,
    PostgreSQL) the epoch of the journal decides: the older of two servers stops.
    """
    try:
        import fcntl
    except ImportError:
        yield None
        return
    path = options.data / LOCK
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        raise cannot_use(path, error) from None
    with os.fdopen(descriptor, "a"):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                f"--data: another Rally server uses the folder {options.data}; "
                "stop that one, or give this one a folder of its own"
            ) from None
        except OSError as error:
            raise cannot_use(path, error) from None
        yield descriptor
