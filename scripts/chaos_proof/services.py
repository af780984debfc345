"""A PostgreSQL and a Redis server of a run: each has an empty folder and a free port."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
from pathlib import Path
from typing import Any

import trio
from deploy import postgres

READY_WITHIN = 30.0
AGAIN = 0.02
"""Seconds between two looks at whether a server answers."""


class NoProgram(Exception):
    """A program that the run needs is not installed."""


class Postgres:
    """Its data lie below ``folder``, which another user must be able to enter."""

    def __init__(self, folder: Path) -> None:
        home = postgres.home()
        if home is None:
            raise NoProgram(postgres.MISSING)
        self.port = free_port()
        self._folder = folder
        self._home = home
        self._user = postgres.user()
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir()
        if self._user is not None:
            os.chown(folder, pwd.getpwnam(self._user).pw_uid, -1)
        command = ["initdb", "-D", "data", "-U", "rally", "-A", "trust", "--no-sync"]
        if self._begin([*command, "-E", "UTF8", "--locale=C"]).wait() != 0:
            raise NoProgram("initdb has failed")

    def url(self, port: int) -> str:
        """Its address behind a port of this machine."""
        return f"postgresql://rally@127.0.0.1:{port}/postgres"

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = [f"port={self.port}", "listen_addresses=127.0.0.1", "shared_buffers=32MB"]
        settings += ["unix_socket_directories=", "fsync=off"]  # nothing here cuts the power
        options = [part for each in settings for part in ("-c", each)]
        self._process = self._begin(["postgres", "-D", "data", *options])
        with trio.fail_after(READY_WITHIN):
            while await self.ask("SELECT 1") is None:  # noqa: ASYNC110 - nobody tells
                await trio.sleep(AGAIN)

    async def ask(self, query: str) -> str | None:
        """Return what a query says, one row a line; None if nobody answers."""
        command = [self._home / "psql", "-qtA", "-d", self.url(self.port), "-c", query]
        done = await trio.run_process(
            command, check=False, capture_stdout=True, capture_stderr=True
        )
        return done.stdout.decode().strip() if done.returncode == 0 else None

    async def stop(self) -> None:
        """End it at once: connections are cut, and the next start recovers what was committed."""
        await _end(self._process, signal.SIGQUIT)

    def _begin(self, command: list[str]) -> "subprocess.Popen[bytes]":
        as_whom = {"user": self._user, "extra_groups": [] if self._user else None}
        return _begin([self._home / command[0], *command[1:]], self._folder, **as_whom)


class Redis:
    """It keeps nothing."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._program = shutil.which("redis-server")
        if self._program is None:
            raise NoProgram("redis-server is not installed")
        folder.mkdir()
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, port: int) -> str:
        """Its address behind a port of this machine."""
        return f"redis://127.0.0.1:{port}/0"

    async def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        settings = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", ""]
        self._process = _begin([self._program or "", *settings], self._folder)
        with trio.fail_after(READY_WITHIN):
            while not await _answers(self.port):  # noqa: ASYNC110 - nobody tells
                await trio.sleep(AGAIN)

    async def stop(self) -> None:
        """End it; what it held is gone."""
        await _end(self._process, signal.SIGKILL)


def _begin(command: list[Any], folder: Path, **more: Any) -> "subprocess.Popen[bytes]":
    with (folder / "log").open("ab") as log:
        more |= {"cwd": folder, "stdout": log, "stderr": log, "start_new_session": True}
        return subprocess.Popen[bytes](command, **more)


async def _answers(port: int) -> bool:
    try:
        async with await trio.open_tcp_stream("127.0.0.1", port):
            return True
    except OSError:
        return False


async def _end(process: "subprocess.Popen[bytes] | None", how: signal.Signals) -> None:
    if process is not None:
        process.send_signal(how)
        await trio.to_thread.run_sync(process.wait)


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
