"""A PostgreSQL server for the tests: it has an empty folder and a free port, and ends with them."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from deploy import postgres

from tests.patience import patience
from tests.programs import end

WITHIN = patience(60.0)
"""Seconds for the server to start, and to end."""


class PostgresServer:
    """A cluster in ``folder``; ``url`` is its address while it runs."""

    def __init__(self, folder: Path, home: Path) -> None:
        self._data = folder / "data"
        self._home = home
        self._port = _free_port()
        self._user = postgres.user()
        self._process: subprocess.Popen[bytes] | None = None
        self._log = folder / "log"
        self._log.touch()
        if self._user:
            entry = pwd.getpwnam(self._user)
            for path in (folder, self._log):
                os.chown(path, entry.pw_uid, entry.pw_gid)
        command = ["initdb", "-D", str(self._data), "-U", "rally", "-A", "trust", "--no-sync"]
        assert self._run(*command, "-E", "UTF8", "--locale=C") == 0, self._log.read_text()

    @property
    def pid(self) -> int:
        """The id of its process, while it runs."""
        assert self._process is not None
        return self._process.pid

    @property
    def url(self) -> str:
        return f"postgresql://rally@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = {
            "port": str(self._port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "shared_buffers": "16MB",
            "fsync": "off",  # nothing here cuts the power
        }
        options = [part for pair in settings.items() for part in ("-c", "=".join(pair))]
        self._process = self._begin("postgres", "-D", str(self._data), *options)
        latest = time.monotonic() + WITHIN
        while self._run("pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self._port)):
            assert time.monotonic() < latest, self._log.read_text()
            assert self._process.poll() is None, self._log.read_text()

    def execute(self, statement: str) -> None:
        """Run one statement."""
        assert self._run("psql", "-q", "-d", self.url, "-c", statement) == 0

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT cuts connections, SIGQUIT leaves recovery to the next start."""
        if self._process is not None:
            end(self._process, how)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let it hang: connections stay open, but nobody answers."""
        self._signal_all(signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal_all(signal.SIGCONT)

    def _signal_all(self, what: signal.Signals) -> None:
        """Signal the server and the processes of its connections."""
        assert self._process is not None
        pid = self._process.pid
        os.kill(pid, what)
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            with suppress(ProcessLookupError):  # its connection has ended just now
                os.kill(int(child), what)

    def _run(self, command: str, *arguments: str) -> int:
        """Run one of its commands; return the exit code."""
        process = self._begin(command, *arguments)
        try:
            return process.wait(WITHIN)
        finally:
            end(process)

    def _begin(self, command: str, *arguments: str) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [self._home / command, *arguments],
                user=self._user,
                extra_groups=[] if self._user else None,
                cwd=self._data.parent,
                stdout=log,
                stderr=log,
            )


@contextmanager
def running(home: Path) -> Iterator[PostgresServer]:
    """Run a server. Its folder is not in pytest's, which other users cannot enter."""
    folder = Path(tempfile.mkdtemp(prefix="rally-postgres-"))
    try:
        server = PostgresServer(folder, home)
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
