"""One process of the server: the kernel as the composition root builds it, in a simulated world.

Implements `actors.core.world.World`. After a kill a process does nothing more, as its tasks are
never stepped again; what it has sent still arrives.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from actors.core.address import Address
from actors.core.journal.records import Fenced
from actors.core.kernel import Kernel
from actors.core.simulated import SimulatedEvent, SimulatedTask
from actors.core.supervisor import IntensityExceeded
from actors.core.world import Cancel
from actors.match.messages import Stopping
from actors.recovery import inherit
from actors.seats.parts import EVERY
from actors.seats.state import State as Seats
from actors.tree import tree
from gateway.guard.crowd import MOST_SOCKETS, Crowd
from gateway.guard.refusals import Refusals
from gateway.process.metrics import Metrics
from gateway.services import Services
from gateway.socket.sockets import Sockets
from store.errors import StoreError
from tests.actors.world import together
from tests.simulation.crashes import crashing
from tests.simulation.disk import Line

if TYPE_CHECKING:
    from actors.core.process import Process as ActorProcess
    from tests.simulation.agenda import Agenda
    from tests.simulation.world import World


class Process:
    """A process from its start to its end. It is ``ready`` when pages may connect."""

    def __init__(self, world: World, number: int) -> None:
        self._world = world
        self._agenda: Agenda = world.agenda
        self._tasks: deque[SimulatedTask] = deque()
        self._dice = Random(f"{world.seed}/process/{number}")
        self.number = number
        self.alive = True
        self.ready = False
        self.line = Line(world, self)
        self.kernel: Kernel | None = None
        self.services: Services | None = None
        self.spawn(self._boot)

    # The world of its kernel.

    def now(self) -> float:
        """See `World.now`."""
        return self._agenda.now

    def date(self) -> float:
        """See `World.date`."""
        return self._agenda.now

    def wake(self) -> None:
        """See `World.wake`; nothing to do, as the schedule looks by itself."""

    def spawn(self, run: Callable[[], Awaitable[None]]) -> Cancel:
        """See `World.spawn`."""
        task = SimulatedTask(run)
        self._tasks.append(task)
        return task.cancel

    def event(self) -> SimulatedEvent:
        """See `World.event`."""
        return SimulatedEvent(self._tasks.append)

    # Its life.

    async def _boot(self) -> None:
        """Start like `gateway.main.serve`, but without sockets and signals."""
        store: Any = self.line
        try:
            past = await inherit(store)
            actors = crashing(tree(store), self._world.crashes)
            kernel = Kernel(actors, self, store.journal, self._dice.getrandbits(64), *past)
            self.kernel = kernel
            await kernel.ready()
        except StoreError:
            self._world.exited(self)
            return
        self.services = _services(kernel, self.now)
        self.ready = True
        self._world.opened(self)

    def actor(self, address: Address) -> Any:
        """Return the behaviour at an address, if it is running."""
        if self.kernel is None:
            return None
        found: Any = self.kernel._runtime.registry.processes.get(address)
        return None if found is None else found.behaviour

    def seats(self) -> Seats | None:
        """Return what all parts of the seats know together, if all are running."""
        parts = [self.actor(part) for part in EVERY]
        return None if None in parts else together(part.state for part in parts)

    def actors(self) -> dict[Address, ActorProcess]:
        """Return the actors in memory."""
        if self.kernel is None:
            return {}
        return cast("dict[Address, ActorProcess]", self.kernel._runtime.registry.processes)

    def busy(self) -> bool:
        """Whether there is something to do at this instant."""
        if self._tasks:
            return True
        kernel = self.kernel
        if kernel is None or kernel.stopped:
            return False
        at = kernel.next_timer()
        return kernel._runtime.scheduler.busy() or (at is not None and at <= self._agenda.now)

    def next_at(self) -> float:
        """The time at which the earliest timer is due; infinity if there is none."""
        at = None if self.kernel is None else self.kernel.next_timer()
        return float("inf") if at is None else at

    def step(self) -> None:
        """Take one task to its next await, or let the kernel run a slice."""
        if self._tasks:
            self._tasks.popleft().step()
        elif self.kernel is not None:
            try:
                self.kernel.run_once(self._dice.choice((1, 1, 2, 4, 512)))
            except (IntensityExceeded, Fenced):
                self._world.exited(self)

    def stop(self) -> None:
        """Stop in order, like `gateway.main` after SIGTERM."""
        if self.ready:
            self.ready = False
            self.spawn(self._stop)

    async def _stop(self) -> None:
        kernel = self.kernel
        assert kernel is not None
        for match in kernel.addresses("match"):
            kernel.tell(match, Stopping())
        told = self.event()
        kernel.after_slice(told.set)
        await told.wait()
        kernel.stop()
        with suppress(StoreError):
            await kernel.journal.flush()
        self._world.kill()

    def kill(self) -> None:
        """End at once without doing anything, like after ``kill -9``."""
        self.alive = self.ready = False
        self._tasks.clear()


def _services(kernel: Kernel, now: Callable[[], float]) -> Services:
    """Return those of the gateway's services that a conversation needs."""
    part = SimpleNamespace(
        kernel=kernel,
        now=now,
        metrics=Metrics(),
        sockets=Sockets(),
        sockets_of=Crowd(MOST_SOCKETS),
        refusals=Refusals(now),
        stopping=False,
    )
    return cast("Services", part)
