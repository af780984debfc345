"""What the journal writes at once."""

from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Raw, Struct

from actors.core.address import Address
from actors.core.gate import Gate, Written
from store.journal.records import Flush, JournalBlob, Snapshot

Entries = Sequence[Struct | Raw]
"""As recorded by an actor, or as read from the journal of an earlier process."""


class Group(Struct):
    """What is written at once, in order of arrival; entries with the number of their first."""

    at: int = 0
    entries: dict[Address, tuple[int, list[Struct | Raw]]] = {}
    snapshots: dict[Address, Snapshot] = {}
    segments: list[tuple[Address, int, Entries]] = []
    closed: list[Address] = []
    gates: dict[Gate | Written, int] = {}

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write but the time."""
        return not (self.entries or self.snapshots or self.closed or self.gates)

    def size(self) -> int:
        """How many entries it holds."""
        held = sum(len(entries) for _, entries in self.entries.values())
        return held + sum(len(entries) for _, _, entries in self.segments)

    def unfinished(self) -> Iterator[Address]:
        """Whose entries have not all led to a snapshot of this group."""
        for actor, (first, entries) in self.entries.items():
            snapshot = self.snapshots.get(actor)
            if snapshot is None or snapshot.seq < first + len(entries) - 1:
                yield actor

    def flush(self, epoch: int, trim: int) -> Flush:
        """The group as the log takes it."""
        return Flush(
            epoch,
            self.at,
            tuple(_blob(actor, *book) for actor, book in self.entries.items()),
            tuple(self.snapshots.values()),
            tuple(_blob(*segment) for segment in self.segments),
            tuple(map(str, self.closed)),
            trim,
        )


def _blob(actor: Address, first: int, entries: Entries) -> JournalBlob:
    return JournalBlob(str(actor), first, len(entries), msgspec.json.encode(entries))
