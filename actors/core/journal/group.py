"""What the journal writes at once, and the gates behind which actors wait for that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from actors.core.address import Address
from actors.core.journal.records import Blob, Flush, Letter, Snapshot

Act = tuple[Address | None, Any]
"""Something that leaves an actor: a message for an address, or (None, a callable)."""


class Part:
    """What was told after one `persist`, up to the next."""

    __slots__ = ("acts", "waits")

    def __init__(self, acts: list[Act], *, waits: bool) -> None:
        self.acts = acts
        self.waits = waits  # even while the log is away


class Gate:
    """The gate of one actor: shut from a `persist` until what was persisted is written.

    While the log is away it lets out what may be told all the same, up to the first part that
    waits, so that the order stays. It outlives a crash, as what was told before the crash counts.
    """

    __slots__ = ("_late", "_let_go", "_overdue", "held", "news")

    def __init__(self, let_go: Callable[[list[Act]], None]) -> None:
        self._let_go = let_go
        self.news: Callable[[], None] = _nobody
        """Called when `unsaved` has changed while the log is away, and when it is back."""
        self.held: list[Part] = []  # lists: an empty deque takes 600 bytes, and most stay empty
        self._late: list[Part] = []  # told, and not written yet
        self._overdue = 0  # how many of the held parts the log has kept waiting too long

    @property
    def unsaved(self) -> int:
        """How many calls of `persist` the log has kept waiting for too long, told or not."""
        return len(self._late) + self._overdue

    @property
    def stuck(self) -> bool:
        """Whether what is held comes after something that waits for a log that is away."""
        return self._overdue > 0 and self.held[0].waits

    @property
    def shut(self) -> bool:
        """Whether the gate holds back what the actor tells."""
        return bool(self.held)

    def shut_for(self, acts: list[Act], *, waits: bool, away: bool) -> None:
        """Hold these acts, and those after them, until the journal calls `written`."""
        self.held.append(Part(acts, waits=waits))
        if away:
            self.overdue()

    def hold(self, acts: list[Act]) -> None:
        """Hold acts that need no writing, but come after some that do."""
        self.held[-1].acts.extend(acts)

    def overdue(self) -> None:
        """Let out what may be told although it is not written."""
        before, late = self.unsaved, 0
        while late < len(self.held) and not self.held[late].waits:
            late += 1
        self._late.extend(self.held[:late])
        self._open(late)
        self._overdue = len(self.held)
        if self.unsaved != before:
            self.news()

    def written(self, times: int) -> None:
        """Note that the oldest ``times`` calls of `persist` are durable now."""
        before, told = self.unsaved, min(times, len(self._late))
        del self._late[:told]
        self._open(times - told)
        self._overdue = max(self._overdue - (times - told), 0)
        if before and not self.unsaved:
            self.news()

    def _open(self, times: int) -> None:
        parts, self.held = self.held[:times], self.held[times:]
        for part in parts:
            self._let_go(part.acts)


def _nobody() -> None:
    """Stand in for an actor that wants no news."""


class Run:
    """The entries of one actor that gather in a group, numbered from ``first``, encoded."""

    __slots__ = ("count", "data", "first")

    def __init__(self, first: int) -> None:
        self.first = first
        self.count = 0
        self.data: list[bytes] = []
        """The entries of each message that recorded, as a JSON array without its brackets."""

    def gather(self) -> None:
        """Put the entries together, so that it takes no longer to write them the more they are."""
        if len(self.data) > 1:
            self.data = [b",".join(self.data)]

    def blob(self, actor: str) -> Blob:
        """Return the entries in the form that the log takes."""
        return Blob(actor, self.first, self.count, b"[" + b",".join(self.data) + b"]")


class Group(Struct):
    """What gathers between two flushes, in order of arrival; ``offered`` is how often to the log.

    ``cold`` are the addresses of actors that have left the memory; ``gates`` wait for the group.
    ``changes`` are the letters it changes, with the number of each change (`Letters.changed`).
    ``promised`` are actors with entries that a gate waits for.
    """

    at: int = 0
    number: int = 0
    offered: int = 0
    entries: dict[Address, Run] = {}
    snapshots: dict[Address, Snapshot] = {}
    segments: list[Blob] = []
    tails: dict[Address, Blob] = {}
    cold: list[Address] = []
    shed: dict[str, None] = {}
    closed: dict[Address, int] = {}
    rows: list[Struct] = []
    done: dict[tuple[str, str], None] = {}
    letters: dict[tuple[str, str], Letter] = {}
    changes: dict[tuple[str, str], int] = {}
    gates: dict[Gate, int] = {}
    promised: set[Address] = set()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write but the time."""
        return not (
            self.entries
            or self.snapshots
            or self.cold
            or self.closed
            or self.rows
            or self.done
            or self.letters
            or self.gates
        )

    def seal(self, at: int, newest: int) -> int:
        """Let the log have it as it stands; return the number of the newest group that is sealed.

        It keeps its number however often the log is offered it.
        """
        self.at = at
        self.number = self.number or newest + 1
        return max(newest, self.number)

    def size(self) -> int:
        """How many entries it holds."""
        held = sum(run.count for run in self.entries.values())
        return held + sum(segment.count for segment in self.segments)

    def wait(self, most: int) -> int:
        """Be ready to be written late: put together what has come until now, bit by bit.

        If that is more than ``most`` entries, drop the oldest that no gate waits for; return how
        many.
        """
        for run in self.entries.values():
            run.gather()
        size = before = self.size()
        while size > most and (gone := self._drop_oldest()):
            size -= gone
        return before - size

    def _drop_oldest(self) -> int:
        if self.segments:
            return self.segments.pop(0).count
        for actor in self.entries:
            if actor not in self.promised:
                return self.entries.pop(actor).count
        return 0

    def post(self, letter: Letter, change: int) -> None:
        """Take a letter, in place of an earlier one of its key."""
        name = letter.actor, letter.key
        self.letters[name], self.changes[name] = letter, change

    def strike(self, name: tuple[str, str], change: int) -> None:
        """Remove a letter: it was handled, or is void."""
        self.letters.pop(name, None)
        self.done[name], self.changes[name] = None, change

    def close(self, actor: Address, seq: int) -> None:
        """Drop everything of an actor but its segments; what it records after this is kept."""
        for part in (self.entries, self.snapshots, self.tails):
            part.pop(actor, None)
        self.promised.discard(actor)
        self.closed[actor] = seq

    def unfinished(self) -> Iterator[Address]:
        """Yield the actors whose entries are not all in a snapshot or tail of this group."""
        for actor, run in self.entries.items():
            snapshot, tail = self.snapshots.get(actor), self.tails.get(actor)
            reached = max(
                snapshot.seq if snapshot is not None else 0,
                tail.seq + tail.count - 1 if tail is not None else 0,
            )
            if reached < run.first + run.count - 1:
                yield actor

    def flush(self, epoch: int, trim: int) -> Flush:
        """Return the group in the form that the log takes.

        A closed journal ends with an empty blob, so that no takeover keeps what came before it;
        what comes after it in this group belongs to the actor's next journal.
        """
        self.offered += 1
        ends = (Blob(str(actor), seq + 1, 0, b"[]") for actor, seq in self.closed.items())
        return Flush(
            epoch,
            self.at,
            (*ends, *(run.blob(str(actor)) for actor, run in self.entries.items())),
            tuple(self.snapshots.values()),
            tuple(self.segments),
            tuple(self.tails.values()),
            tuple(self.shed),
            tuple(map(str, self.closed)),
            trim,
            tuple(self.rows),
            tuple(self.done),
            tuple(self.letters.values()),
            self.number,
        )
