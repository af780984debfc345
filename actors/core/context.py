"""The verbs of an actor: tell, answer, set timers, run effects, record, send, stop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Struct

from actors.core.address import Address
from actors.core.journal.book import Away
from actors.core.journal.records import sent, wake_up
from actors.core.letters import AT_ONCE, OWN
from actors.core.life import NORMAL, Reason
from actors.core.mailbox import Reply
from actors.core.monitor import Down
from actors.core.start import Start
from actors.core.timers import Timer
from actors.core.world import Effect

M = TypeVar("M")
T = TypeVar("T")


class Context(Start, Generic[M]):
    """Belongs to one start of an actor; timers, effects and unanswered asks end with it.

    Everything that an actor tells, records, posts and hands over in a turn takes effect together,
    when the turn has succeeded. If the turn crashes, none of it happens.
    """

    __slots__ = ()

    # Messages

    def tell(self, address: Address, message: Any) -> None:
        """Send a message to another actor. Never blocks: at worst it becomes a dead letter."""
        self.out += ((address, message),)  # the quickest way there is

    def tell_at_once(self, address: Address, message: Any) -> None:
        """Send a message past the gate: it says that something is not written, or needs no write.

        It leaves before everything that this turn tells.
        """
        self.unheld.append((address, message))

    def act(self, act: Callable[[], None]) -> None:
        """Do something to things outside the kernel, in order with what this turn tells.

        It is done when the turn has succeeded, and behind the gate if that is shut.
        """
        self.out.append((None, act))

    @property
    def edges(self) -> Mapping[str, Any]:
        """Things outside the kernel by name, such as sockets, each for as long as it is open.

        Messages carry the name and never the thing itself, so they can be stored and sent on.
        """
        return self._runtime.edges

    def reply(self) -> Reply:
        """Take the handle that answers the current message; if nobody asked, it does nothing.

        An ask whose handle is not taken fails at once. A taken handle may be kept and used later;
        if the actor crashes before that, the ask fails.
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

        A timer that was cancelled or replaced does not arrive, even if it has fired and its message
        waits in the mailbox.
        """
        if not self.gone:
            self.cancel(key)
            self._timers[key] = self._runtime.timers.add(Timer(at, self._notify, key, message))

    def cancel(self, key: str) -> None:
        """Cancel a timer; does nothing if this key has none."""
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

        Does not activate that actor. The message comes after everything the other has told. The
        monitor outlives a restart of this actor, but not its passivation. If handling the message
        crashed this actor, a new call brings it once more. A second call for an address that is
        already monitored changes nothing.
        """
        self._watching.add(address, make)

    def demonitor(self, address: Address) -> None:
        """Stop watching; a message about its end that waits in the mailbox does not arrive."""
        self._watching.remove(address)

    # What lasts

    def hand_over(self, state: object) -> None:
        """Keep this for the start after a crash, as ``recovered.handed``; None keeps nothing."""
        self.handed = state

    def record(self, *entries: Struct, rows: tuple[Struct, ...] = ()) -> None:
        """Append tagged Structs to the actor's journal; written behind, in groups.

        ``rows`` are what it means elsewhere in the store; they are written in the same transaction.
        """
        if entries and not self._journaled:
            raise TypeError(f"child spec {self.address.kind}: it is not journaled, but records")
        draft = self.draft
        draft.dirty = True
        draft.entries += entries
        if rows:
            draft.more = True
            draft.rows.extend(rows)

    def snapshot(self, state: bytes) -> None:
        """Journal the state that all entries so far, including those of this turn, have led to.

        The entries since the last snapshot are kept for good, as a segment.
        """
        if not self._journaled:
            raise TypeError(f"child spec {self.address.kind}: it is not journaled, but snapshots")
        self.draft.dirty = True
        self.draft.state = state

    def persist(self, *entries: Struct, rows: tuple[Struct, ...] = (), away: Away = "wait") -> None:
        """Record, and hold back what this turn and later ones tell until it is written.

        ``away`` says what happens while the log is away: messages ``wait``, or leave all the same
        (``tell``). Both count as `unsaved` then. A message that waits holds back all after it. A
        second call in the same turn with another policy holds back what is told after that call.
        """
        self.record(*entries, rows=rows)
        parts = self.draft.parts
        if not parts or parts[-1][0] != away:
            parts.append((away, len(self.out)))

    def send(self, address: Address, message: Struct, *, away: Away = "wait") -> None:
        """Send a message that arrives whatever fails: written with this turn, then delivered.

        Whatever else this turn tells leaves when the message is durable. The receiver handles it
        once: it is removed together with the write of what the receiver journals about it. A
        receiver that crashes on it does not get it again. ``away`` is as in `persist`.
        """
        self._post(address, message, away, self._runtime.letters.post)

    def create(self, address: Address, message: Struct, *, away: Away = "wait") -> None:
        """Make an actor at a new address and `send` it this first message.

        It knows who made it only if the message says so; nothing else depends on that.
        """
        self._post(address, message, away, self._runtime.deliver_first)

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
        """Withdraw a wake-up; does nothing if this key has none."""
        self.draft.dirty = self.draft.more = True
        self.draft.wakes[OWN + key] = None

    def close_journal(self) -> None:
        """Let the journal forget this actor, except for its segments."""
        self.draft.dirty = self.draft.more = self.draft.close = True

    @property
    def log_away(self) -> bool:
        """Whether the log is away: a letter that has come may itself not be written yet."""
        return self._runtime.journal.away

    @property
    def unsaved(self) -> int:
        """How many calls of `persist` the log has kept waiting for too long."""
        return self._gate.unsaved

    @property
    def stuck(self) -> bool:
        """Whether what is told now waits for a log that is away, behind a `persist` that waits.

        All that was told before that `persist` has left.
        """
        return self._gate.stuck

    def stop(self, reason: Reason = NORMAL) -> None:
        """Stop after this message. A reason other than normal and shutdown counts as a failure."""
        self.ending = reason
