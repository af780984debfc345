"""What the journal writes at once."""

from collections.abc import Iterator

from msgspec import Struct

from actors.core.address import Address
from actors.core.journal.book import Book, Entry, blob
from actors.core.journal.gate import Gate
from actors.core.journal.records import Blob, Flush, Letter, Snapshot


class Group(Struct):
    """What gathers between two flushes, in order of arrival; entries with their first's number.

    ``cold`` are the books of actors that have left the memory, ``gates`` wait for the group.
    """

    at: int = 0
    entries: dict[Address, tuple[int, list[Entry]]] = {}
    snapshots: dict[Address, Snapshot] = {}
    segments: list[Blob] = []
    tails: dict[Address, Blob] = {}
    cold: list[Book] = []
    shed: list[str] = []
    closed: dict[Address, int] = {}
    rows: list[Struct] = []
    done: dict[tuple[str, str], None] = {}
    letters: dict[tuple[str, str], Letter] = {}
    gates: dict[Gate, int] = {}

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
        held = sum(len(entries) for _, entries in self.entries.values())
        return held + sum(segment.count for segment in self.segments)

    def post(self, letter: Letter) -> None:
        """Take a letter, in place of an earlier one of its key."""
        self.letters[letter.actor, letter.key] = letter

    def strike(self, actor: str, key: str) -> None:
        """Note that a letter was handled, or is void."""
        self.letters.pop((actor, key), None)
        self.done[actor, key] = None

    def unfinished(self) -> Iterator[Address]:
        """Whose entries are not all in a snapshot or tail of this group."""
        for actor, (first, entries) in self.entries.items():
            snapshot, tail = self.snapshots.get(actor), self.tails.get(actor)
            reached = max(
                snapshot.seq if snapshot is not None else 0,
                tail.seq + tail.count - 1 if tail is not None else 0,
            )
            if reached < first + len(entries) - 1:
                yield actor

    def flush(self, epoch: int, trim: int) -> Flush:
        """The group as the log takes it.

        A journal that is closed ends with an empty blob, so that no takeover keeps what is left.
        """
        ends = (Blob(str(actor), seq + 1, 0, b"[]") for actor, seq in self.closed.items())
        return Flush(
            epoch,
            self.at,
            (*(blob(str(actor), *book) for actor, book in self.entries.items()), *ends),
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
