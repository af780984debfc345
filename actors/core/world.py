"""What the kernel needs from outside: a clock, a way to be woken, and a place to run effects."""

from collections.abc import Awaitable, Callable
from typing import Protocol

Cancel = Callable[[], None]


class Event(Protocol):
    """Something that tasks wait for; it is set once."""

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
        """Wake the driver: there is work, or an earlier timer. Repeated calls are cheap."""
        ...

    def spawn(self, run: Callable[[], Awaitable[None]]) -> Cancel:
        """Run an effect soon, never before this returns; returns a function that cancels it."""
        ...

    def event(self) -> Event:
        """Make an event that a task of this world can wait for."""
        ...
