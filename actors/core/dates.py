"""Timers that are set for a date: they follow the calendar when it is set forward or back."""

from typing import Final

from actors.core.timers import Timer, Timers
from actors.core.world import World

LOOK: Final = 5.0
"""Seconds between two looks at the calendar, to notice that it was set or that the machine woke."""


class Dates:
    """Has its own heap, and one timer of the kernel: for the earliest date, or the next look."""

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
