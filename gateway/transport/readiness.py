"""Waiting for many sockets: one task for all where the system can, a task for each elsewhere."""

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
        """Call ``writable`` no more."""
        ...

    def forget(self, watched: Watched) -> None:
        """Call nothing more; to be told before its socket is closed."""
        ...

    def __len__(self) -> int: ...

    async def run(self, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Wait and call back until cancelled, and then abort what is left.

        Sockets may come once it has started.
        """
        ...


def fastest(in_place: InPlace) -> Readiness:
    """Choose for this system; what comes in is delivered within ``in_place``."""
    return (EpollReadiness if hasattr(select, "epoll") else TrioReadiness)(in_place)
