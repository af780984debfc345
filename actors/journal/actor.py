"""The journal actor: gathers entries and appends them in groups, one blob per match and flush."""

from functools import partial
from typing import assert_never

import msgspec
from msgspec import Struct

from actors.core.actor import Actor
from actors.core.context import Context
from actors.journal.messages import Append, Failed, Flush, Message, Save, Written
from store.protocol import Store
from store.records import JournalBlob, Snapshot

GROUP = 0.05
"""Seconds that entries gather."""
RETRY = 1.0
"""Seconds until a group the store did not take is offered again."""
MOST_WAITING = 200_000
"""Entries held while the store is away; past it the oldest match's are dropped and counted."""


class Books:
    """What waits to be written, per match from which entry number on; survives a crash."""

    def __init__(self) -> None:
        self.waiting: dict[str, tuple[int, list[Struct]]] = {}
        self.snapshots: dict[str, Snapshot] = {}
        self.count = 0
        self.dropped = 0
        self.group: tuple[list[JournalBlob], list[Snapshot]] | None = None


class JournalActor(Actor[Message]):
    """Writes behind: entries never make a match wait."""

    def __init__(self, context: Context[Message], store: Store) -> None:
        super().__init__(context)
        self.store = store
        self.books: Books = context.kept or Books()
        context.keep(self.books)
        self.armed = False
        self.writing = False

    def started(self) -> None:
        """A group under way when the last incarnation crashed is offered again."""
        if self.books.group is not None or self.books.waiting or self.books.snapshots:
            self._arm(RETRY)

    def receive(self, message: Message) -> None:
        """Handle one message."""
        match message:
            case Append(match, first, entries):
                self.books.waiting.setdefault(match, (first, []))[1].extend(entries)
                self.books.count += len(entries)
                self._bound()
                self._arm(GROUP)
            case Save(snapshot):
                self.books.snapshots[snapshot.match_id] = snapshot
                self._arm(GROUP)
            case Flush():
                self.armed = False
                self._flush()
            case Written():
                self.writing = False
                self.books.group = None
                if self.books.waiting or self.books.snapshots:
                    self._arm(GROUP)
            case Failed():
                self.writing = False
                self._arm(RETRY)
            case _:
                assert_never(message)

    def _arm(self, delay: float) -> None:
        if not self.armed:
            self.armed = True
            self.context.timer("flush", self.context.now() + delay, Flush())

    def _flush(self) -> None:
        """Write one group at a time; what comes meanwhile gathers for the next."""
        books = self.books
        if self.writing:
            return
        self.writing = True
        if books.group is None:
            books.group = (_blobs(books), list(books.snapshots.values()))
            books.waiting, books.snapshots, books.count = {}, {}, 0
        blobs, snapshots = books.group
        self.context.effect(partial(_write, self.store, blobs, snapshots), _written, _failed)

    def _bound(self) -> None:
        books = self.books
        while books.count > MOST_WAITING:
            match = next(iter(books.waiting))
            lost = len(books.waiting.pop(match)[1])
            books.count -= lost
            books.dropped += lost


def _blobs(books: Books) -> list[JournalBlob]:
    """One blob per match."""
    return [
        JournalBlob(match, first, len(entries), msgspec.json.encode(entries))
        for match, (first, entries) in books.waiting.items()
    ]


async def _write(store: Store, blobs: list[JournalBlob], snapshots: list[Snapshot]) -> None:
    if blobs:
        await store.append_journal(blobs)
    for snapshot in snapshots:
        await store.save_snapshot(snapshot)


def _written(_: None) -> Message:
    return Written()


def _failed(error: Exception) -> Message:
    return Failed(str(error))
