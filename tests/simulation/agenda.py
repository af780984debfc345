"""What happens when: the one clock of a schedule, and everything that waits for it."""

import heapq
from collections.abc import Callable
from itertools import count

START = 1_700_000_000.0
"""Seconds since the epoch at which every schedule begins."""
INSTANT_LIMIT = 20_000
"""So many steps at one instant are taken for a loop."""

Do = Callable[[], None]


class Agenda:
    """A heap of callbacks by time; those of one instant run in the order in which they were set."""

    def __init__(self) -> None:
        self.now = START
        self._heap: list[tuple[float, int, Do]] = []
        self._numbers = count()

    @property
    def ms(self) -> int:
        """The time as the wire tells it."""
        return int(self.now * 1000.0)

    def at(self, when: float, do: Do) -> None:
        """Call back at a time, or as soon as possible if it has passed."""
        heapq.heappush(self._heap, (max(when, self.now), next(self._numbers), do))

    def after(self, seconds: float, do: Do) -> None:
        """Call back after a while."""
        heapq.heappush(self._heap, (self.now + seconds, next(self._numbers), do))

    def next_at(self) -> float:
        """When the next callback is due; infinity if there is none."""
        return self._heap[0][0] if self._heap else float("inf")

    def run_next(self) -> None:
        """Go to the next callback and call it."""
        at, _, do = heapq.heappop(self._heap)
        self.now = max(self.now, at)
        do()
