"""What an actor may do besides computing: the verbs of one start of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Struct

from actors.core.address import Address
from actors.core.effects import Effect
from actors.core.journal.book import Away
from actors.core.letters import AT_ONCE, OWN, sent, wake_up
from actors.core.mailbox import Reply
from actors.core.monitor import Down
from actors.core.restart import NORMAL, Reason
from actors.core.start import Start
from actors.core.timers import Timer

M = TypeVar("M")
T = TypeVar("T")


class Context(Start, Generic[M]):
    """Belongs to one start of an actor; timers, effects and unanswered asks end with it.

    What an actor tells, records, posts and hands over in one turn happens when the turn has
    succeeded, all of it; a crash undoes it.
    """

    __slots__ = ()

    # Messages

    def tell(self, address: Address, message: Any) -> None:
        """Send a message to another actor. Never blocks: at worst it becomes a dead letter."""
        self.out += ((address, message),)  # of all ways the quickest

    def tell_unsaved(self, address: Address, message: Any) -> None:
        """Send a message past the gate, for what says that something is not written yet."""
        self.unheld.append((address, message))

    def edge(self, name: str) -> Any | None:
        """Return what is outside of the kernel under this name, such as an open socket, if it is.

        Messages carry its name, never the thing itself: they can be written down and sent on.
        """
        return self._runtime.edges.get(name)

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
        if entries and not self._journaled:
            raise TypeError(f"child spec {self.address.kind}: it is not journaled, but records")
        draft = self.draft
        draft.dirty = True
        draft.entries += entries

    def snapshot(self, state: bytes) -> None:
        """Add to the journal what all entries, those of this turn included, have led to.

        The entries since the last snapshot are kept for good, as a segment.
        """
        if not self._journaled:
            raise TypeError(f"child spec {self.address.kind}: it is not journaled, but snapshots")
        self.draft.dirty = True
        self.draft.state = state

    def persist(self, *entries: Struct, rows: tuple[Struct, ...] = (), away: Away = "wait") -> None:
        """Record, and let nothing of this turn or a later one leave before it is written.

        Of a second one in the same turn, with another policy, this holds for what is told after it.

        ``rows`` are what it means elsewhere in the store; they are written in the same transaction.
        While the log is ``away`` what is told waits, or ``tell``: it leaves. Either counts as
        `unsaved` then. One that waits makes all that comes after it wait.
        """
        self.record(*entries)
        if rows:
            self.draft.more = True
            self.draft.rows.extend(rows)
        parts = self.draft.parts
        if not parts or parts[-1][0] != away:
            parts.append((away, len(self.out)))

    def send(self, address: Address, message: Struct, *, away: Away = "wait") -> None:
        """Send a message that arrives whatever fails: written with this turn, then delivered.

        What else this turn tells leaves when it is durable. The receiver handles it once, together
        with what it journals about it; one that crashes over it does not get it again. ``away`` as
        in `persist`.
        """
        self._post(address, message, away, self._runtime.letters.post)

    def create(self, address: Address, message: Struct, *, away: Away = "wait") -> None:
        """Make the actor at an address that is new, with this first message; sent like any other.

        It is this actor's child if it is told so: nothing else depends on who made it.
        """
        self._post(address, message, away, self._runtime.give_birth)

    def _post(
        self, address: Address, message: Struct, away: Away, post: Callable[..., None]
    ) -> None:
        self._runtime.check_takes(address.kind)
        self.persist(away=away)
        key, place = self._runtime.name_letter()
        self.draft.more = True
        self.draft.letters.append(sent(address, key, place, msgspec.json.encode(message)))
        self.out.append((None, partial(post, address, key, AT_ONCE, message)))

    def wake(self, key: str, at: float, message: M) -> None:
        """Get the message when ``date() >= at``, over restarts and passivation; replaces the key.

        Where the calendar was set forth, or the machine slept, a few seconds later than that.
        """
        self._runtime.check_takes(self.address.kind)
        row = wake_up(self.address, OWN + key, at, msgspec.json.encode(message))
        self.draft.dirty = self.draft.more = True
        self.draft.wakes[OWN + key] = (row, at, message)

    def unwake(self, key: str) -> None:
        """Withdraw a wake-up; none of this key is fine."""
        self.draft.dirty = self.draft.more = True
        self.draft.wakes[OWN + key] = None

    def close_journal(self) -> None:
        """Let the journal keep of this actor no more than the segments."""
        self.draft.dirty = self.draft.more = self.draft.close = True

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
