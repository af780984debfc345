"""One start of an actor from the kernel's side: it commits a turn, or drops it after a crash."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any

from actors.core.address import Address
from actors.core.delivery import Delivery
from actors.core.journal.book import Book, Draft, Recovered
from actors.core.journal.group import Act, Gate
from actors.core.life import Reason
from actors.core.mailbox import ActorDown, Ask, Envelope, Reply, Unanswered
from actors.core.monitor import ActorMonitors, Monitor
from actors.core.runtime import Runtime
from actors.core.timers import Timer
from actors.core.world import Effect, Effects


class Start:
    """Opens envelopes from the mailbox, and carries out what a turn wants once it has succeeded."""

    __slots__ = (
        "_asked",
        "_book",
        "_gate",
        "_journaled",
        "_notify",
        "_random",
        "_replies",
        "_runtime",
        "_seed",
        "_tell",
        "_timers",
        "_watching",
        "address",
        "after_slice",
        "by_and_by",
        "date",
        "draft",
        "effects",
        "ending",
        "failed",
        "fatal",
        "gone",
        "handed",
        "in_place",
        "now",
        "out",
        "receive",
        "recovered",
        "restarts",
        "unheld",
    )

    def __init__(
        self,
        runtime: Runtime,
        book: Book,
        gate: Gate,
        watching: ActorMonitors,
        notify: Callable[[object], None],
        *,
        journaled: bool,
    ) -> None:
        self._runtime = runtime
        self._tell = runtime.tell
        self._book = book
        self._gate = gate
        self._watching = watching
        self._notify = notify
        self._journaled = journaled
        self._timers: dict[str, Timer] = {}
        self._replies: set[Reply] = set()
        self._asked: Reply | None = None
        self._random: random.Random | None = None
        # The number keeps an actor from drawing again what its last start drew.
        self._seed = f"{runtime.seed}/{book.name}/{runtime.number_start()}"
        self.address: Address = book.address
        self.restarts = 0
        """How often it was restarted since it was activated: 0 at the first start."""
        self.recovered: Recovered | None = None
        """What the actor goes on from; None if it is new."""
        self.fatal: Any = None
        """The message that crashed it, until a start has succeeded: its sender may be waiting.

        A static actor whose start has crashed over it twice is started without it.
        """
        self.now: Callable[[], float] = runtime.world.now
        """Return seconds since the epoch by the clock that timers go by."""
        self.date: Callable[[], float] = runtime.world.date
        """Return seconds since the epoch by the calendar, for what is written down."""
        self.after_slice: Callable[[Callable[[], None]], None] = runtime.scheduler.after_slice
        """Call back once when this slice ends, so that what gathered in it leaves in one write."""
        self.by_and_by: Callable[[Callable[[], None]], None] = runtime.scheduler.by_and_by
        """Call back once, a little later if many are called: nobody else waits for a crowd."""
        self.receive: Callable[[Any], None] = _nobody
        self.in_place: type | None = None
        self.effects = Effects(runtime.world)
        self.out: list[Act] = []
        self.unheld: list[Act] = []
        self.draft = Draft()
        self.handed: Any = None
        self.ending: Reason | None = None
        self.gone = False
        self.failed = False
        """Whether it has crashed in place, which counts from its next turn on."""

    @property
    def random(self) -> random.Random:
        """A generator seeded from the kernel's seed, the address and the number of the start."""
        if self._random is None:  # made when first used, as it takes 2.5 kB
            self._random = random.Random(self._seed)
        return self._random

    def _put_off(self, reply: Reply) -> None:
        self.out.append((None, reply))

    def open(self, envelope: Envelope) -> None:
        """Handle what is in an envelope, unless it is void by now."""
        if not envelope.live:
            return
        if isinstance(envelope, Ask):
            self._handle_ask(envelope)
            return
        if isinstance(envelope, Timer):
            del self._timers[envelope.key]
        elif isinstance(envelope, Effect):
            self.effects.close(envelope)
        elif isinstance(envelope, Monitor):
            self._watching.handled(envelope)
        elif isinstance(envelope, Delivery):
            self.acknowledge([envelope.key])
        self.receive(envelope.unwrap())

    def _handle_ask(self, ask: Ask) -> None:
        self._asked = ask.reply
        self.receive(ask.message)
        self._check_taken(ask)

    def _check_taken(self, ask: Ask) -> None:
        if self._asked is not None:
            self._asked = None
            ask.reply.fail(Unanswered(self.address, ask.message))

    def idle(self) -> bool:
        """Tell whether nothing is under way: no timer, effect or unanswered ask."""
        return not (self._timers or self._replies or len(self.effects))

    def commit(self) -> None:
        """End a turn that succeeded: what it recorded goes to the journal, what it told leaves."""
        draft, gate, out = self.draft, self._gate, self.out
        if draft.dirty:  # first, as what cannot be encoded is a crash: nothing may have left yet
            if draft.more:
                self._write_more()
            else:
                self._runtime.journal.take(self._book, draft, gate)
        if self.unheld:
            self._runtime.carry_out(self.unheld)
            self.unheld.clear()
        if draft.parts:
            self._shut()
        elif gate.held:
            gate.hold(out.copy())
        else:  # not by a call of carry_out: this is for nearly every message
            tell = self._tell
            for address, message in out:
                if address is None:
                    message()
                else:
                    tell(address, message)
        del out[:]
        if draft.dirty:
            draft.clear()

    def _shut(self) -> None:
        """Hold back what was told, in one part for each call of `persist` with another policy."""
        away, out, parts = self._runtime.journal.away, self.out, self.draft.parts
        ends = [*(told for _, told in parts[1:]), len(out)]
        begin = 0
        for (policy, _), end in zip(parts, ends, strict=True):
            self._gate.shut_for(out[begin:end], waits=policy == "wait", away=away)
            begin = end

    def acknowledge(self, letters: Iterable[str]) -> None:
        """Remove durable messages, by key, in the same write as this turn."""
        self.draft.dirty = self.draft.more = True
        self.draft.done.extend(letters)

    def _write_more(self) -> None:
        draft, journal = self.draft, self._runtime.journal
        for key, wake in draft.wakes.items():
            if wake is None:
                draft.done.append(key)
            else:
                draft.letters.append(wake[0])
        journal.take(self._book, draft, self._gate)
        for key, wake in draft.wakes.items():
            if wake is not None:
                self._runtime.letters.post(self.address, key, wake[1], wake[2])

    def drop(self, reason: Reason) -> None:
        """Cancel everything; everybody who waits for an answer gets an error."""
        self.gone = True
        self.receive = _nobody
        for timer in self._timers.values():
            self._runtime.timers.cancel(timer)
        self._timers.clear()
        self.effects.cancel()
        unanswered = [reply for reply in self._replies if not reply.answered]
        unanswered += [act for _, act in self.out if isinstance(act, Reply)]  # of the crashed turn
        if self._asked is not None:
            unanswered.append(self._asked)
        self._replies, self._asked = set(), None
        for reply in unanswered:
            reply.fail(ActorDown(self.address, reason))


def _nobody(message: object) -> None:
    """Stand in for the behaviour before it is built and after it is gone."""
