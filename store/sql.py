"""The Store over any engine that speaks the shared SQL: verbs here, threads and sockets there."""

from collections.abc import Collection

from store import queries, rows
from store.engine import Append, Each, Engine, Work
from store.errors import Fenced, StoreError
from store.records import Flush, JournalBlob, MatchRecord, MatchResult, Snapshot, StoredMatch
from store.social.sql import SqlSocial

PROBE = "store/probe"
"""An actor that there is not: its snapshot is written to see whether one can be."""
AT_ONCE = 1000
"""Actors whose journals one query reads; each looks at the whole table."""


class SqlStore(SqlSocial):
    """`store.protocol.Store` on an engine."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._engine = engine

    async def create_match(self, record: MatchRecord) -> None:
        """See `Store.create_match`."""
        await self._engine.write(queries.CREATE_MATCH, *rows.match_values(record))

    async def write_result(self, result: MatchResult) -> bool:
        """See `Store.write_result`."""
        if await self._engine.write(queries.WRITE_RESULT, *rows.result_values(result)):
            return True
        if await self.match(result.match_id) is None:  # matches are never deleted: no race
            raise StoreError(f"a result for match {result.match_id}, which is not in the store")
        return False

    async def match(self, match_id: str) -> StoredMatch | None:
        """See `Store.match`."""
        found = await self._engine.read(queries.MATCH, match_id)
        return rows.read_match(found[0]) if found else None

    async def matches_of(
        self, user_id: str, limit: int, before: str | None = None
    ) -> list[StoredMatch]:
        """See `Store.matches_of`."""
        found = await self._engine.read(queries.MATCHES_OF, user_id, limit, before)
        return [rows.read_match(row) for row in found]

    async def unfinished_matches(self) -> list[MatchRecord]:
        """See `Store.unfinished_matches`."""
        found = await self._engine.read(queries.UNFINISHED)
        return [rows.read_match(row).record for row in found]

    async def begin_epoch(self) -> int:
        """See `Store.begin_epoch`."""
        while True:
            (before,) = (await self._engine.read(queries.EPOCH))[0]
            if begun := await self._engine.write(queries.BEGIN_EPOCH, before):
                return begun[0][0]

    async def flush_journal(self, flush: Flush) -> None:
        """See `Store.flush_journal`."""
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
        """See `Store.journals`."""
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
        """See `Store.snapshot`."""
        found = await self._engine.read(queries.SNAPSHOT, rows.actor_key(actor))
        return Snapshot(actor, *found[0]) if found else None

    async def segments(self, actor: str) -> list[JournalBlob]:
        """See `Store.segments`."""
        found = await self._engine.read(queries.SEGMENTS, rows.actor_key(actor))
        return [JournalBlob(actor, *row) for row in found]

    async def check(self) -> None:
        """See `Store.check`."""
        probe = Snapshot(PROBE, 0, b"", 0)
        await self._engine.write(queries.SAVE_SNAPSHOT, *rows.snapshot_values(probe))
        await self._engine.read(queries.SNAPSHOT, rows.actor_key(PROBE))
