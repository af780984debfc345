"""What the kernel needs from outside: a clock, a bell and a place for effects."""

from collections.abc import Awaitable, Callable
from typing import Protocol

Cancel = Callable[[], None]


class Event(Protocol):
    """Something one waits for; set once."""

    def set(self) -> None:
        """Let those who wait go on."""
        ...

    async def wait(self) -> None:
        """Return when the event has been set."""
        ...


class World(Protocol):
    """Implemented by trio (driver) and by a simulation (simulated).

    It has two clocks. What lasts so and so long goes by ``now``; what is the case until a date, or
    says when something was, goes by ``date``. See docs/adr/0035.
    """

    def now(self) -> float:
        """Return seconds since the epoch by a clock that only runs, and sleeps with the machine."""
        ...

    def date(self) -> float:
        """Return seconds since the epoch by the calendar, which may be set forth and back."""
        ...

    def wake(self) -> None:
        """Ring: there is work, or the earliest timer is earlier now. Cheap when repeated."""
        ...

    def spawn(self, run: Callable[[], Awaitable[None]]) -> Cancel:
        """Run an effect soon (never before this returns); the result cancels it."""
        ...

    def event(self) -> Event:
        """Make an event that a task of this world can wait for."""
        ...
