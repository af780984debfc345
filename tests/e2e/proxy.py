"""A TCP proxy on the loopback that delays, freezes or cuts what passes.

It runs in its own process, so that the work of the test does not add to the delay. Commands come
on its standard input.
"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.programs import end


class Proxy:
    """The test's end: starts the process and tells it what to do."""

    def __init__(self, target: int, delay: float, jitter: float) -> None:
        command = [sys.executable, "-m", "tests.e2e.network", str(target), str(delay), str(jitter)]
        self._process = subprocess.Popen(
            command, cwd=Path(__file__).parents[2], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdout is not None
        self.url = f"http://127.0.0.1:{int(self._process.stdout.readline())}"

    def cut(self) -> None:
        """Close every connection that is open; new ones are fine."""
        self._tell("cut")

    def freeze(self) -> None:
        """Hold everything back, in silence."""
        self._tell("freeze")

    def thaw(self) -> None:
        """Let everything pass again; what waited goes first."""
        self._tell("thaw")

    def stop(self) -> None:
        """Cut everything and end."""
        end(self._process, signal.SIGTERM)

    def _tell(self, command: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{command}\n".encode())
        self._process.stdin.flush()


@contextmanager
def proxied(target: int, delay: float = 0.0, jitter: float = 0.0) -> Iterator[Proxy]:
    """A proxy in front of a local port until the block ends; times in seconds."""
    proxy = Proxy(target, delay, jitter)
    try:
        yield proxy
    finally:
        proxy.stop()
