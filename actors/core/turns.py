"""The turns of a process: it handles its messages one after the other, and some in place."""

from __future__ import annotations

from typing import Any

from actors.core.actor import Actor
from actors.core.context import Context
from actors.core.life import READY, RUNNING, Phase, Reason
from actors.core.mailbox import Envelope, Mailbox, News, Taken
from actors.core.memory import Memory
from actors.core.runtime import Runtime


class Turns:
    """What a process does with its messages; how it lives is said by `actors.core.process`."""

    __slots__ = (
        "_runtime",
        "behaviour",
        "context",
        "in_place",
        "mailbox",
        "memory",
        "phase",
        "queued",
        "used_at",
    )

    context: Context[Any]
    memory: Memory

    def __init__(self, runtime: Runtime, capacity: int) -> None:
        self._runtime = runtime
        self.mailbox = Mailbox(capacity)
        self.phase = Phase.DOWN
        self.queued = False
        self.in_place: type | None = None
        """The actor's, while it is running and between two turns: nobody enters it twice."""
        self.used_at = 0.0
        """When its last turn was, seconds since the epoch."""
        self.behaviour: Actor[Any] | None = None

    def _begin(self) -> None:
        """Make the behaviour and let it begin."""
        raise NotImplementedError

    def crash(self, error: Exception, item: object = None) -> None:
        """Discard this start, which ``item`` crashed; the supervisor decides what follows."""
        raise NotImplementedError

    def _finish(self, reason: Reason) -> None:
        """Stop, as the actor wants to; the supervisor decides what follows."""
        raise NotImplementedError

    def notify(self, message: object) -> None:
        """Put something that the actor itself set going into its mailbox; it is never refused."""
        self.mailbox.append(message)
        if not self.queued and self.phase is RUNNING:
            self._runtime.scheduler.add(self)

    def _news(self) -> None:
        self.notify(News())

    def turn(self, limit: int, now: float) -> int:
        """Handle up to ``limit`` messages; return how many. The rest waits for the next turn."""
        handled, item = 0, None
        mailbox, memory = self.mailbox, self.memory
        self.used_at, self.in_place = now, None
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
                if out or draft.dirty or unheld:
                    context.commit()
                memory.handed = context.handed
        except Exception as error:  # noqa: BLE001 - any mistake in a behaviour is a crash
            self.crash(error, item)
        else:
            if self.phase is RUNNING:
                reason = context.ending
                if reason is None:
                    self.in_place = context.in_place
                else:
                    self._finish(reason)
        return handled

    def take(self, message: object) -> None:
        """Handle a message in place, in the middle of what may be another actor's turn.

        Therefore nothing else happens to others here: it is put off until its own turn. What it
        told now would come between messages of the same turn, and a supervisor that heard of a
        crash now might halt the very actor whose turn this is.
        """
        scheduler, context = self._runtime.scheduler, self.context
        self.used_at = scheduler.now if scheduler.in_slice else self._runtime.world.now()
        self.in_place = None
        try:
            context.receive(message)
        except Exception as error:  # noqa: BLE001 - any mistake in a behaviour is a crash
            context.failed = True
            self._put_off(Taken(message, error))
            return
        if context.out or context.draft.dirty or context.unheld or context.ending is not None:
            self._put_off(Taken(message, None))
        else:
            self.memory.handed = context.handed
            self.in_place = context.in_place

    def _put_off(self, rest: Taken) -> None:
        self.mailbox.appendleft(rest)
        self._runtime.scheduler.add(self)

    def _open(self, envelope: Envelope) -> None:
        if isinstance(envelope, News):
            if self.behaviour is not None:
                self.behaviour.unsaved_changed()
        elif isinstance(envelope, Taken):
            if envelope.error is not None and self.context.failed:  # and not an earlier start
                raise envelope.error
        else:
            self.context.open(envelope)
