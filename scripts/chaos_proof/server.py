"""Runs the real server as a process: it is started with scripts/serve, killed, started again."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import trio

from chaos_proof.book import Book

SCRIPTS = Path(__file__).resolve().parents[1]
READY_WITHIN = 30.0
"""Seconds that a start may take."""
SAY_LIMIT = "1000/1"
"""Bots may say so many lines in so many seconds: more than they can."""
STOP_WITHIN = 10.0
"""Seconds that a stop by SIGTERM may take; then the server is killed."""


LOG = "server.log"


class ServerFailed(Exception):
    """The server did not start, or ended by itself. The text has the last line that it printed."""


class Server:
    """One process after the other, all with the same port and the same data folder."""

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
        self._environment["RALLY_SAY_LIMIT"] = SAY_LIMIT
        if store is not None:
            self._environment["RALLY_STORE"] = store
        self._process: trio.Process | None = None
        self._is_ready = False

    def door(self) -> int:
        """Return the port to which the next connection goes."""
        return self.port

    async def start(self) -> None:
        """Start the process; return at once. See `ready`."""
        with self._log.open("ab") as log:
            self._process = await trio.lowlevel.open_process(
                self._command,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self._environment,
                start_new_session=True,  # only we get a Ctrl-C, and then we end the server
            )
        self._is_ready = False
        self._book.note("started")

    async def ready(self) -> None:
        """Wait until the server says that it is ready; raises `ServerFailed` if it does not."""
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
        """Send SIGKILL and wait for the end. Raises `ServerFailed` if it had ended before."""
        if self._process is None or self._process.returncode is not None:
            raise ServerFailed(f"the server ended by itself: {self._last_word()}")
        self._process.kill()
        self._book.note("killed", why=why)
        await self._process.wait()
        if self._process.stdout is not None:
            await self._process.stdout.aclose()

    async def stop(self) -> None:
        """Stop the server, even if this task is cancelled."""
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
    """Count the errors in the server's log; nothing that is done to it here may cause one."""
    text = log.read_text(errors="replace")
    return text.count('"level": "error"') + text.count('"level": "critical"')
