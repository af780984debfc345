"""The part of one actor's journal that is in memory: what a message adds, what a start reads."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Literal

import msgspec
from msgspec import Raw, Struct

from actors.core.address import Address
from actors.core.journal.records import Blob, Letter, Log, Stored
from actors.core.timers import Timer, Timers
from actors.core.world import Event, World

RETRY: Final = 1.0
"""Seconds until a log that could not answer is asked again."""
MOST_READ: Final = 500
"""Actors read at once, at most: a start may recover a thousand matches."""

log = logging.getLogger("actors.core")

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


Found = Callable[[Book | Exception], None]
"""Called with the book of an actor, or with why it cannot be read."""


class Recovery:
    """Reads books for one kernel, many at once. A log that is away delays starts; none fails."""

    __slots__ = ("_idle", "_log", "_reading", "_refused", "_timers", "_until", "_wanted", "_world")

    def __init__(
        self, world: World, timers: Timers, log: Log, until: Callable[[Address], float]
    ) -> None:
        self._world = world
        self._timers = timers
        self._log = log
        self._until = until  # the last durable instant of an actor before this kernel
        self._wanted: dict[Address, Found] = {}
        self._reading = False
        self._idle: Event | None = None
        self._refused = ""

    def read(self, address: Address, found: Found) -> None:
        """Read an actor, then call ``found``; replaces an earlier request for the same actor."""
        self._wanted[address] = found
        self._idle = self._world.event() if self._idle is None else self._idle
        if not self._reading:
            self._reading = True
            self._world.spawn(self._read)

    async def _read(self) -> None:
        """Read until no request is left."""
        while self._wanted:
            some = dict([*self._wanted.items()][:MOST_READ])
            try:
                stored = await self._log.recover([str(address) for address in some])
            except Exception as error:  # noqa: BLE001 - whatever it is, they wait on
                self._again(str(error))
                return
            self._refused = ""
            for address, found in some.items():
                if self._wanted.get(address) is found:
                    del self._wanted[address]
                    found(self._book(address, stored.get(str(address), Stored())))
        self._reading = False
        if self._idle is not None:
            self._idle.set()
            self._idle = None

    def _book(self, address: Address, stored: Stored) -> Book | Exception:
        try:
            return book_of(address, stored, self._until(address))
        except Exception as error:  # noqa: BLE001 - what is wrong with one actor harms no other
            return error

    async def done(self) -> None:
        """Return when no request is left."""
        if self._idle is not None:
            await self._idle.wait()

    def _again(self, why: str) -> None:
        if why != self._refused:  # once, not with every retry
            self._refused = why
            log.warning("actors cannot be recovered yet, retrying: %s", why)
        self._timers.add(Timer(self._world.now() + RETRY, self._once_more))

    def _once_more(self, _: Timer) -> None:
        self._world.spawn(self._read)
