"""The data folder: what is ours in it is for its owner alone, and for one server at a time.

Password hashes, keys and the addresses of people lie here. The folder itself may be older than
Rally and hold other things: of one that we have not made only what would endanger ours is changed.
"""

import errno
import os
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from structlog import get_logger

from gateway.process.errors import CannotStart
from gateway.process.shortage import FULL
from gateway.start.options import Options
from store.sqlite import FILE as DATABASE

log = get_logger("gateway.folder")

LOCK = "rally.lock"
OURS = (
    *(DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal"),
    *("keys.json", "keys.new", "tls.pem", "tls.new", LOCK, "avatars"),
)


def cannot_use(path: Path, error: OSError) -> CannotStart:
    """Say of a path in the data folder why it cannot be used, and what to do."""
    if error.errno in FULL:
        remedy = "make room there"
    elif error.errno == errno.EROFS:
        remedy = "mount it so that it can be written to, or choose another folder: --data"
    elif error.errno == errno.EIO:
        remedy = "look after that disk, or choose another folder: --data"
    else:
        remedy = "let this user write there, or choose another folder: --data"
    return CannotStart(f"cannot use {path} ({error.strerror or error}); {remedy}")


def prepare(data: Path) -> None:
    """Make the folder if there is none, and private what is in it of ours.

    CannotStart when somebody else could get at it all the same.
    """
    try:
        _make(data)
        _close(data)
    except OSError as error:
        raise cannot_use(data, error) from None
    for path in _ours(data):
        try:
            _make_private(path)
        except FileNotFoundError:  # of a server that runs, or of scripts/admin
            continue
        except OSError as error:
            raise CannotStart(
                f"{path} can be read by others, and that cannot be changed ({error.strerror});"
                f" give it to this user: chown {_me()} {path}"
            ) from None


def _make(folder: Path) -> None:
    """Make it with whatever is above it, for this user alone, whatever the umask is."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _close(folder: Path) -> None:
    """Keep out whoever could put other files in the place of ours.

    A group that may write is a decision of somebody's; that everybody may is none. Where they may
    as in /tmp (the sticky bit) nobody can touch what belongs to another.
    """
    status = folder.stat()
    if not status.st_mode & stat.S_IWOTH or status.st_mode & stat.S_ISVTX:
        return
    if status.st_uid != _me():
        raise CannotStart(
            f"--data: everybody may write to the folder {folder}; choose one that is yours, for"
            f" example {folder / 'rally'}, which will be made"
        )
    folder.chmod(stat.S_IMODE(status.st_mode) & ~stat.S_IWOTH)
    log.warning("everybody could write to the data folder; now not", folder=str(folder))


def _ours(data: Path) -> Iterator[Path]:
    yield from (data / name for name in OURS)
    avatars = data / "avatars"
    if avatars.is_dir():
        yield from avatars.iterdir()


def _make_private(path: Path) -> None:
    """Take what others may do away. CannotStart when it is somebody else's.

    A link may lead elsewhere, to a larger disk say, if it is as much ours as what it leads to.
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
async def sole_server(options: Options) -> AsyncIterator[None]:
    """Hold the data folder; CannotStart when another server does.

    The system lets go of it with the process, however that ends. Where there are no such locks
    (Windows, PostgreSQL) the epoch of the journal tells two servers apart: the older one stops.
    """
    try:
        import fcntl
    except ImportError:
        yield
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
        yield
