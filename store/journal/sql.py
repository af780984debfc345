"""The verbs of `Store.journal` over any engine that speaks the shared SQL."""

from collections.abc import Collection

from store.engine import Append, Each, Engine, Work
from store.errors import Fenced
from store.journal import queries, rows
from store.journal.records import Flush, JournalBlob, Snapshot

AT_ONCE = 1000
"""Actors whose journals one query reads; each looks at the whole table."""


class SqlJournal:
    """See `store.journal.protocol.Journal` for every verb."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def begin_epoch(self) -> int:
        """See `Journal.begin_epoch`."""
        while True:
            (before,) = (await self._engine.read(queries.EPOCH))[0]
            if begun := await self._engine.write(queries.BEGIN_EPOCH, before):
                return begun[0][0]

    async def flush_journal(self, flush: Flush) -> None:
        """See `Journal.flush_journal`."""
        work: list[Work] = []
        if flush.blobs:
            blobs = [(*rows.blob_values(blob), flush.at) for blob in flush.blobs]
            work.append(Append("journal", rows.JOURNAL_COLUMNS, blobs))
        for query, each in (
            (queries.SAVE_SNAPSHOT, [rows.snapshot_values(s) for s in flush.snapshots]),
            (queries.SAVE_SEGMENT, [rows.blob_values(segment) for segment in flush.segments]),
            (queries.CLOSE, [(rows.actor_key(actor),) for actor in flush.closed]),
            (queries.TRIM, [(flush.trim,)] if flush.trim else []),
        ):
            if each:
                work.append(Each(query, each))
        if not await self._engine.write_if(queries.HEAD, (flush.epoch, flush.at), work):
            raise Fenced("another server has taken over this store: this one must not go on")

    async def journals(self, actors: Collection[str]) -> tuple[dict[str, list[JournalBlob]], int]:
        """See `Journal.journals`."""
        names = {rows.actor_key(actor): actor for actor in actors}
        keys = [*names]
        found: dict[str, list[JournalBlob]] = {actor: [] for actor in actors}
        for first in range(0, len(keys), AT_ONCE):
            some = keys[first : first + AT_ONCE]
            for row in await self._engine.read(queries.journals(len(some)), *some):
                blob = JournalBlob(names[row[0]], *row[1:])
                found[blob.actor].append(blob)
        for blobs in found.values():
            blobs.sort(key=lambda blob: (blob.seq, blob.count))
        return found, (await self._engine.read(queries.LAST_FLUSH))[0][0]

    async def snapshot(self, actor: str) -> Snapshot | None:
        """See `Journal.snapshot`."""
        found = await self._engine.read(queries.SNAPSHOT, rows.actor_key(actor))
        return Snapshot(actor, *found[0]) if found else None

    async def segments(self, actor: str) -> list[JournalBlob]:
        """See `Journal.segments`."""
        found = await self._engine.read(queries.SEGMENTS, rows.actor_key(actor))
        return [JournalBlob(actor, *row) for row in found]
