"""What an actor may do besides computing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct

from actors.core.gate import Gate, Written
from actors.core.ref import Ref
from actors.core.restart import NORMAL, Reason

if TYPE_CHECKING:
    from actors.core.address import Address
    from actors.core.cell import Cell
    from actors.core.incarnation import Incarnation
    from actors.core.monitor import Down
    from actors.core.past import Past
    from actors.core.reply import Reply

M = TypeVar("M")
T = TypeVar("T")


class Context(Generic[M]):
    """Belongs to one incarnation; timers and effects set through it end with that."""

    __slots__ = (
        "_cell",
        "_incarnation",
        "_runtime",
        "address",
        "after_slice",
        "now",
        "restarts",
        "self",
        "tell",
    )

    def __init__(self, cell: Cell, incarnation: Incarnation) -> None:
        self._cell = cell
        self._incarnation = incarnation
        self._runtime = cell.runtime
        self.address: Address = cell.address
        self.self: Ref[M] = Ref(cell.address, cell.runtime)
        self.restarts: int = cell.restarts
        """How often it was restarted since it was activated: 0 at the first start."""
        # Bound here once rather than wrapped: these are called for nearly every message.
        self.now: Callable[[], float] = cell.runtime.world.now
        """Return seconds since the epoch."""
        gate = cell.gate
        self.tell: Callable[[Address, Any], None] = cell.runtime.tell
        """Send a message to another actor."""
        self.after_slice: Callable[[Callable[[], None]], None] = cell.runtime.scheduler.after_slice
        """Call back once when this slice ends: what gathers in a slice leaves in one write."""
        if gate is not None:
            gate.context = self
            if gate.shut:
                self.tell = gate.hold

    @property
    def loaded(self) -> Any:
        """What ``ChildSpec.load`` returned, or None."""
        return self._cell.loaded

    @property
    def fatal(self) -> Any:
        """The message that crashed the last incarnation, if one did: who sent it may be waiting."""
        return self._cell.fatal

    @property
    def random(self) -> Random:
        """A generator seeded from the kernel's seed, the address and the incarnation."""
        return self._incarnation.random

    def timer(self, key: str, at: float, message: M) -> None:
        """Get the message when ``now() >= at``, seconds since the epoch; replaces the same key.

        Once cancelled or replaced it does not arrive, not even if it has fired and waits in the
        mailbox.
        """
        self._incarnation.set_timer(key, at, message)

    def cancel(self, key: str) -> None:
        """Cancel a timer; none of this key is fine."""
        self._incarnation.cancel_timer(key)

    def effect(
        self,
        run: Callable[[], Awaitable[T]],
        done: Callable[[T], M],
        failed: Callable[[Exception], M],
    ) -> None:
        """Run something that takes time; the outcome comes back as a message.

        A stop or a restart cancels it. ``done`` and ``failed`` are called in the actor's turn.
        """
        self._incarnation.start_effect(run, done, failed, self._cell.notify)

    def reply(self) -> Reply:
        """Take the handle of the ask being handled; if it was told, one that leads nowhere.

        An ask whose handle is not taken fails at once. A handle that is taken may be kept and used
        later; the crash of this incarnation fails it.
        """
        return self._incarnation.take_reply()

    @property
    def past(self) -> Past | None:
        """What the journal knows from before this process, if anything; `kept` is newer."""
        return self._cell.past

    def record(self, entries: Sequence[Struct]) -> None:
        """Append to the actor's journal, which numbers entries from 1; written behind, in groups.

        Keep the state that these lead to in the same turn.
        """
        cell = self._cell
        self._runtime.journal.record(cell.address, cell.recorded + 1, entries)
        cell.recorded += len(entries)
        cell.since_snapshot.extend(entries)

    def snapshot(self, state: bytes) -> None:
        """Add to the journal what all entries so far have led to.

        The entries since the last snapshot are kept for good, as a segment.
        """
        cell = self._cell
        since, cell.since_snapshot = cell.since_snapshot, []
        self._runtime.journal.snapshot(cell.address, cell.recorded, state, since)

    def persist(self, away: M | None = None, back: M | None = None) -> None:
        """Hold back what is told from now on until all that was recorded is written.

        If the log is away what is told leaves all the same, and the actor gets the message
        ``away``, then and each time it persists something more; ``back`` when all is written.
        Without ``away`` it wants no news of this, and it does not count as ``unsaved``.
        """
        cell = self._cell
        if cell.gate is None:
            cell.gate = Gate(cell)
            cell.gate.context = self
        cell.gate.shut_for(away, back)

    async def written(self) -> None:
        """Return when all that was recorded until now is written; for effects."""
        event = self._runtime.world.event()
        self._runtime.journal.hold(Written(event))
        await event.wait()

    @property
    def unsaved(self) -> int:
        """How many times something was persisted and told that is not written yet."""
        gate = self._cell.gate
        return gate.unsaved if gate is not None else 0

    def close_journal(self) -> None:
        """Let the journal keep of this actor no more than the segments."""
        self._runtime.journal.close(self.address)

    def monitor(self, address: Address, make: Callable[[Down], M]) -> None:
        """Get a message when that actor ends for good; at once if it is unknown or given up.

        Does not activate it. The message comes after all that the other has told. Outlives a
        restart of this actor, not its passivation; news whose handling crashed come once more if
        it is called again. An address that is monitored already stays so.
        """
        self._cell.watching.add(address, make)

    def demonitor(self, address: Address) -> None:
        """Watch no longer; a message about its end that has not been handled does not arrive."""
        self._cell.watching.remove(address)

    def stop(self, reason: Reason = NORMAL) -> None:
        """Stop after this message. Other reasons than normal and shutdown count as a failure."""
        self._incarnation.ending = reason

    def keep(self, state: object) -> None:
        """Hand this over to the next incarnation after a crash; None hands over nothing.

        An actor that kept something is restarted without a load.
        """
        self._cell.kept = state

    @property
    def kept(self) -> Any:
        """What the last incarnation kept, or None."""
        return self._cell.kept
