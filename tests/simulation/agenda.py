"""The agenda: the one clock of a schedule, and everything that waits for a time on it."""

import heapq
from collections.abc import Callable
from itertools import count

START = 1_700_000_000.0
"""Seconds since the epoch at which every schedule begins."""
INSTANT_LIMIT = 20_000
"""More steps than this at one instant count as an endless loop."""

Do = Callable[[], None]


class Agenda:
    """A heap of callbacks by time. Callbacks of the same instant run in the order they were set."""

    def __init__(self) -> None:
        self.now = START
        self._heap: list[tuple[float, int, Do]] = []
        self._numbers = count()

    @property
    def ms(self) -> int:
        """The time in whole milliseconds, as frames have it."""
        return int(self.now * 1000.0)

    def at(self, when: float, do: Do) -> None:
        """Call ``do`` at a time, or as soon as possible if that time has passed."""
        heapq.heappush(self._heap, (max(when, self.now), next(self._numbers), do))

    def after(self, seconds: float, do: Do) -> None:
        """Call ``do`` after some seconds."""
        heapq.heappush(self._heap, (self.now + seconds, next(self._numbers), do))

    def next_at(self) -> float:
        """The time at which the next callback is due; infinity if there is none."""
        return self._heap[0][0] if self._heap else float("inf")

    def run_next(self) -> None:
        """Set the clock to the time of the next callback, and call it."""
        at, _, do = heapq.heappop(self._heap)
        self.now = max(self.now, at)
        do()
