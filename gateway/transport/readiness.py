"""Waits for many sockets: with one task for all if the system can, else with a task for each."""

import select
from typing import Protocol

import trio

from gateway.services import InPlace
from gateway.transport.epoll import EpollReadiness
from gateway.transport.tasks import TrioReadiness
from gateway.transport.watched import Watched


class Readiness(Protocol):
    """Calls back when a socket is ready, until told to forget it."""

    def watch(self, watched: Watched) -> None:
        """Call ``readable`` from now on."""
        ...

    def want_writable(self, watched: Watched) -> None:
        """Call ``writable`` too, until ``enough``."""
        ...

    def enough(self, watched: Watched) -> None:
        """Stop calling ``writable``."""
        ...

    def forget(self, watched: Watched) -> None:
        """Stop all calls; call this before the socket is closed."""
        ...

    def __len__(self) -> int: ...

    async def run(self, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Wait and call back until cancelled, then abort the sockets that are left.

        Sockets may be watched once this has started.
        """
        ...


def fastest(in_place: InPlace) -> Readiness:
    """Choose the fastest for this system; input is delivered within ``in_place``."""
    return (EpollReadiness if hasattr(select, "epoll") else TrioReadiness)(in_place)
