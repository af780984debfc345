"""Real faults of a disk, which a test causes for another process from outside."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store.sqlite import FILE
from tests.programs import program

UNSHARE = ["unshare", "--user", "--map-root-user", "--mount"]
SMALL = 'mount -t tmpfs -o size=3m tmpfs "$0" && exec "$@"'
HOLD = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


def small_disk(folder: Path) -> list[str]:
    """Return what to put before a command so that it sees a file system of 3 MB at ``folder``.

    It is mounted in name spaces of the command. If that is not allowed, the test is skipped, or
    fails in CI.
    """
    if (
        shutil.which("unshare") is None
        or subprocess.run(
            [*UNSHARE, "sh", "-c", SMALL, folder, "true"], capture_output=True, check=False
        ).returncode
    ):
        hint = "no full disk: this system lets nobody mount a tmpfs in a name space of its own"
        if os.environ.get("CI"):
            pytest.fail(hint)
        pytest.skip(hint)
    return [*UNSHARE, "sh", "-c", SMALL, str(folder)]


@contextmanager
def full_disk(pid: int, folder: Path) -> Iterator[None]:
    """Fill the small disk that the process sees, to the last byte."""
    filler = Path(f"/proc/{pid}/root/{folder}/filler")
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:  # no space left
                pass
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def io_errors(pid: int, folder: Path) -> Iterator[None]:
    """Let all writes of the process fail that would make the write-ahead log longer."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    size = (folder / f"{FILE}-wal").stat().st_size
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size // 2, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def locked(_: int, folder: Path) -> Iterator[None]:
    """Hold the write lock in a third process."""
    with program(
        [sys.executable, "-c", HOLD, folder / FILE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield


FAULTS = {"full disk": full_disk, "I/O errors": io_errors, "locked": locked}
