"""The verbs of `Store.journal` in plain dicts. Nothing in them waits."""

from collections.abc import Collection

from store.errors import Fenced
from store.journal.records import Flush, JournalBlob, Snapshot
from store.tables import Tables


class MemoryJournal:
    """See `store.journal.protocol.Journal` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def begin_epoch(self) -> int:
        """See `Journal.begin_epoch`."""
        self._tables.epoch += 1
        return self._tables.epoch

    async def flush_journal(self, flush: Flush) -> None:
        """See `Journal.flush_journal`."""
        if flush.epoch != self._tables.epoch:
            raise Fenced(f"epoch {self._tables.epoch} has begun")
        self._tables.last_flush = flush.at
        for blob in flush.blobs:
            self._tables.blobs[blob.actor].append((flush.at, blob))
        for snapshot in flush.snapshots:
            there = self._tables.snapshots.get(snapshot.actor)
            if there is None or snapshot.seq >= there.seq:
                self._tables.snapshots[snapshot.actor] = snapshot
        for segment in flush.segments:
            self._tables.segments[segment.actor].setdefault(segment.seq, segment)
        for actor in flush.closed:
            self._tables.snapshots.pop(actor, None)
        if flush.trim:
            for actor, kept in self._tables.blobs.items():
                self._tables.blobs[actor] = [(at, blob) for at, blob in kept if at >= flush.trim]

    async def journals(self, actors: Collection[str]) -> tuple[dict[str, list[JournalBlob]], int]:
        """See `Journal.journals`."""
        found = {actor: [blob for _, blob in self._tables.blobs.get(actor, ())] for actor in actors}
        for blobs in found.values():
            blobs.sort(key=lambda blob: (blob.seq, blob.count))
        return found, self._tables.last_flush

    async def snapshot(self, actor: str) -> Snapshot | None:
        """See `Journal.snapshot`."""
        return self._tables.snapshots.get(actor)

    async def segments(self, actor: str) -> list[JournalBlob]:
        """See `Journal.segments`."""
        return [segment for _, segment in sorted(self._tables.segments[actor].items())]
