"""PostgreSQL and Redis for a measurement: in a temporary folder, on free ports, until it ends."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

from deploy import postgres

from peers.process import CannotMeasure, free_port

READY_WITHIN = 30.0
"""Seconds until PostgreSQL answers."""


class Services:
    """Both of them. ``redis`` is a URL."""

    def __init__(self, home: Path, port: int, redis: str) -> None:
        self.redis = redis
        self._home = home
        self._where = ["-h", "127.0.0.1", "-p", str(port), "-U", "rally"]
        self._port = port
        self._numbers = count(1)

    def new_database(self) -> str:
        """Make an empty database; return its URL."""
        name = f"bench{next(self._numbers)}"
        subprocess.run([self._home / "createdb", *self._where, name], check=True)
        return f"postgresql://rally@127.0.0.1:{self._port}/{name}"


@contextmanager
def services() -> Iterator[Services]:
    """Run both within the block. Raises `CannotMeasure` if one is not installed."""
    home = postgres.home()
    if home is None:
        raise CannotMeasure(postgres.MISSING)
    redis = shutil.which("redis-server")
    if redis is None:
        raise CannotMeasure("there is no redis-server here: apt install redis-server")
    port, redis_port = free_port(), free_port()
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        folder, user = Path(name), postgres.user()
        if user is not None:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        data = folder / "data"
        made = [home / "initdb", "-D", data, "-U", "rally", "-A", "trust", "--no-sync"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, user=user, cwd=folder)
        settings = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
        options = [part for pair in settings.items() for part in ("-c", f"{pair[0]}={pair[1]}")]
        running.enter_context(_program([home / "postgres", "-D", data, *options], folder, user))
        saving = ["--save", "", "--appendonly", "no"]
        command = [redis, "--port", str(redis_port), "--bind", "127.0.0.1", *saving]
        running.enter_context(_program(command, folder, None))
        _await_postgres(home, port)
        yield Services(home, port, f"redis://127.0.0.1:{redis_port}/0")


@contextmanager
def _program(command: Sequence[str | Path], folder: Path, user: str | None) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, user=user, stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)  # PostgreSQL ends at once, whoever is connected
        process.wait()


def _await_postgres(home: Path, port: int) -> None:
    until = time.monotonic() + READY_WITHIN
    asked = [home / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(asked, check=False).returncode:
        if time.monotonic() > until:
            raise CannotMeasure("PostgreSQL does not start")
        time.sleep(0.1)
