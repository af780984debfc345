"""One start of an actor: what it may do besides computing, and all that a crash takes away."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final, Generic, TypeVar

import msgspec
from msgspec import Struct

from actors.core.address import Address
from actors.core.effects import Effect, Effects
from actors.core.errors import ActorDown, Unanswered
from actors.core.journal.book import Away, Book, Draft, Recovered
from actors.core.journal.gate import Act, Gate
from actors.core.letters import Delivery, letter
from actors.core.mailbox import Ask, Envelope, Reply
from actors.core.monitor import Down, Monitor, Watching
from actors.core.restart import NORMAL, Reason
from actors.core.runtime import Runtime
from actors.core.timers import Timer

M = TypeVar("M")
T = TypeVar("T")

WAKE: Final = "wake "
"""What the keys of an actor's own letters begin with."""


class Context(Generic[M]):
    """Belongs to one start of an actor; timers, effects and unanswered asks end with it.

    What an actor tells, records, posts and hands over in one turn happens when the turn has
    succeeded, all of it; a crash undoes it.
    """

    __slots__ = (
        "_asked",
        "_book",
        "_gate",
        "_notify",
        "_random",
        "_replies",
        "_runtime",
        "_seed",
        "_timers",
        "_watching",
        "address",
        "after_slice",
        "draft",
        "effects",
        "ending",
        "fatal",
        "gone",
        "handed",
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
        watching: Watching,
        notify: Callable[[object], None],
    ) -> None:
        self._runtime = runtime
        self._book = book
        self._gate = gate
        self._watching = watching
        self._notify = notify
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
        """The message that crashed it, until a start has succeeded: who sent it may be waiting."""
        self.now: Callable[[], float] = runtime.world.now
        """Return seconds since the epoch."""
        self.after_slice: Callable[[Callable[[], None]], None] = runtime.scheduler.after_slice
        """Call back once when this slice ends: what gathers in a slice leaves in one write."""
        self.receive: Callable[[Any], None] = _nobody
        self.effects = Effects(runtime.world)
        self.out: list[Act] = []
        self.unheld: list[Act] = []
        self.draft = Draft()
        self.handed: Any = None
        self.ending: Reason | None = None
        self.gone = False

    @property
    def random(self) -> random.Random:
        """A generator seeded from the kernel's seed, the address and the number of the start."""
        if self._random is None:  # made when first used, as it takes 2.5 kB
            self._random = random.Random(self._seed)
        return self._random

    # Messages

    def tell(self, address: Address, message: Any) -> None:
        """Send a message to another actor. Never blocks: at worst it becomes a dead letter."""
        self.out.append((address, message))

    def tell_unsaved(self, address: Address, message: Any) -> None:
        """Send a message past the gate, for what says that something is not written yet."""
        self.unheld.append((address, message))

    def reply(self) -> Reply:
        """Take the handle of the ask being handled; if it was told, one that leads nowhere.

        An ask whose handle is not taken fails at once. A handle that is taken may be kept and used
        later; the crash of this start fails it.
        """
        reply, self._asked = self._asked, None
        if reply is None:
            return Reply()
        reply.later = self._put_off
        if reply.pending:
            self._replies.add(reply)
            reply.on_settled(self._replies.discard)
        return reply

    def _put_off(self, answer: Callable[[], None]) -> None:
        self.out.append((None, answer))

    def timer(self, key: str, at: float, message: M) -> None:
        """Get the message when ``now() >= at``, seconds since the epoch; replaces the same key.

        Once cancelled or replaced it does not arrive, not even if it has fired and waits in the
        mailbox.
        """
        if not self.gone:
            self.cancel(key)
            self._timers[key] = self._runtime.timers.add(Timer(at, self._notify, key, message))

    def cancel(self, key: str) -> None:
        """Cancel a timer; none of this key is fine."""
        timer = self._timers.pop(key, None)
        if timer is not None:
            self._runtime.timers.cancel(timer)

    def effect(
        self,
        run: Callable[[], Awaitable[T]],
        done: Callable[[T], M],
        failed: Callable[[Exception], M],
    ) -> None:
        """Run something that takes time; the outcome comes back as a message.

        A stop or a restart cancels it. ``done`` and ``failed`` are called in the actor's turn.
        """
        if not self.gone:
            self.effects.start(Effect(run, done, failed, self._notify))

    def monitor(self, address: Address, make: Callable[[Down], M]) -> None:
        """Get a message when that actor ends for good; at once if it is unknown or given up.

        Does not activate it. The message comes after all that the other has told. Outlives a
        restart of this actor, not its passivation; news whose handling crashed come once more if
        it is called again. An address that is monitored already stays so.
        """
        self._watching.add(address, make)

    def demonitor(self, address: Address) -> None:
        """Watch no longer; a message about its end that has not been handled does not arrive."""
        self._watching.remove(address)

    # What lasts

    def hand_over(self, state: object) -> None:
        """Let the next start after a crash find this as ``recovered.handed``; None: nothing."""
        self.handed = state

    def record(self, *entries: Struct) -> None:
        """Append tagged Structs to the actor's journal; written behind, in groups."""
        draft = self.draft
        draft.dirty = True
        draft.entries.extend(entries)

    def snapshot(self, state: bytes) -> None:
        """Add to the journal what all entries, those of this turn included, have led to.

        The entries since the last snapshot are kept for good, as a segment.
        """
        self.draft.dirty = True
        self.draft.state = state

    def persist(self, *entries: Struct, rows: tuple[Struct, ...] = (), away: Away = "wait") -> None:
        """Record, and let nothing of this turn or a later one leave before it is written.

        ``rows`` are what it means elsewhere in the store; they are written in the same transaction.
        While the log is ``away`` what is told waits, or ``tell``: it leaves. Either counts as
        `unsaved` then. One that waits makes all that comes after it wait.
        """
        self.record(*entries)
        self.draft.rows.extend(rows)
        if self.draft.away != "wait":
            self.draft.away = away

    def send(self, address: Address, message: Struct, *, away: Away = "wait") -> None:
        """Send a message that arrives whatever fails: written with this turn, then delivered.

        To an address where nobody is it makes an actor with this first message; what else this
        turn tells leaves when it is durable. Handled once, together with what the receiver
        journals about it; a receiver that crashes over it does not get it again. ``away`` as in
        `persist`.
        """
        key = self._runtime.name_letter()
        now = self.now()
        self.persist(away=away)
        self.draft.letters.append(letter(address, key, now, msgspec.json.encode(message)))
        post = partial(self._runtime.letters.post, address, key, now, message)
        self.out.append((None, post))

    def wake(self, key: str, at: float, message: M) -> None:
        """Get the message when ``now() >= at``, over restarts and passivation; replaces the key."""
        self.draft.dirty = True
        self.draft.wakes[key] = (at, message)

    def unwake(self, key: str) -> None:
        """Withdraw a wake-up; none of this key is fine."""
        self.draft.dirty = True
        self.draft.wakes[key] = None

    def close_journal(self) -> None:
        """Let the journal keep of this actor no more than the segments."""
        self.draft.dirty = self.draft.close = True

    @property
    def unsaved(self) -> int:
        """How many times something was persisted that the log keeps waiting; see `persist`."""
        return self._gate.unsaved

    @property
    def log_is_away(self) -> bool:
        """Whether what is persisted now would have to wait for longer than a moment."""
        return self._runtime.journal.away

    def stop(self, reason: Reason = NORMAL) -> None:
        """Stop after this message. Other reasons than normal and shutdown count as a failure."""
        self.ending = reason

    # For the process

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
            self.draft.dirty = True
            self.draft.done.append(envelope.key)
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
        """Tell whether nothing is going on that would be lost or bring a message."""
        return not (self._timers or self._replies or len(self.effects))

    def answered(self) -> None:
        """The turn has succeeded: what it answered is not for a crash to fail any more."""
        if self._replies:
            self._replies = {reply for reply in self._replies if not reply.answered}

    def drop(self, reason: Reason) -> None:
        """Cancel everything; who waits for an answer gets an error."""
        self.gone = True
        self.receive = _nobody
        for timer in self._timers.values():
            self._runtime.timers.cancel(timer)
        self._timers.clear()
        self.effects.cancel()
        unanswered = [*self._replies]
        if self._asked is not None:
            unanswered.append(self._asked)
        self._replies, self._asked = set(), None
        for reply in unanswered:
            reply.fail(ActorDown(self.address, reason))


def _nobody(message: object) -> None:
    """Stand in for the behaviour before it is built and after it is gone."""
