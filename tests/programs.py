"""The one way in which tests start a program that goes on beside them: it ends with its block."""

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
"""Seconds for a program that was told to end."""
SHARED = set[int]()
"""Processes that tests of several files have in common, and that end with the session."""
LASTING = judge.__file__
"""A program that a server starts once and that ends with its process, here the tests' own."""


@contextmanager
def program(
    command: Sequence[str | Path], *, stop: signal.Signals | None = None, **more: Any
) -> Iterator["subprocess.Popen[Any]"]:
    """Run a command until the block ends: killed, or told to ``stop`` and killed if it does not.

    ``more`` is for `subprocess.Popen`.
    """
    process = subprocess.Popen(command, **more)
    try:
        yield process
    finally:
        end(process, stop)


def end(process: "subprocess.Popen[Any]", how: signal.Signals | None = None) -> None:
    """End a program and close its pipes; TimeoutExpired if it had to be killed."""
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
    """Return the processes that this one has started and that run; none where no one can tell."""
    lists = Path("/proc/self/task").glob("*/children")
    found = {int(pid) for path in lists for pid in path.read_text().split()}
    return {pid for pid in found if runs(pid)}


def kill_all() -> None:
    """Kill every child; theirs are adopted by `scripts/test`, which does the same."""
    for pid in children():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="module", autouse=True)
def nothing_left_running() -> Iterator[None]:
    """No test of a file leaves a program running behind it; one that did is ended."""
    before = children()
    yield
    left = {pid for pid in children() - before - SHARED if LASTING not in _words(pid)}
    words = [_words(pid) for pid in left]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    assert not left, f"left running: {words}"


def runs(pid: int | str) -> bool:
    """Tell whether a process has not ended, waited for or not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _words(pid: int) -> str:
    """Return the command of a process, nothing when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
