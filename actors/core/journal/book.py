"""The part of one actor's journal that is in memory, and what one message adds to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec
from msgspec import Raw, Struct

from actors.core.address import Address
from actors.core.journal.records import Blob, Letter, Stored

Entry = Struct | Raw
"""A Struct as recorded by an actor, or Raw as read from the log."""
Away = Literal["wait", "tell"]
"""What happens to messages told after a `persist` while the log is away: they wait, or are told and
count as unsaved."""

encode = msgspec.json.Encoder().encode
"""Encode a list of entries as a JSON array; TypeError for what cannot be encoded."""
_entries = msgspec.json.Decoder(list[Raw])


class Recovered(Struct, frozen=True):
    """What an actor goes on from, at every start: the first, after a crash, after a kill.

    ``state`` is its last snapshot, None if it made none. ``entries`` are what it recorded after
    that, in order and without a gap: Structs after a crash, `msgspec.Raw` if read from the log.
    ``until`` is the last durable instant, in seconds since the epoch; now, after a crash.
    ``handed`` is what the start that crashed had handed over (`Context.hand_over`): it is newer
    than the rest, and holds what is live and in no journal.
    """

    state: bytes | None = None
    entries: tuple[Entry, ...] = ()
    until: float = 0.0
    handed: Any = None


class Draft:
    """What one message of an actor asks of the journal. Void if the message crashes."""

    __slots__ = (
        "close",
        "dirty",
        "done",
        "entries",
        "letters",
        "more",
        "parts",
        "rows",
        "state",
        "wakes",
    )

    def __init__(self) -> None:
        self.dirty = False
        """Whether it asks for anything."""
        self.more = False
        """Whether it asks for more than entries, a snapshot and a gate; few messages do."""
        self.entries: list[Entry] = []
        self.state: bytes | None = None
        self.rows: list[Struct] = []
        self.letters: list[Letter] = []
        self.wakes: dict[str, tuple[Letter, float, Any] | None] = {}
        """Wake-ups by key: row, time and message; None withdraws one."""
        self.done: list[str] = []
        self.close = False
        self.parts: list[tuple[Away, int]] = []
        """The policy of each `persist`, and how many messages had been told before it. The first
        one also holds what was told before it; each later one holds only what is told after it."""

    def clear(self) -> None:
        """Empty the draft, to use it for the next message."""
        del self.entries[:]  # quicker than a call; this runs for nearly every key press
        self.dirty = False
        if self.parts:
            self.parts.clear()
        self.state = None
        if self.more:
            self.rows.clear()
            self.letters.clear()
            self.wakes.clear()
            self.done.clear()
            self.more = self.close = False


class Book:
    """The part of one actor's journal that is in memory: enough to go on after a crash.

    ``seq`` counts its entries; ``since`` are those after the snapshot ``state``. ``tail`` tells
    whether the log keeps entries of it outside the blobs, ``closed`` whether it is to forget
    everything in here.
    """

    __slots__ = ("address", "closed", "name", "recovered_at", "seq", "since", "state", "tail")

    def __init__(self, address: Address) -> None:
        self.address = address
        self.name = str(address)
        self.seq = 0
        self.state: bytes | None = None
        self.since: list[Entry] = []
        self.tail = False
        self.closed = False
        self.recovered_at: float | None = None
        """The durable instant at which it was read from the log; None after the actor went on."""

    @property
    def empty(self) -> bool:
        """Whether nothing was ever recorded."""
        return self.state is None and not self.seq

    def begin_anew(self) -> None:
        """Forget the closed journal; what is recorded from now on begins a new one."""
        self.seq, self.state, self.since = 0, None, []
        self.tail = self.closed = False
        self.recovered_at = None

    def recovered(self, now: float, handed: Any) -> Recovered | None:
        """Return what a start goes on from; None if there is nothing."""
        if self.empty and handed is None:
            return None
        until = now if self.recovered_at is None else self.recovered_at
        return Recovered(self.state, tuple(self.since), until, handed)


def book_of(address: Address, stored: Stored, until: float) -> Book:
    """Make the book of an actor from what the log has; ``until`` is the log's last instant."""
    book, snapshot = Book(address), stored.snapshot
    if snapshot is not None:
        book.seq, book.state = snapshot.seq, snapshot.data
        until = max(until, snapshot.at / 1000.0)
    newest = max((blob.seq + blob.count - 1 for blob in stored.blobs), default=0)
    book.since = [*_in_a_row(book.seq, stored.blobs)]
    # The count goes on after the newest entry, even if an earlier one was lost.
    book.seq = max(book.seq, newest)
    book.tail = bool(stored.blobs)
    book.recovered_at = until
    return book


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


def blob(actor: str, first: int, entries: Sequence[Entry]) -> Blob:
    """Encode entries (tagged Structs), numbered from ``first``."""
    return Blob(actor, first, len(entries), encode(entries))


def _in_a_row(reached: int, blobs: Iterable[Blob]) -> Iterable[Raw]:
    """Return the entries after number ``reached``, each once, up to the first that is missing.

    What follows a gap cannot be understood.
    """
    for each in blobs:
        if each.seq > reached + 1:
            return
        yield from _entries.decode(each.data)[reached + 1 - each.seq :]
        reached = max(reached, each.seq + each.count - 1)
