"""What the journal writes at once."""

from collections.abc import Iterator

from msgspec import Struct

from actors.core.address import Address
from actors.core.journal.gate import Gate
from actors.core.journal.records import Blob, Flush, Letter, Snapshot


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
    """What gathers between two flushes, in order of arrival.

    ``cold`` are the addresses of actors that have left the memory; ``gates`` wait for the group.
    ``changes`` are the letters it changes, with the number of each change (`Letters.changed`).
    ``promised`` are actors with entries that a gate waits for.
    """

    at: int = 0
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
        )
