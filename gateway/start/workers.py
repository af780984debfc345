"""Several nodes on one machine behind one port: this command starts them, and starts them again.

It opens the listening sockets and hands them on; the system gives each connection to one of those
that accept, so a worker that stands still or is gone gets none. It serves nobody itself.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import trio
from structlog import get_logger

from gateway.process import signals
from gateway.process.machine import most_connections
from gateway.start.again import Ends
from gateway.start.doors import Doors
from gateway.start.folder import prepare, sole_server
from gateway.start.handed import READY, Handed
from gateway.start.options import Options

log = get_logger("gateway.start")

ROOT = Path(__file__).resolve().parents[2]
ENDS_WITHIN = 2.9
"""Seconds for all workers to end after a signal; whichever has not then is killed."""


class Worker:
    """One of them: ``process`` is the last that was started for it.

    Connections that the others write to ``gives`` come out of ``takes``.
    """

    def __init__(self, index: int, node: str) -> None:
        self.gives, self.takes = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.index = index
        self.node = node
        self.ends = Ends()
        self.ready = False
        self.process: trio.Process | None = None


class Workers:
    """All of them. ``code`` is the exit code of the command."""

    def __init__(
        self, options: Options, arguments: Sequence[str], doors: Doors, lock: int | None
    ) -> None:
        name = options.node or socket.gethostname()
        self._all = [Worker(index, f"{name}-{index + 1}") for index in range(options.workers)]
        self._arguments = arguments
        self._doors = doors
        self._lock = lock
        self._opened = trio.Event()
        self._ending = trio.Event()
        self.code = 0

    async def run(self, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Keep all workers running until `end`. It has started when all are ready, or it ends."""
        async with trio.open_nursery() as nursery:
            for worker in self._all:
                nursery.start_soon(self._keep, worker)
            nursery.start_soon(self._end_all)
            await self._opened.wait()
            task_status.started()

    @property
    def ends(self) -> bool:
        """Whether all workers are being stopped, or have been."""
        return self._ending.is_set()

    def end(self, code: int = 0) -> None:
        """Stop all workers, then return from `run`."""
        self.code = code
        self._ending.set()
        self._opened.set()

    async def _end_all(self) -> None:
        await self._ending.wait()
        processes = [worker.process for worker in self._all if worker.process is not None]
        for process in processes:
            process.send_signal(signal.SIGTERM)
        with trio.move_on_after(ENDS_WITHIN):
            for process in processes:
                await process.wait()
        for process in processes:
            process.kill()

    async def _keep(self, worker: Worker) -> None:
        while not self._ending.is_set():
            began = trio.current_time()
            code = await self._run_once(worker)
            worker.ready, worker.process = False, None
            if self._ending.is_set():
                return
            if not self._opened.is_set():  # it has said why, and the others would say the same
                self.end(code or 1)
                return
            pause = worker.ends.pause_after(trio.current_time() - began)
            if all(each.ends.hopeless and not each.ready for each in self._all):
                log.error("no worker can go on", worker=worker.node, code=code)
                self.end(code or 1)
                return
            log.error("a worker has ended", worker=worker.node, code=code, again_in=pause)
            with trio.move_on_after(pause):
                await self._ending.wait()

    async def _run_once(self, worker: Worker) -> int:
        """Run one process; return its exit code, negative for a signal."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                worker.process = process = await self._start(worker, theirs.fileno())
            ours.setblocking(False)
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._hear, worker, trio.socket.from_stdlib_socket(ours))
                code = await process.wait()
                nursery.cancel_scope.cancel()
        return code

    async def _start(self, worker: Worker, line: int) -> trio.Process:
        handed = Handed(
            *(worker.node, worker.index, *self._doors.descriptors, self._lock, line),
            door=worker.takes.fileno(),
            doors={one.node: one.gives.fileno() for one in self._all if one is not worker},
        )
        # A session of its own: Ctrl-C in a terminal is for the command alone, which passes it on.
        return await trio.lowlevel.open_process(
            [sys.executable, "-m", "gateway.worker", handed.encoded(), *self._arguments],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            pass_fds=handed.descriptors,
            start_new_session=True,
        )

    async def _hear(self, worker: Worker, line: trio.socket.SocketType) -> None:
        if await line.recv(1) == READY:
            worker.ready = True
            if all(each.ready for each in self._all):
                self._opened.set()


async def run(options: Options, arguments: Sequence[str]) -> int:
    """Serve with several workers until a signal ends it; return the exit code.

    Raises CannotStart with the reason if it cannot start.
    """
    most_connections()
    prepare(options.data, options.keys_folder)
    with Doors(options) as doors:
        async with sole_server(options) as lock, trio.open_nursery() as nursery:
            workers = Workers(options, arguments, doors, lock)
            await nursery.start(workers.run)
            signals.process.stop_by(partial(_soon, trio.lowlevel.current_trio_token(), workers.end))
            if not workers.ends:
                doors.say_ready()
        return workers.code


def _soon(token: trio.lowlevel.TrioToken, end: Callable[[], None]) -> None:
    with suppress(trio.RunFinishedError):  # it has just ended by itself
        token.run_sync_soon(end)
