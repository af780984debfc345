"""An actor from the kernel's side: its life, from start to start; see `actors.core.life`."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any, Protocol

from actors.core.actor import ChildSpec
from actors.core.address import Address
from actors.core.context import Context
from actors.core.delivery import Delivery
from actors.core.life import (
    CRASHED,
    LIFE,
    MOVED,
    PASSIVATED,
    READY,
    RUNNING,
    Phase,
    Reason,
    Step,
    after,
    next_streak,
)
from actors.core.mailbox import is_told
from actors.core.memory import Memory, settle
from actors.core.monitor import ActorMonitors, Monitor
from actors.core.passivation import Passivation
from actors.core.runtime import Runtime
from actors.core.timers import Timer
from actors.core.turns import Turns

log = logging.getLogger("actors.core")


class Parent(Protocol):
    """The supervisor of a process."""

    def child_ended(self, process: Process, reason: Reason, error: Exception | None) -> None:
        """Decide what becomes of a process that is down."""
        ...


class Process(Turns):
    """Survives restarts; everything that does not is in its context."""

    __slots__ = (
        "_passivation",
        "_restart_timer",
        "_since",
        "_watching",
        "address",
        "history",
        "parent",
        "restarts",
        "spec",
        "streak",
    )

    def __init__(self, address: Address, spec: ChildSpec, parent: Parent, runtime: Runtime) -> None:
        super().__init__(runtime, spec.mailbox)
        self.address = address
        self.spec = spec
        self.parent = parent
        self.restarts = 0
        self.history: tuple[float, ...] = ()  # of restarts, if a template's
        self.streak = 0  # crashes in a row
        self.memory = Memory(address, runtime, self._news, journaled=spec.journaled)
        self._since = 0.0  # when this start was
        self._restart_timer: Timer | None = None
        self._watching = ActorMonitors(runtime.monitors, self.notify)
        idle_for = spec.passivate_after
        self._passivation = None if idle_for is None else Passivation(self, runtime, idle_for)
        self.context = self._new_context()

    def _new_context(self) -> Context[Any]:
        runtime, memory, journaled = self._runtime, self.memory, self.spec.journaled
        return Context(
            runtime, memory.book, memory.gate, self._watching, self.notify, journaled=journaled
        )

    def launch(self, at: float | None = None) -> None:
        """Start the actor, at a time if one is given; its mailbox fills meanwhile."""
        if at is None:
            self._recover()
        else:
            self.phase = after(self.phase, "wait")
            self._restart_timer = self._runtime.timers.add(Timer(at, lambda _: self._recover()))

    def relaunch(self, at: float | None = None) -> None:
        """Start the actor again after it crashed or was halted."""
        self.restarts += 1
        self._runtime.restarts += 1
        self.launch(at)

    def _recover(self) -> None:
        """Find what the actor goes on from: in memory if it has been there, else in the log."""
        self.phase = after(self.phase, "start")
        self._since = self._runtime.world.now()
        self.memory.recover(self._recovered)

    def _recovered(self, error: Exception | None) -> None:
        if self.phase is not Phase.RECOVERING:  # it was stopped meanwhile
            return
        if error is not None:
            self.crash(error)
            return
        self.phase = after(self.phase, "recovered")
        self._runtime.scheduler.add(self)

    def _begin(self) -> None:
        """Make the behaviour and let it begin."""
        context, memory = self._new_context(), self.memory
        self.context = context
        context.restarts, context.fatal = self.restarts, memory.fatal
        context.handed = memory.handed
        context.recovered = memory.book.recovered(self._runtime.world.now(), memory.handed)
        behaviour = self.behaviour = self.spec.actor(context)
        context.receive, context.in_place = behaviour.receive, behaviour.in_place
        behaviour.started()
        if self.phase is not READY:  # it has stopped the kernel
            return
        self.phase = after(self.phase, "begun")
        if memory.unacknowledged:  # removed in the same write as what the actor does about them
            context.acknowledge(memory.unacknowledged)
        if context.draft.dirty or context.out or context.unheld:
            context.commit()
        memory.unacknowledged.clear()
        memory.handed = context.handed
        context.fatal = memory.fatal = None
        memory.failed_starts = 0
        if self._passivation is not None:
            self._passivation.watch()

    def crash(self, error: Exception, item: object = None) -> None:
        """Discard this start, which ``item`` crashed; the supervisor decides what follows."""
        log.error("%s crashed: %r", self.address, error, exc_info=error)
        self._runtime.crashes += 1
        if "crash" not in LIFE[self.phase]:  # it has stopped the kernel before
            return
        self.memory.blame(item)
        if isinstance(item, Monitor):
            self._watching.crashed(item)
        self.streak = next_streak(
            self.streak, self._runtime.world.now() - self._since, self.spec.period
        )
        self._discard("crash", CRASHED)
        self.parent.child_ended(self, CRASHED, error)

    def _finish(self, reason: Reason) -> None:
        self.halt(reason)
        self.parent.child_ended(self, reason, None)

    def halt(self, reason: Reason) -> None:
        """Stop in good order; the actor's ``stopped`` is called only if it is running."""
        self.in_place = None
        if self.phase is RUNNING and self.behaviour is not None and not self.context.failed:
            context = self.context
            try:
                self.behaviour.stopped(reason)
                if context.draft.dirty or context.out or context.unheld:
                    context.commit()
                self.memory.handed = context.handed
            except Exception:
                log.exception("%s: stopped(%r) failed", self.address, reason)
        if "stop" in LIFE[self.phase]:  # it is not gone: its last words may have stopped the kernel
            self._discard("stop", reason)

    def _discard(self, step: Step, reason: Reason) -> None:
        self.phase = after(self.phase, step)
        self.behaviour = None
        self.context.drop(reason)
        if self._restart_timer is not None:
            self._runtime.timers.cancel(self._restart_timer)
            self._restart_timer = None
        if self._passivation is not None:
            self._passivation.cancel()

    def give_up(self, reason: Reason) -> None:
        """End a process that cannot be kept alive: settle what it leaves, then report its end."""
        memory, decide = self.memory, self.spec.settle
        if decide is None:
            memory.acknowledge()
        else:
            left = [item.key for item in self.mailbox if isinstance(item, Delivery)]
            letters = memory.unacknowledged + left
            settle(decide, memory.left_behind(), self._new_context, letters)
        self.end(reason, reason)

    def end(self, reason: Reason, letters: Reason) -> None:
        """Be gone; messages left in the mailbox become dead letters, unless they are durable.

        Its monitors hear of the end last, after everything it has told before.
        """
        if self.phase is Phase.GONE:
            return
        self.phase = after(self.phase, "end")
        self._runtime.registry.remove(self.address)
        self._watching.clear()
        self.memory.put_away()
        while self.mailbox:
            item = self.mailbox.popleft()
            if isinstance(item, Delivery):
                if item.live:
                    self._runtime.letters.put_back(self.address, item)
            elif is_told(item):
                self._runtime.dead_letters.add(self.address, item, letters)
        watching = self._runtime.monitors.take(self.address)
        report = partial(watching.report, reason)
        if self.memory.gate.shut:
            self.memory.gate.hold([(None, report)])
        else:
            report()

    # Several nodes

    def move(self) -> None:
        """Leave this kernel for another one, which goes on from what the journal has.

        What waits in the mailbox follows; letters are read from the log there.
        """
        if self.phase is Phase.GONE:
            return
        self.halt(MOVED)
        if self.phase is Phase.DOWN:
            self.phase = after(self.phase, "end")
        self._runtime.registry.remove(self.address)
        self._watching.clear()
        self.memory.put_away()
        while self.mailbox:
            item = self.mailbox.popleft()
            if is_told(item):
                self._runtime.tell(self.address, item)
        self._runtime.monitors.moved(self.address)

    def begin_again(self) -> None:
        """Start again from what was handed over, as after a crash, though nothing has failed."""
        self.in_place = None
        self._discard("crash", CRASHED)
        self.relaunch()

    # Passivation: an actor nobody uses leaves the memory; its next message activates it again.

    def passivate(self) -> bool:
        """Leave the memory if nothing is going on and the actor agrees; return whether it did."""
        unwritten = self.memory.gate.shut or self.memory.gate.unsaved
        if self.mailbox or unwritten or self.behaviour is None or not self.context.idle():
            return False
        in_place, self.in_place = self.in_place, None
        try:
            if not self.behaviour.can_passivate():
                self.in_place = in_place
                return False
        except Exception as error:  # noqa: BLE001 - any mistake in a behaviour is a crash
            self.crash(error)
            return False
        self.halt(PASSIVATED)
        if self.phase is Phase.DOWN:
            self._leave()
        return True

    def _leave(self) -> None:
        """Leave; a message that came while the actor finished activates it again."""
        self._watching.clear()
        self.memory.put_away()
        if self.mailbox:
            self.restarts = 0
            self.launch()
        else:
            self.phase = after(self.phase, "end")
            self._runtime.registry.remove(self.address)
