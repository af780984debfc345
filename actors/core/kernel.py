"""The kernel: a tree of supervisors over actors that take turns. Knows nothing of the game."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from actors.core.actor import DynamicSupervisorSpec, SupervisorSpec
from actors.core.address import Address
from actors.core.borders import Borders
from actors.core.journal.journal import Journal
from actors.core.journal.records import Log
from actors.core.life import MOVED, READY, Reason
from actors.core.mailbox import Ask, AskTimeout, DeadLetter, Reply
from actors.core.monitor import Link, Watch, Watcher
from actors.core.process import Process
from actors.core.runtime import Runtime
from actors.core.supervisor import Supervisor
from actors.core.territory import Far, Territory
from actors.core.timers import Timer
from actors.core.world import World


class Statistics(msgspec.Struct, frozen=True):
    """Gauges first, then counters since the kernel began.

    ``actors`` and ``kinds`` count those in memory; ``mailboxes`` is the sum of what waits in
    mailboxes and ``deepest`` the largest single one; ``messages`` counts those handled in turns,
    ``taken`` those that actors took in place (`Actor.in_place`).
    """

    actors: int
    kinds: dict[str, int]
    mailboxes: int
    deepest: int
    timers: int
    effects: int
    monitors: int
    messages: int
    taken: int
    slices: int
    crashes: int
    restarts: int
    given_up: int
    dead_letters: dict[Reason, int]
    journal: dict[str, int]


class Kernel:
    """Runs one tree in one world. Belongs to one thread; actors take turns inside ``run_once``.

    What actors record goes to ``log`` under this kernel's ``epoch``. The epoch before it ended at
    ``until`` (seconds since 1970). ``alive`` are the actors that were in the middle of something
    then: they are activated at once, all others on first use. If actors make ids at random, give
    the kernel a ``seed`` that nobody can guess. With ``far`` it is one of several and owns nothing
    yet (`Borders.take`); without, it runs all actors.
    """

    def __init__(
        self,
        tree: SupervisorSpec | DynamicSupervisorSpec,
        world: World,
        log: Log,
        seed: int = 0,
        epoch: int = 0,
        until: float = 0.0,
        alive: Iterable[Address] = (),
        far: Far | None = None,
    ) -> None:
        self.epoch = epoch
        self._world = world
        self._runtime = Runtime(world, seed, log, epoch, Territory(until, far))
        if isinstance(tree, DynamicSupervisorSpec):
            tree = SupervisorSpec(name="kernel", children=(tree,))
        self._root = Supervisor(tree, self._runtime)
        self.borders = Borders(self._root, self._runtime)
        """For a node of a cluster: what comes and goes."""
        self._root.launch()
        self._runtime.letters.load()
        for address in alive:
            self._runtime.registry.get_or_start(address)

    def tell(self, address: Address, message: object) -> None:
        """Send a message. Never blocks or raises: at worst it is a dead letter."""
        self._runtime.tell(address, message)

    def addresses(self, kind: str) -> list[Address]:
        """Return the addresses of the actors of this kind that are in memory now."""
        return [address for address in self._runtime.registry.processes if address.kind == kind]

    def link(self, address: Address, fell: Callable[[Reason], None]) -> Callable[[], None]:
        """Call ``fell`` when that actor ends for good; at once if nobody can be there.

        For things outside the kernel that depend on an actor, such as a socket. Returns a function
        that ends the link. One whose actor is in another kernel falls at once.
        """
        if not self._runtime.territory.has(address):
            fell(MOVED)
            return lambda: None
        return self._watch(address, Link(fell))

    def monitor(self, address: Address, ended: Callable[[Reason], None]) -> Callable[[], None]:
        """Call ``ended`` when that actor ends for good, wherever it goes on until then."""
        return self._watch(address, Watcher(ended))

    def _watch(self, address: Address, watch: Watch) -> Callable[[], None]:
        self._runtime.monitors.add(address, watch)
        return lambda: self._runtime.monitors.remove(address, watch)

    def bury(self, address: Address, message: object, reason: Reason) -> None:
        """Count a message that reaches nobody."""
        self._runtime.dead_letters.add(address, message, reason)

    async def ask(self, address: Address, message: object, timeout: float) -> Any:  # noqa: ASYNC109 - the deadline is a timer of the kernel
        """Send a message and return the answer.

        Raises ActorDown when there is no such actor, its mailbox is full, or it ends or crashes
        first; AskTimeout after ``timeout`` seconds; Unanswered when the actor did not take its
        reply; or the error that the actor answered with ``Reply.error``.
        """
        settled = self._world.event()
        reply = Reply(lambda _: settled.set())
        deadline = Timer(
            self._world.now() + timeout, lambda _: reply.fail(AskTimeout(address, timeout))
        )
        self._runtime.timers.add(deadline)
        try:
            self._runtime.tell(address, Ask(message, reply))
            await settled.wait()
        finally:
            self._runtime.timers.cancel(deadline)
            reply.fail(AskTimeout(address, timeout))  # if cancelled: the actor need not keep it
        return reply.result()

    @property
    def edges(self) -> dict[str, Any]:
        """Things outside that messages name, such as sockets, each for as long as it is open."""
        return self._runtime.edges

    def has(self, shard: int) -> bool:
        """Tell whether this kernel runs the actors of a shard."""
        return self._runtime.territory.owns(shard)

    def close_edge(self, edge: str) -> None:
        """Take away something outside that has ended."""
        self._runtime.edges.pop(edge, None)
        self._runtime.territory.far.closed(edge)

    async def ready(self) -> None:
        """Return when the actors that were alive have gone on and their journals are written.

        A kernel that is killed right after this leaves as much as it found. While the log is away
        this waits, and the log of the program says so; it goes on by itself.
        """
        await self._runtime.recovery.done()
        while any(each.phase is READY for each in self._runtime.registry.processes.values()):
            turn = self._world.event()
            self._runtime.scheduler.after_slice(turn.set)
            await turn.wait()
        await self._runtime.journal.written()

    def run_once(self, budget: int) -> bool:
        """Run one slice: due timers, then turns up to about ``budget`` messages, then callbacks.

        Returns whether there is more to do at once; never after a stop. Raises IntensityExceeded
        when the root supervisor gave up; the kernel has stopped then.
        """
        runtime, scheduler = self._runtime, self._runtime.scheduler
        if self.stopped and runtime.failure is None:
            return False
        scheduler.in_slice = True
        scheduler.now = self._world.now()
        try:
            for timer in runtime.timers.due(scheduler.now):
                if timer.live:
                    timer.fire(timer)
            scheduler.run(budget)
            if runtime.failure is not None:
                self.stop()
            scheduler.end_slice()
        finally:
            scheduler.in_slice = False
        if runtime.failure is not None:
            raise runtime.failure
        return scheduler.busy()

    def next_timer(self) -> float | None:
        """Return the time of the earliest timer, seconds since the epoch; None after a stop."""
        return None if self.stopped else self._runtime.timers.next_at()

    def after_slice(self, callback: Callable[[], None]) -> None:
        """Call back once: at the end of this slice, or of the next one if none is running."""
        self._runtime.scheduler.after_slice(callback)

    def stop(self) -> None:
        """Stop all actors in reverse order; what is told from now on is a dead letter.

        Callbacks of ``after_slice`` are still called, so that the last messages leave.
        """
        if self.stopped:
            return
        self._runtime.registry.closed = True
        self._root.halt()
        self._root.end()
        scheduler = self._runtime.scheduler
        if not scheduler.in_slice:
            scheduler.end_slice()
        scheduler.ring()

    @property
    def journal(self) -> Journal:
        """The journal of all actors; after a stop its ``flush`` writes what is left."""
        return self._runtime.journal

    @property
    def stopped(self) -> bool:
        """Whether the kernel was stopped or has failed."""
        return self._runtime.registry.closed

    @property
    def failure(self) -> Exception | None:
        """Why the root supervisor gave up, if it did."""
        return self._runtime.failure

    @property
    def dead_letters(self) -> tuple[DeadLetter, ...]:
        """The latest dead letters, oldest first."""
        return tuple(self._runtime.dead_letters.recent)

    def statistics(self) -> Statistics:
        """Return the state in numbers; looks at every actor in memory."""
        runtime = self._runtime
        processes = [*runtime.registry.processes.values()]
        depths = [len(process.mailbox) for process in processes]
        return Statistics(
            actors=len(processes),
            kinds=dict(Counter(address.kind for address in runtime.registry.processes)),
            mailboxes=sum(depths),
            deepest=max(depths, default=0),
            timers=len(runtime.timers),
            effects=sum(
                len(process.context.effects)
                for process in processes
                if isinstance(process, Process)
            ),
            monitors=len(runtime.monitors),
            messages=runtime.scheduler.messages,
            taken=runtime.scheduler.taken,
            slices=runtime.scheduler.slices,
            crashes=runtime.crashes,
            restarts=runtime.restarts,
            given_up=runtime.given_up,
            dead_letters=runtime.dead_letters.statistics(),
            journal=runtime.journal.statistics(),
        )
