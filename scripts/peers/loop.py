"""The event loop of the load client: epoll for sockets, a timer wheel of milliseconds for the rest.

The client must be faster than the servers that it measures: it has one thread and plain sockets,
and an idle turn allocates nothing. Times are seconds since the epoch, by a clock that never goes
back and is the same on both sides of the loopback.
"""

import select
import time
from collections.abc import Callable

SLOTS = 8192
"""How far ahead the wheel reaches, in milliseconds."""
AT_ONCE = 256
"""The most sockets that are read between two looks at the wheel."""
CATCH_UP = 4
"""The most milliseconds of the wheel between two looks at the sockets: late, it still reads."""

_OFFSET = time.time() - time.perf_counter()


def clock() -> float:
    """Return the time now, in seconds since the epoch."""
    return _OFFSET + time.perf_counter()


class Loop:
    """Calls what is due, and reads the sockets that have data."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._readers: dict[int, Callable[[], None]] = {}
        self._wheel: list[list[Callable[[], None]]] = [[] for _ in range(SLOTS)]
        self._tick = int(clock() * 1000.0)

    def add(self, file: int, read: Callable[[], None]) -> None:
        """Call ``read`` whenever this descriptor has data."""
        self._readers[file] = read
        self._epoll.register(file, select.EPOLLIN)

    def remove(self, file: int) -> None:
        """Stop reading a descriptor; call this before it is closed."""
        del self._readers[file]
        self._epoll.unregister(file)

    def at(self, when: float, do: Callable[[], None]) -> None:
        """Call ``do`` at a time up to `SLOTS` ms ahead; if it is past, in the next millisecond."""
        tick = int(when * 1000.0)
        if tick <= self._tick:
            tick = self._tick + 1
        self._wheel[tick % SLOTS].append(do)

    def run(self, until: float, done: Callable[[], bool] = lambda: False) -> None:
        """Run until a time, or until ``done`` returns true."""
        readers, poll = self._readers, self._epoll.poll
        while clock() < until and not done():
            wait = 0.001 if self._do_what_is_due() else 0.0
            for file, _ in poll(wait, AT_ONCE):
                readers.get(file, _nothing)()  # an earlier reader may have closed it

    def close(self) -> None:
        """Close epoll."""
        self._epoll.close()

    def _do_what_is_due(self) -> bool:
        """Call some of what is due; return whether that was all."""
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
    """Do nothing: the socket is closed."""
