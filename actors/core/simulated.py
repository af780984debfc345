"""A world without trio: a clock that jumps, and effects stepped one after the other.

The order of events depends only on the calls, so a run can be repeated.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from itertools import count
from typing import TYPE_CHECKING, Any, Final, TypeVar

from actors.core.world import Cancel

if TYPE_CHECKING:
    from actors.core.kernel import Kernel

T = TypeVar("T")

INSTANT_LIMIT: Final = 20_000
"""More slices than this at one instant are taken for an endless loop."""


class SimulationError(Exception):
    """The simulation cannot go on: an endless loop, a foreign await, or nothing to wait for."""


class SimulatedEvent:
    """An event for tasks of this world."""

    __slots__ = ("_is_set", "_resume", "_waiting")

    def __init__(self, resume: Callable[[SimulatedTask], None]) -> None:
        self._is_set = False
        self._resume = resume
        self._waiting: list[SimulatedTask] = []

    def set(self) -> None:
        """Let those who wait go on."""
        self._is_set = True
        waiting, self._waiting = self._waiting, []
        for task in waiting:
            self._resume(task)

    async def wait(self) -> None:
        """Return when the event has been set."""
        if not self._is_set:
            await _Parked(self)

    def park(self, task: SimulatedTask) -> None:
        """Resume this task when the event is set."""
        self._waiting.append(task)


class _Parked:
    """What a task of this world yields."""

    def __init__(self, event: SimulatedEvent) -> None:
        self.event = event

    def __await__(self) -> Generator[_Parked, None, None]:
        yield self


class SimulatedTask:
    """A coroutine and how far it has come."""

    __slots__ = ("_coroutine", "_run", "_stepping", "cancelled")

    def __init__(self, run: Callable[[], Awaitable[None]]) -> None:
        self._run = run
        self._coroutine: Coroutine[object, None, None] | None = None
        self._stepping = False
        self.cancelled = False

    def step(self) -> None:
        """Go on to the next await."""
        if self.cancelled:
            return
        if self._coroutine is None:
            self._coroutine = _main(self._run)
        self._stepping = True
        try:
            awaited = self._coroutine.send(None)
        except StopIteration:
            return
        finally:
            self._stepping = False
        if self.cancelled:  # it cancelled itself
            self._coroutine.close()
        elif isinstance(awaited, _Parked):
            awaited.event.park(self)
        else:
            self._coroutine.close()
            raise SimulationError(f"an effect awaits {awaited!r}, which this world does not know")

    def cancel(self) -> None:
        """Let it end where it waits."""
        self.cancelled = True
        if self._coroutine is not None and not self._stepping:
            self._coroutine.close()


async def _main(run: Callable[[], Awaitable[None]]) -> None:
    await run()


class SimulatedWorld:
    """Implements World; ``advance``, ``settle`` and ``run`` take the place of the driver."""

    def __init__(self, now: float = 0.0) -> None:
        self._now = now
        self._stepped = 0.0
        self._ready: deque[SimulatedTask] = deque()
        self._sleeping: list[tuple[float, int, SimulatedEvent]] = []
        self._numbers = count()

    def now(self) -> float:
        """Return the simulated time."""
        return self._now

    def date(self) -> float:
        """Return the simulated time with all steps of the calendar."""
        return self._now + self._stepped

    def step(self, seconds: float) -> None:
        """Set the calendar forth or back; a machine that slept so long finds it set forth."""
        self._stepped += seconds

    def wake(self) -> None:
        """Do nothing: the test that drives the simulation looks by itself."""

    def spawn(self, run: Callable[[], Awaitable[None]]) -> Cancel:
        """Run an effect when the world is driven next. It may await only what this world makes."""
        task = SimulatedTask(run)
        self._ready.append(task)
        return task.cancel

    def event(self) -> SimulatedEvent:
        """Make an event."""
        return SimulatedEvent(self._ready.append)

    async def sleep(self, seconds: float) -> None:
        """Let simulated time pass, for stores and services that are simulated too."""
        event = self.event()
        heapq.heappush(self._sleeping, (self._now + seconds, next(self._numbers), event))
        await event.wait()

    def settle(self, kernel: Kernel, budget: int = 256) -> None:
        """Run until nothing is left to do at this instant."""
        for _ in range(INSTANT_LIMIT):
            self._wake_sleepers()
            while self._ready:
                self._ready.popleft().step()
            busy = kernel.run_once(budget)
            at = self._next(kernel)
            if not (busy or self._ready or (at is not None and at <= self._now)):
                return
        raise SimulationError(f"no end of work at {self._now}: does a timer set itself to now?")

    def advance(self, kernel: Kernel, to: float) -> None:
        """Let time pass up to and including ``to``, from timer to timer."""
        self.settle(kernel)
        while (at := self._next(kernel)) is not None and at <= to:
            self._now = max(self._now, at)
            self.settle(kernel)
        self._now = max(self._now, to)

    def run(self, kernel: Kernel, run: Callable[[], Awaitable[T]]) -> T:
        """Run something from the edges, such as an ask, letting time pass until it is done."""
        outcome: list[Callable[[], T]] = []

        async def task() -> None:
            try:
                value = await run()
            except Exception as error:  # noqa: BLE001 - raised again below
                failure = error
                outcome.append(lambda: _raise(failure))
            else:
                outcome.append(lambda: value)

        self.spawn(task)
        self.settle(kernel)
        while not outcome:
            at = self._next(kernel)
            if at is None:
                raise SimulationError("it waits for something that will not happen")
            self.advance(kernel, at)
        return outcome[0]()

    def _wake_sleepers(self) -> None:
        while self._sleeping and self._sleeping[0][0] <= self._now:
            heapq.heappop(self._sleeping)[2].set()

    def _next(self, kernel: Kernel) -> float | None:
        at = kernel.next_timer()
        if self._sleeping and (at is None or self._sleeping[0][0] < at):
            return self._sleeping[0][0]
        return at


def _raise(error: Exception) -> Any:
    raise error
