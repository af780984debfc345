"""Readiness with a task for each socket, which works on every system."""

from collections.abc import Awaitable, Callable

import trio
from structlog import get_logger

from gateway.services import InPlace
from gateway.transport.watched import Watched

log = get_logger("gateway.transport")


class TrioReadiness:
    """One task for each socket, and another while its system takes no more bytes."""

    def __init__(self, in_place: InPlace) -> None:
        self._in_place = in_place
        self._nursery: trio.Nursery | None = None
        self._watched: set[Watched] = set()
        self._wanted: set[Watched] = set()
        self._writing: set[Watched] = set()

    def watch(self, watched: Watched) -> None:
        """See `Readiness.watch`."""
        self._watched.add(watched)
        self._start(self._read, watched)

    def want_writable(self, watched: Watched) -> None:
        """See `Readiness.want_writable`."""
        self._wanted.add(watched)
        if watched not in self._writing:
            self._writing.add(watched)
            self._start(self._write, watched)

    def enough(self, watched: Watched) -> None:
        """See `Readiness.enough`."""
        self._wanted.discard(watched)

    def forget(self, watched: Watched) -> None:
        """See `Readiness.forget`."""
        self._watched.discard(watched)
        self._wanted.discard(watched)
        trio.lowlevel.notify_closing(watched.sock)

    def __len__(self) -> int:
        return len(self._watched)

    async def run(self, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """See `Readiness.run`."""
        async with trio.open_nursery() as self._nursery:
            task_status.started()
            try:
                await trio.sleep_forever()
            finally:
                for watched in tuple(self._watched):
                    watched.abort()

    def _start(self, serve: Callable[[Watched], Awaitable[None]], watched: Watched) -> None:
        if self._nursery is None:
            raise RuntimeError("it does not run yet")
        self._nursery.start_soon(serve, watched)

    async def _read(self, watched: Watched) -> None:
        try:
            while watched in self._watched:
                await trio.lowlevel.wait_readable(watched.sock)
                self._in_place(watched.readable)
        except trio.ClosedResourceError:
            pass
        except Exception:
            log.exception("a connection failed")
            watched.abort()

    async def _write(self, watched: Watched) -> None:
        try:
            while watched in self._wanted:
                await trio.lowlevel.wait_writable(watched.sock)
                watched.writable()
        except trio.ClosedResourceError:
            pass
        except Exception:
            log.exception("a connection failed")
            watched.abort()
        finally:
            self._writing.discard(watched)
