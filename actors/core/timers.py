"""All timers of a kernel in one heap, so that the driver sleeps on one; and timers for a date."""

import heapq
import math
from collections.abc import Callable
from itertools import count
from typing import Final

from actors.core.mailbox import Envelope
from actors.core.world import World

SLACK: Final = 64
"""Cancelled timers that may stay in a heap, however short it is."""
LOOK: Final = 5.0
"""Seconds between two looks at the calendar, to notice that it was set or that the machine woke."""


class Timer(Envelope):
    """Fires once when the clock reaches ``at`` (equal counts), unless it is void by then."""

    __slots__ = ("at", "fire", "in_heap", "key", "message")

    def __init__(
        self, at: float, fire: "Callable[[Timer], None]", key: str = "", message: object = None
    ) -> None:
        super().__init__()
        self.at = at
        self.fire = fire
        self.key = key
        self.message = message
        self.in_heap = False

    def unwrap(self) -> object:
        """Return the message the timer was set with."""
        return self.message


class Timers:
    """A heap with lazy removal: cancelled timers stay until they surface or are half of it."""

    __slots__ = ("_cancelled", "_heap", "_numbers", "_wake")

    def __init__(self, wake: Callable[[], None]) -> None:
        self._heap: list[tuple[float, int, Timer]] = []
        self._numbers = count()
        self._cancelled = 0
        self._wake = wake

    def add(self, timer: Timer) -> Timer:
        """Set a timer; timers for the same time fire in the order in which they were set."""
        if math.isnan(timer.at):
            raise ValueError(f"timer {timer.key!r}: its time is not a number")
        first = not self._heap or timer.at < self._heap[0][0]
        heapq.heappush(self._heap, (timer.at, next(self._numbers), timer))
        timer.in_heap = True
        if first:
            self._wake()
        return timer

    def cancel(self, timer: Timer) -> None:
        """Void a timer, even if it has fired and its message waits in a mailbox."""
        if not timer.live:
            return
        timer.live = False
        if not timer.in_heap:
            return
        self._cancelled += 1
        if self._cancelled > SLACK and self._cancelled * 2 > len(self._heap):
            self._heap = [entry for entry in self._heap if entry[2].live]
            heapq.heapify(self._heap)
            self._cancelled = 0

    def due(self, now: float) -> list[Timer]:
        """Take out the timers that fire now. One that is set meanwhile waits for the next call."""
        heap = self._heap
        due: list[Timer] = []
        while heap and heap[0][0] <= now:
            timer = heapq.heappop(heap)[2]
            timer.in_heap = False
            if timer.live:
                due.append(timer)
            else:
                self._cancelled -= 1
        return due

    def next_at(self) -> float | None:
        """Return the time of the earliest timer."""
        heap = self._heap
        while heap and not heap[0][2].live:
            heapq.heappop(heap)
            self._cancelled -= 1
        return heap[0][0] if heap else None

    def __len__(self) -> int:
        return len(self._heap) - self._cancelled


class Dates:
    """Timers that are set for a date, and follow the calendar when it is set forward or back.

    They have a heap of their own, and one timer of the kernel: for the earliest date, or the next
    look.
    """

    __slots__ = ("_alarm", "_due", "_timers", "_world")

    def __init__(self, world: World, timers: Timers) -> None:
        self._world = world
        self._timers = timers
        self._due = Timers(self._arm)
        self._alarm: Timer | None = None

    def add(self, timer: Timer) -> Timer:
        """Set a timer that fires when the calendar shows ``at``, or later."""
        return self._due.add(timer)

    def cancel(self, timer: Timer) -> None:
        """Void a timer."""
        self._due.cancel(timer)

    def _arm(self) -> None:
        if self._alarm is not None:
            self._timers.cancel(self._alarm)
            self._alarm = None
        at = self._due.next_at()
        if at is not None:
            ahead = min(max(at - self._world.date(), 0.0), LOOK)
            self._alarm = self._timers.add(Timer(self._world.now() + ahead, self._look))

    def _look(self, _: Timer) -> None:
        for timer in self._due.due(self._world.date()):
            timer.fire(timer)
        self._arm()
