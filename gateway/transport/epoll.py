"""All sockets in one epoll of our own, whose descriptor trio waits for.

One wake-up of one task serves all ready sockets, and an idle socket costs no task. Linux only.
"""

import select

import trio
from structlog import get_logger

from gateway.services import InPlace
from gateway.transport.watched import Watched

log = get_logger("gateway.transport")

AT_ONCE = 256
"""Sockets served before other tasks have their turn."""


class EpollReadiness:
    """One task for all sockets; Linux."""

    def __init__(self, in_place: InPlace) -> None:
        self._in_place = in_place
        self._epoll = select.epoll()
        self._watched: dict[int, Watched] = {}

    def watch(self, watched: Watched) -> None:
        """See `Readiness.watch`."""
        descriptor = watched.sock.fileno()
        self._watched[descriptor] = watched
        self._epoll.register(descriptor, select.EPOLLIN)

    def want_writable(self, watched: Watched) -> None:
        """See `Readiness.want_writable`."""
        self._epoll.modify(watched.sock.fileno(), select.EPOLLIN | select.EPOLLOUT)

    def enough(self, watched: Watched) -> None:
        """See `Readiness.enough`."""
        self._epoll.modify(watched.sock.fileno(), select.EPOLLIN)

    def forget(self, watched: Watched) -> None:
        """See `Readiness.forget`."""
        descriptor = watched.sock.fileno()
        del self._watched[descriptor]
        self._epoll.unregister(descriptor)

    def __len__(self) -> int:
        return len(self._watched)

    async def run(self, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """See `Readiness.run`."""
        task_status.started()
        try:
            while True:
                await trio.lowlevel.wait_readable(self._epoll.fileno())
                self._in_place(self._serve_all)
        finally:
            for watched in tuple(self._watched.values()):
                watched.abort()
            trio.lowlevel.notify_closing(self._epoll.fileno())
            self._epoll.close()

    def _serve_all(self) -> None:
        for descriptor, events in self._epoll.poll(0, AT_ONCE):
            self._serve(descriptor, events)

    def _serve(self, descriptor: int, events: int) -> None:
        """Serve a socket. Errors count as readable, as the read tells what is wrong."""
        watched = self._watched.get(descriptor)
        if watched is None:  # an earlier one in this round has ended it
            return
        try:
            if events & ~select.EPOLLOUT:
                watched.readable()
            if events & select.EPOLLOUT and self._watched.get(descriptor) is watched:
                watched.writable()
        except Exception:
            log.exception("a connection failed")
            watched.abort()
