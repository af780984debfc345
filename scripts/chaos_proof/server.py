"""The real server as a process: started as everybody starts it, killed, started again."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import trio

from chaos_proof.book import Book

SCRIPTS = Path(__file__).resolve().parents[1]
READY_WITHIN = 30.0
"""Seconds a start may take."""
STOP_WITHIN = 10.0
"""Seconds a stop in good order may take; then it is killed."""


LOG = "server.log"


class ServerFailed(Exception):
    """The server did not start, or ended by itself; says in one line what it said last."""


class Server:
    """One port and one folder of data, and one process after the other on them."""

    def __init__(self, folder: Path, store: str | None, sabotage: str | None, book: Book) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.site = f"http://127.0.0.1:{self.port}"
        self._log = folder / LOG
        self._book = book
        program = [str(SCRIPTS / "serve")] if sabotage is None else ["-m", "chaos_proof.sabotaged"]
        self._command = [sys.executable, *program, *([] if sabotage is None else [sabotage])]
        self._command += ["--port", str(self.port), "--data", str(folder / "data")]
        self._environment = {k: v for k, v in os.environ.items() if not k.startswith("RALLY_")}
        self._environment["PYTHONPATH"] = os.pathsep.join([str(SCRIPTS), str(SCRIPTS.parent)])
        if store is not None:
            self._environment["RALLY_STORE"] = store
        self._process: trio.Process | None = None
        self._is_ready = False

    async def start(self) -> None:
        """Start the process; return at once. See `ready`."""
        with self._log.open("ab") as log:
            self._process = await trio.lowlevel.open_process(
                self._command,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self._environment,
                start_new_session=True,  # a Ctrl-C is for us, and we end it
            )
        self._is_ready = False
        self._book.note("started")

    async def ready(self) -> None:
        """Wait for its word, if that was not heard yet; `ServerFailed` when it does not come."""
        if self._is_ready or self._process is None or self._process.stdout is None:
            return
        said = b""
        with trio.move_on_after(READY_WITHIN):
            while b"ready" not in said:
                chunk = await self._process.stdout.receive_some()
                if not chunk:
                    break
                said += chunk
        if b"ready" not in said:
            raise ServerFailed(f"the server did not start: {self._last_word()}")
        self._is_ready = True
        self._book.note("ready")

    async def kill(self, why: str) -> None:
        """SIGKILL; return when it is gone. `ServerFailed` when it had gone before."""
        if self._process is None or self._process.returncode is not None:
            raise ServerFailed(f"the server ended by itself: {self._last_word()}")
        self._process.kill()
        self._book.note("killed", why=why)
        await self._process.wait()
        if self._process.stdout is not None:
            await self._process.stdout.aclose()

    async def stop(self) -> None:
        """End it, also while we are being cancelled."""
        if self._process is None:
            return
        with trio.CancelScope(shield=True):
            self._process.terminate()
            with trio.move_on_after(STOP_WITHIN):
                await self._process.wait()
            self._process.kill()
            await self._process.wait()

    def _last_word(self) -> str:
        lines = self._log.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


def server_errors(log: Path) -> int:
    """Count what the server logged as an error; nothing that is done to it here is one."""
    text = log.read_text(errors="replace")
    return text.count('"level": "error"') + text.count('"level": "critical"')
