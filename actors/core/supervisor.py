"""Supervisors: they restart children, give children up, or fail themselves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final, Protocol

from actors.core.actor import ChildSpec, DynamicSupervisorSpec, SupervisorSpec
from actors.core.address import Address
from actors.core.life import (
    CRASHED,
    INTENSITY,
    SHUTDOWN,
    STOPPED,
    Phase,
    Reason,
    add_restart,
    backoff_delay,
    must_restart,
)
from actors.core.mailbox import ActorError
from actors.core.process import Process
from actors.core.runtime import Runtime

TRIES: Final = 2
"""Starts of a static actor that see the message which crashed it; the next one begins without."""


class IntensityExceeded(ActorError):
    """The root supervisor gave up; its cause is the crash that exceeded the intensity."""

    def __init__(self, supervisor: str) -> None:
        super().__init__(f"supervisor {supervisor}: too many restarts in its period")
        self.supervisor = supervisor


class Branch(Protocol):
    """What a supervisor has below it: a static child, templates, or another supervisor."""

    def launch(self) -> None:
        """Start for the first time."""
        ...

    def halt(self) -> None:
        """Stop in good order, in reverse; mailboxes stay."""
        ...

    def relaunch(self, at: float | None, *, fresh: bool) -> None:
        """Start again after a halt or crash; ``fresh`` ignores what actors have handed over."""
        ...

    def end(self) -> None:
        """Be gone for good after a halt."""
        ...


class StaticChild:
    """The process of a static child as a branch. It lives in the kernel that owns its shard."""

    __slots__ = ("_runtime", "process")

    def __init__(self, process: Process, runtime: Runtime) -> None:
        self.process = process
        self._runtime = runtime

    @property
    def _near(self) -> bool:
        return self._runtime.territory.has(self.process.address)

    def launch(self) -> None:
        """Start it, unless it has been started."""
        registry, process = self._runtime.registry, self.process
        if self._near and process.phase in (Phase.DOWN, Phase.GONE):
            registry.add(process.address, process)
            process.restarts = 0
            process.launch()

    def halt(self) -> None:
        """Stop it in good order."""
        if self._near:
            self.process.halt(SHUTDOWN)

    def relaunch(self, at: float | None, *, fresh: bool) -> None:
        """Start it again, also if it had ended normally before (as OTP does)."""
        if not self._near:
            return
        memory = self.process.memory
        if fresh:
            memory.handed = None
        if memory.failed_starts >= TRIES:  # else its supervisor fails, and a letter comes again
            memory.fatal = None
        self._runtime.registry.add(self.process.address, self.process)
        self.process.relaunch(at)

    def end(self) -> None:
        """Let it be gone."""
        if self._near:
            self.process.end(SHUTDOWN, SHUTDOWN)


class DynamicSupervisor:
    """Starts children on first use, restarts each alone, gives each up alone; never fails."""

    __slots__ = ("_runtime",)

    def __init__(self, spec: DynamicSupervisorSpec, runtime: Runtime) -> None:
        self._runtime = runtime
        for child in spec.children:
            runtime.know(child.kind, child.messages, journaled=child.journaled)
            runtime.registry.add_template(child.kind, partial(self._start, child))

    def _start(self, spec: ChildSpec, address: Address) -> Process:
        process = Process(address, spec, self, self._runtime)
        self._runtime.registry.add(address, process)
        process.launch()
        return process

    def child_ended(self, process: Process, reason: Reason, error: Exception | None) -> None:  # noqa: ARG002
        """Restart the child, let it end, or give it up until its period has passed."""
        spec, now = process.spec, self._runtime.world.now()
        if not must_restart(spec.restart, reason):
            process.end(reason, STOPPED)
            return
        history = add_restart(process.history, now, spec.intensity, spec.period)
        if history is None:
            self._runtime.given_up += 1
            self._runtime.registry.give_up(process.address, now + spec.period)
            process.give_up(INTENSITY)
            return
        process.history = history
        delay = backoff_delay(spec.backoff, process.streak) if reason == CRASHED else 0.0
        process.relaunch(now + delay if delay else None)

    def _children(self) -> list[Process]:
        """Return the children in memory in the order in which they were started."""
        residents = self._runtime.registry.processes.values()
        return [each for each in residents if isinstance(each, Process) and each.parent is self]

    def launch(self) -> None:
        """Start nothing: children start on first use."""

    def halt(self) -> None:
        """Stop the children in memory, the last one first."""
        for process in reversed(self._children()):
            process.halt(SHUTDOWN)

    def relaunch(self, at: float | None, *, fresh: bool) -> None:
        """Start the children again that were in memory."""
        for process in self._children():
            if fresh:
                process.memory.handed = None
            process.relaunch(at)

    def end(self) -> None:
        """End the children in memory, the last one first."""
        for process in reversed(self._children()):
            process.end(SHUTDOWN, SHUTDOWN)


class Supervisor:
    """Strategy ``one_for_one``: a static child that failed is restarted alone. Is a branch itself.

    After too many restarts it halts all its children and fails. Its parent treats that like the
    crash of a permanent child; a failed root fails the kernel.
    """

    __slots__ = ("_branches", "_history", "_parent", "_runtime", "_spec")

    def __init__(
        self, spec: SupervisorSpec, runtime: Runtime, parent: Supervisor | None = None
    ) -> None:
        self._spec = spec
        self._runtime = runtime
        self._parent = parent
        self._history: tuple[float, ...] = ()
        self._branches: list[Branch] = [b for child in spec.children for b in self._below(child)]

    def _below(self, child: ChildSpec | SupervisorSpec | DynamicSupervisorSpec) -> Iterator[Branch]:
        if isinstance(child, DynamicSupervisorSpec):
            yield DynamicSupervisor(child, self._runtime)
            return
        if isinstance(child, SupervisorSpec):
            yield Supervisor(child, self._runtime, self)
            return
        if child.passivate_after is not None:
            raise ValueError(f"child spec {child.kind}: a static child is never passivated")
        self._runtime.know(child.kind, child.messages, journaled=child.journaled)
        for name in child.ids:
            process = Process(Address(child.kind, name), child, self, self._runtime)
            self._runtime.registry.add_static(process.address, process)
            yield StaticChild(process, self._runtime)

    def child_ended(self, process: Process, reason: Reason, error: Exception | None) -> None:
        """Restart the child, or let it end."""
        if not must_restart(process.spec.restart, reason):
            process.end(reason, STOPPED)
            return
        delay = backoff_delay(process.spec.backoff, process.streak) if reason == CRASHED else 0.0
        branch = next(
            branch
            for branch in self._branches
            if isinstance(branch, StaticChild) and branch.process is process
        )
        self._restart(branch, delay, error, fresh=False)

    def _restart(
        self, branch: Branch, delay: float, error: Exception | None, *, fresh: bool
    ) -> None:
        now = self._runtime.world.now()
        history = add_restart(self._history, now, self._spec.intensity, self._spec.period)
        if history is None:
            self._escalate(error)
            return
        self._history = history
        branch.relaunch(now + delay if delay else None, fresh=fresh)

    def _escalate(self, error: Exception | None) -> None:
        self.halt()
        if self._parent is not None:
            self._parent._restart(self, 0.0, error, fresh=True)  # noqa: SLF001 - the same class
            return
        failure = IntensityExceeded(self._spec.name)
        failure.__cause__ = error
        self._runtime.fail(failure)

    def launch(self) -> None:
        """Start the children in their order."""
        for branch in self._branches:
            branch.launch()

    def halt(self) -> None:
        """Stop the children in reverse order; they keep their mailboxes."""
        for branch in reversed(self._branches):
            branch.halt()

    def relaunch(self, at: float | None, *, fresh: bool) -> None:
        """Start again, with an empty record of restarts."""
        self._history = ()
        for branch in self._branches:
            branch.relaunch(at, fresh=fresh)

    def end(self) -> None:
        """End the children in reverse order."""
        for branch in reversed(self._branches):
            branch.end()
