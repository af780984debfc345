"""The only way in which tests start a program that runs beside them: it ends with its block."""

import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from gateway.auth import judge
from tests.patience import patience

ENDS_WITHIN = patience(20.0)
"""Seconds in which a program that was told to stop must end."""
SHARED = set[int]()
"""Processes that tests of several files share; they end with the session."""
LASTING = judge.__file__
"""A program that a server starts once and that ends with the server's process, here the tests'."""


@contextmanager
def program(
    command: Sequence[str | Path], *, stop: signal.Signals | None = None, **more: Any
) -> Iterator["subprocess.Popen[Any]"]:
    """Run a command until the block ends; then kill it, or first send it ``stop``.

    ``more`` goes to `subprocess.Popen`.
    """
    process = subprocess.Popen(command, **more)
    try:
        yield process
    finally:
        end(process, stop)


def end(process: "subprocess.Popen[Any]", how: signal.Signals | None = None) -> None:
    """End a program and close its pipes; raises ``TimeoutExpired`` if it had to be killed."""
    try:
        if how is not None and process.poll() is None:
            process.send_signal(how)
            process.wait(ENDS_WITHIN)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def children() -> set[int]:
    """Return the running processes that this one has started; none if the system cannot tell."""
    found = set[int]()
    for path in Path("/proc/self/task").glob("*/children"):
        with suppress(FileNotFoundError):  # that thread has just ended
            found |= {int(pid) for pid in path.read_text().split()}
    return {pid for pid in found if runs(pid)}


def kill_all() -> None:
    """Kill every child; `scripts/test` adopts their children and kills those."""
    for pid in children():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="module", autouse=True)
def nothing_left_running() -> Iterator[None]:
    """Check that no test of a file leaves a program running, and end those that are left."""
    before = children()
    yield
    left = {pid for pid in children() - before - SHARED if LASTING not in _words(pid)}
    words = [_words(pid) for pid in left]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    assert not left, f"left running: {words}"


def runs(pid: int | str) -> bool:
    """Tell whether a process still runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _words(pid: int) -> str:
    """Return the command of a process; empty if it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
