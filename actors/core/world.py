"""What the kernel needs from outside: clocks, a way to be woken, and tasks, which run effects."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from actors.core.mailbox import Envelope

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


class Effect(Envelope):
    """A task of an actor, and afterwards the envelope of its outcome, which comes as a message."""

    __slots__ = ("_done", "_failed", "_finished", "_outcome", "_run", "cancel_task")

    def __init__(
        self,
        run: Callable[[], Awaitable[Any]],
        done: Callable[[Any], object],
        failed: Callable[[Exception], object],
        finished: Callable[[Effect], None],
    ) -> None:
        super().__init__()
        self._run = run
        self._done = done
        self._failed = failed
        self._finished = finished
        self._outcome: Callable[[], object] | None = None
        self.cancel_task: Callable[[], None] | None = None

    async def task(self) -> None:
        """Run to the end and report the outcome, unless cancelled."""
        try:
            value = await self._run()
        except Exception as error:  # noqa: BLE001 - whatever it is, the actor is told
            failure = error  # the name `error` is gone after this block
            self._outcome = lambda: self._failed(failure)
        else:
            self._outcome = lambda: self._done(value)
        self.cancel_task = None
        if self.live:
            self._finished(self)

    def unwrap(self) -> object:
        """Make the message of the outcome."""
        return self._outcome() if self._outcome is not None else None

    def cancel(self) -> None:
        """Stop the task; an outcome that waits in the mailbox is void."""
        self.live = False
        if self.cancel_task is not None:
            self.cancel_task()
            self.cancel_task = None


class Effects:
    """The effects of one start of an actor, including those whose outcome is not handled yet."""

    __slots__ = ("_open", "_world")

    def __init__(self, world: World) -> None:
        self._world = world
        self._open: set[Effect] = set()

    def start(self, effect: Effect) -> None:
        """Begin an effect."""
        self._open.add(effect)
        effect.cancel_task = self._world.spawn(effect.task)

    def close(self, effect: Effect) -> None:
        """Forget an effect whose outcome is being handled."""
        self._open.discard(effect)

    def cancel(self) -> None:
        """Cancel all of them."""
        effects, self._open = self._open, set()
        for effect in effects:
            effect.cancel()

    def __len__(self) -> int:
        return len(self._open)
