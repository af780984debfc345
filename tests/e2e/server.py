"""The real server in its own process; but its password hashes are cheap."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext

from tests.programs import end

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """A running server; ``url`` without a slash at the end."""

    def __init__(
        self, data: Path, *options: str, module: str = "tests.gateway.quick", port: int = 0
    ) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.data = data
        self.log = data.parent / f"{data.name}.log"
        self._command = [sys.executable, "-m", module, *options]
        self.start()

    def start(self) -> None:
        """Start the process, again after a kill, with the same port and data."""
        where = ["--port", str(self.port), "--data", str(self.data)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self._command, *where, "--log-level", "info"],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        assert self.process.stdout is not None
        ready = self.process.stdout.readline().decode()
        if "ready" not in ready:
            end(self.process)
            raise AssertionError(self.log.read_text())

    def get(self, path: str, context: BrowserContext) -> Any:
        """The API's answer to the person who is signed in in this browser context."""
        answer = context.request.get(self.url + path)
        assert answer.ok, answer.text()
        return answer.json()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the process, in order unless ``how`` is a kill."""
        end(self.process, how)


@contextmanager
def serving(data: Path) -> Iterator[Process]:
    """A server on a folder of its own, until the block ends."""
    server = Process(data)
    try:
        yield server
    finally:
        server.stop()
