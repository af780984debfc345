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

    It has two clocks. Durations are measured by ``now``. Deadlines at a date, and records of when
    something happened, go by ``date``. See docs/adr/0035.
    """

    def now(self) -> float:
        """Return seconds since the epoch by a clock that never goes back; it stops in a suspend."""
        ...

    def date(self) -> float:
        """Return seconds since the epoch by the calendar, which may be set forward or back."""
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
