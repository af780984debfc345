"""The event loop of the load client: epoll for what comes in, a wheel of milliseconds for the rest.

One thread, plain sockets, nothing allocated for a turn that has nothing to do: the client has to be
faster than the servers it measures. Times are seconds since the epoch by a clock that never goes
back, the same on both sides of a loopback.
"""

import select
import time
from collections.abc import Callable

SLOTS = 8192
"""Milliseconds that the wheel reaches ahead."""
AT_ONCE = 256
"""Sockets read between two looks at the wheel."""
CATCH_UP = 4
"""Milliseconds of the wheel done between two looks at the sockets: being late makes not deaf."""

_OFFSET = time.time() - time.perf_counter()


def clock() -> float:
    """Return the time now."""
    return _OFFSET + time.perf_counter()


class Loop:
    """Runs what is due and reads what has come."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._readers: dict[int, Callable[[], None]] = {}
        self._wheel: list[list[Callable[[], None]]] = [[] for _ in range(SLOTS)]
        self._tick = int(clock() * 1000.0)

    def add(self, file: int, read: Callable[[], None]) -> None:
        """Have this descriptor read from now on."""
        self._readers[file] = read
        self._epoll.register(file, select.EPOLLIN)

    def remove(self, file: int) -> None:
        """Read it no longer; before it is closed."""
        del self._readers[file]
        self._epoll.unregister(file)

    def at(self, when: float, do: Callable[[], None]) -> None:
        """Do something at a time within the reach; the past is done in the next millisecond."""
        tick = int(when * 1000.0)
        if tick <= self._tick:
            tick = self._tick + 1
        self._wheel[tick % SLOTS].append(do)

    def run(self, until: float, done: Callable[[], bool] = lambda: False) -> None:
        """Run until a time, or until ``done`` says so."""
        readers, poll = self._readers, self._epoll.poll
        while clock() < until and not done():
            wait = 0.001 if self._do_what_is_due() else 0.0
            for file, _ in poll(wait, AT_ONCE):
                readers.get(file, _nothing)()  # it may be closed by one read before it

    def close(self) -> None:
        """Let go of the descriptors."""
        self._epoll.close()

    def _do_what_is_due(self) -> bool:
        """Do some of it; whether that was all."""
        now = int(clock() * 1000.0)
        until = min(now, self._tick + CATCH_UP)
        while self._tick < until:
            self._tick += 1
            place = self._tick % SLOTS
            due = self._wheel[place]
            if due:
                self._wheel[place] = []
                for do in due:
                    do()
        return until == now


def _nothing() -> None:
    """Nobody reads this any more."""
