"""A Redis server for the tests: it has an empty folder and a free port, and ends with them."""

import os
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tests.gateway.certificates import Pair
from tests.patience import patience
from tests.programs import program, runs

PROGRAM = shutil.which("redis-server")
WITHIN = patience(20.0)
"""Seconds for the server to start."""


class RedisServer:
    """A server that keeps nothing on disk; ``port`` stays the same when it starts again."""

    def __init__(self, folder: Path, settings: tuple[str, ...], pair: Pair | None) -> None:
        self.port = _free_port()
        self._folder = folder
        self._settings = settings
        self._block = ExitStack()
        self._tls = pair is not None
        self.certificate = folder / "cert.pem"
        if pair is not None:
            pair.put(folder)
        self.pid = 0

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        clear, tls = (0, self.port) if self._tls else (self.port, 0)
        settings = ["--bind", "127.0.0.1", "--save", "", "--dir", self._folder]
        ports = ["--port", str(clear), "--tls-port", str(tls), "--tls-auth-clients", "no"]
        names = {"--tls-cert-file": self.certificate, "--tls-key-file": self._folder / "key.pem"}
        files = [part for pair in names.items() for part in pair] if self._tls else []
        with (self._folder / "redis.out").open("ab") as out:
            command = [PROGRAM or "", *settings, *ports, *files, *self._settings]
            started = program(command, stop=signal.SIGTERM, stdout=out, stderr=out)
            self.pid = self._block.enter_context(started).pid
        latest = time.monotonic() + WITHIN
        while not self._listens():
            assert time.monotonic() < latest and runs(self.pid), self._said()  # noqa: PT018 - both mean that it will never listen

    def stop(self) -> None:
        """Stop it: connections are cut, and what it held is gone."""
        self._block.close()

    def ask(self, *command: str) -> bytes:
        """Send a command on a connection of its own; return the beginning of the answer."""
        with self.connect() as connection:
            connection.sendall(packed(*command))
            return connection.recv(1 << 20)

    def connect(self) -> socket.socket:
        """Open a plain connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=WITHIN)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let it hang: connections stay open, but nobody answers."""
        os.kill(self.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.pid, signal.SIGCONT)

    def _listens(self) -> bool:
        with suppress(OSError), self.connect():
            return True
        time.sleep(0.01)
        return False

    def _said(self) -> str:
        return (self._folder / "redis.out").read_text()


@contextmanager
def running(*settings: str, pair: Pair | None = None) -> Iterator[RedisServer]:
    """Run a server; ``settings`` are words of its command line, ``pair`` makes it speak TLS."""
    with tempfile.TemporaryDirectory(prefix="rally-redis-") as folder:
        server = RedisServer(Path(folder), settings, pair)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def packed(*command: str) -> bytes:
    """Write a command as Redis reads it."""
    words = "".join(f"${len(word.encode())}\r\n{word}\r\n" for word in command)
    return f"*{len(command)}\r\n{words}".encode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
