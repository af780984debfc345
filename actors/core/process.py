"""An actor from the kernel's side: its mailbox, and the one start that works through it."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any, Protocol

import msgspec

from actors.core.actor import Actor
from actors.core.address import Address
from actors.core.context import WAKE, Context
from actors.core.journal.book import Book
from actors.core.journal.gate import Gate
from actors.core.letters import Delivery, letter
from actors.core.life import READY, RUNNING, Phase, Step, after
from actors.core.mailbox import Envelope, Mailbox, is_told
from actors.core.monitor import Monitor, Watching
from actors.core.restart import CRASHED, PASSIVATED, Reason, next_streak
from actors.core.runtime import Runtime
from actors.core.spec import ChildSpec, Estate, Settlement
from actors.core.timers import Timer

log = logging.getLogger("actors.core")


class Parent(Protocol):
    """The supervisor of a process."""

    def child_ended(self, process: Process, reason: Reason, error: Exception | None) -> None:
        """Decide what becomes of a process that is down."""
        ...


class _News(Envelope):
    """Tells the behaviour that the count of what is unsaved has changed."""

    __slots__ = ()


class Process:
    """Survives restarts; what does not is in its context."""

    __slots__ = (
        "_idle_timer",
        "_restart_timer",
        "_runtime",
        "_since",
        "_unacknowledged",
        "_used_at",
        "_watching",
        "address",
        "behaviour",
        "book",
        "context",
        "fatal",
        "gate",
        "handed",
        "history",
        "mailbox",
        "parent",
        "phase",
        "queued",
        "restarts",
        "spec",
        "streak",
    )

    def __init__(self, address: Address, spec: ChildSpec, parent: Parent, runtime: Runtime) -> None:
        self.address = address
        self.spec = spec
        self.parent = parent
        self._runtime = runtime
        self.mailbox = Mailbox(spec.mailbox)
        self.phase = Phase.DOWN
        self.queued = False
        self.restarts = 0
        self.history: tuple[float, ...] = ()  # of restarts, if a template's
        self.streak = 0  # crashes in a row
        self.book = Book(address)
        self.gate = Gate(runtime.carry_out, self._news)
        self.handed: Any = None
        self.fatal: object = None
        self._since = 0.0  # when this start was
        self._used_at = 0.0  # when its last turn was
        self._restart_timer: Timer | None = None
        self._idle_timer: Timer | None = None
        self._unacknowledged: list[str] = []  # letters that crashed it, until that is journaled
        self._watching = Watching(runtime.monitors, self.notify)
        self.context = self._new_context()
        self.behaviour: Actor[Any] | None = None

    def notify(self, message: object) -> None:
        """Take what the actor itself set going; never refused."""
        self.mailbox.append(message)
        if not self.queued and self.phase is RUNNING:
            self._runtime.scheduler.add(self)

    def turn(self, limit: int, now: float) -> int:
        """Handle up to ``limit`` messages; return how many. What is left waits for its turn."""
        handled, item = 0, None
        mailbox = self.mailbox
        self._used_at = now
        try:
            if self.phase is not RUNNING:
                if self.phase is not READY:
                    return 0
                self._begin()
            context = self.context
            receive, out, draft = context.receive, context.out, context.draft
            unheld = context.unheld
            while mailbox and handled < limit and context.ending is None:
                item = mailbox.popleft()
                handled += 1
                if isinstance(item, Envelope):
                    self._open(item)
                else:
                    receive(item)
                self.handed = context.handed
                if draft.dirty or out or unheld:
                    self._commit()
        except Exception as error:  # noqa: BLE001 - any mistake in a behaviour is a crash
            self.crash(error, item)
        else:
            if self.context.ending is not None and self.phase is RUNNING:
                reason = self.context.ending
                self.halt(reason)
                self.parent.child_ended(self, reason, None)
        return handled

    def _open(self, envelope: Envelope) -> None:
        if isinstance(envelope, _News):
            if self.behaviour is not None:
                self.behaviour.unsaved()
        else:
            self.context.open(envelope)

    def _news(self) -> None:
        self.notify(_News())

    def _commit(self) -> None:
        """The turn has succeeded: what it wants written goes to the journal, the rest leaves."""
        context, gate = self.context, self.gate
        draft, out = context.draft, context.out
        context.answered()
        if context.unheld:
            self._runtime.carry_out(context.unheld)
            context.unheld.clear()
        if not draft.dirty:
            if gate.shut:
                gate.hold(out.copy())
            else:
                self._runtime.carry_out(out)
            out.clear()
            return
        if self._unacknowledged:
            draft.done += self._unacknowledged
            self._unacknowledged.clear()
        self._set_wakes()
        journal = self._runtime.journal
        away = draft.away
        journal.take(self.book, draft, gate if away is not None else None)
        acts = out.copy()
        out.clear()
        draft.clear()
        if away is not None:
            gate.shut_for(acts, waits=away == "wait", away=journal.away)
        elif gate.shut:
            gate.hold(acts)
        else:
            self._runtime.carry_out(acts)

    def _set_wakes(self) -> None:
        draft, letters = self.context.draft, self._runtime.letters
        if (draft.entries or draft.state is not None) and not self.spec.journaled:
            raise TypeError(f"child spec {self.spec.kind}: it is not journaled, but records")
        for key in draft.done:
            letters.strike(self.address, key)
        for key, wake in draft.wakes.items():
            if wake is None:
                draft.done.append(WAKE + key)
                letters.strike(self.address, WAKE + key)
            else:
                at, message = wake
                data = msgspec.json.encode(message)
                draft.letters.append(letter(self.address, WAKE + key, at, data))
                letters.post(self.address, WAKE + key, at, message)

    # Its life; see `actors.core.life`.

    def _step(self, step: Step) -> None:
        self.phase = after(self.phase, step)

    def _new_context(self) -> Context[Any]:
        return Context(self._runtime, self.book, self.gate, self._watching, self.notify)

    def launch(self, at: float | None = None) -> None:
        """Start the actor, at a time if one is given; its mailbox fills meanwhile."""
        if at is None:
            self._recover()
        else:
            self._step("wait")
            self._restart_timer = self._runtime.timers.add(Timer(at, lambda _: self._recover()))

    def relaunch(self, at: float | None = None) -> None:
        """Start the actor again after it crashed or was halted."""
        self.restarts += 1
        self._runtime.restarts += 1
        self.launch(at)

    def _recover(self) -> None:
        """Find out what the actor goes on from: from memory, where it has been there before."""
        self._step("start")
        self._since = self._runtime.world.now()
        if self.restarts or not self.spec.journaled or not self.book.empty:
            self._recovered(self.book)
        elif (book := self._runtime.journal.take_up(self.address)) is not None:
            self._recovered(book)
        else:
            self._runtime.recovery.read(self.address, self._found)

    def _found(self, book: Book) -> None:
        if self.phase is Phase.RECOVERING:
            self._recovered(book)

    def _recovered(self, book: Book) -> None:
        self.book = book
        self._step("recovered")
        self._runtime.scheduler.add(self)

    def _begin(self) -> None:
        """Make the behaviour and let it begin."""
        context = self.context = self._new_context()
        context.restarts, context.fatal = self.restarts, self.fatal
        context.handed = self.handed
        context.recovered = self.book.recovered(self._runtime.world.now(), self.handed)
        behaviour = self.behaviour = self.spec.actor(context)
        context.receive = behaviour.receive
        behaviour.started()
        self._step("begun")
        self.handed = context.handed
        context.fatal = self.fatal = None
        if self._unacknowledged:
            context.draft.dirty = True
        if context.draft.dirty or context.out:
            self._commit()
        if self.spec.passivate_after is not None:
            self._look_at(self._used_at + self.spec.passivate_after)

    def crash(self, error: Exception, fatal: object = None) -> None:
        """Discard this start, which ``fatal`` crashed; the supervisor decides what follows."""
        log.error("%s crashed: %r", self.address, error, exc_info=error)
        self._runtime.crashes += 1
        if fatal is not None:  # a start that crashed too leaves the first cause in place
            self.fatal = fatal.message if isinstance(fatal, Delivery) else fatal
        if isinstance(fatal, Monitor):
            self._watching.crashed(fatal)
        elif isinstance(fatal, Delivery):
            self._unacknowledged.append(fatal.key)
            self._runtime.letters.strike(self.address, fatal.key)
        up_for = self._runtime.world.now() - self._since
        self.streak = next_streak(self.streak, up_for, self.spec.period)
        self._discard("crash", CRASHED)
        self.parent.child_ended(self, CRASHED, error)

    def halt(self, reason: Reason) -> None:
        """Stop in good order; a start that is not running has nothing to finish."""
        if self.phase is RUNNING and self.behaviour is not None:
            try:
                self.behaviour.stopped(reason)
                self.handed = self.context.handed
                if self.context.draft.dirty or self.context.out:
                    self._commit()
            except Exception:
                log.exception("%s: stopped(%r) failed", self.address, reason)
        self._discard("stop", reason)

    def _discard(self, step: Step, reason: Reason) -> None:
        self._step(step)
        self.behaviour = None
        self.context.drop(reason)
        for timer in (self._restart_timer, self._idle_timer):
            if timer is not None:
                self._runtime.timers.cancel(timer)
        self._restart_timer = self._idle_timer = None

    def give_up(self, reason: Reason) -> None:
        """End for good what cannot be kept alive: settle what it leaves, then report the end."""
        settle = self.spec.settle
        if settle is not None:
            now = self._runtime.world.now()
            recovered = self.book.recovered(now, self.handed)
            estate = Estate(self.address, recovered, self.fatal, now)
            try:
                self._settle(settle(estate))
            except Exception:
                log.exception("%s was given up and could not be settled", self.address)
                self._settle(Settlement())
        self.end(reason, reason)

    def _settle(self, settlement: Settlement) -> None:
        """Write what follows, close the journal, and tell who has to know when that is done."""
        context = self.context = self._new_context()
        context.persist(rows=settlement.rows)
        for address, message in settlement.send:
            context.send(address, message)
        for address, message in settlement.tell:
            context.tell(address, message)
        context.draft.done += [item.key for item in self.mailbox if isinstance(item, Delivery)]
        context.close_journal()
        self._commit()

    def end(self, reason: Reason, letters: Reason) -> None:
        """Be gone; what is left in the mailbox becomes dead letters.

        Who monitors it hears of the end last: after all that it has told before.
        """
        self._step("end" if self.phase is Phase.DOWN else "stop")
        self.handed = None
        self._watching.clear()
        self._runtime.registry.remove(self.address)
        self._put_away()
        while self.mailbox:
            item = self.mailbox.popleft()
            if is_told(item):
                self._runtime.dead_letters.add(self.address, item, letters)
        report = partial(self._runtime.monitors.ended, self.address, reason)
        if self.gate.shut:
            self.gate.hold([(None, report)])
        else:
            report()

    # Passivation: an actor nobody uses leaves the memory; its next message activates it again.

    def _look_at(self, at: float) -> None:
        """Look when it may have been idle for long enough.

        One timer that is set again when it fires, not one per message: messages are many.
        """
        self._idle_timer = self._runtime.timers.add(Timer(at, lambda _: self._look()))

    def _look(self) -> None:
        after_seconds = self.spec.passivate_after or 0.0
        now = self._runtime.world.now()
        # The same sum as the one the timer was set for, or rounding could make it fire in a loop.
        if self._used_at + after_seconds > now:
            self._look_at(self._used_at + after_seconds)
        elif self._agrees():
            self._passivate()
        elif self.phase is RUNNING:
            self._look_at(now + after_seconds)

    def _agrees(self) -> bool:
        unwritten = self.gate.shut or self.gate.unsaved
        if self.mailbox or unwritten or self.behaviour is None or not self.context.idle():
            return False
        try:
            return self.behaviour.can_passivate()
        except Exception as error:  # noqa: BLE001 - any mistake in a behaviour is a crash
            self.crash(error)
            return False

    def _passivate(self) -> None:
        """Leave the memory; a message that came while the actor finished activates it again."""
        self.halt(PASSIVATED)
        self._watching.clear()
        if self.mailbox:
            self.handed, self.restarts = None, 0
            self.launch()
        else:
            self._step("end")
            self._runtime.registry.remove(self.address)
            self._put_away()

    def _put_away(self) -> None:
        """Let the journal keep what the next life recovers."""
        if self.spec.journaled and self.phase is Phase.GONE:
            self._runtime.journal.put_away(self.book)
