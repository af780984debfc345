"""The Store over any engine that speaks the shared SQL: verbs here, threads and sockets there."""

from collections.abc import Collection, Sequence

from store import queries, rows
from store.engine import Engine
from store.errors import StoreError
from store.records import JournalBlob, MatchRecord, MatchResult, Snapshot, StoredMatch
from store.sql_accounts import SqlAccounts

AT_ONCE = 1000
"""Actors whose journals one query reads; each looks at the whole table."""


class SqlStore(SqlAccounts):
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

    async def append_journal(self, blobs: Sequence[JournalBlob]) -> None:
        """See `Store.append_journal`."""
        values = [rows.blob_values(blob) for blob in blobs]
        await self._engine.append("journal", rows.JOURNAL_COLUMNS, values)

    async def journal(self, actor: str, after_seq: int = 0) -> list[JournalBlob]:
        """See `Store.journal`."""
        found = await self._engine.read(queries.JOURNAL, rows.actor_key(actor), after_seq)
        return [JournalBlob(actor, *row) for row in found]

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

    async def save_snapshots(self, snapshots: Sequence[Snapshot]) -> None:
        """See `Store.save_snapshots`."""
        await self._engine.write_each(
            queries.SAVE_SNAPSHOT, [rows.snapshot_values(snapshot) for snapshot in snapshots]
        )

    async def snapshot(self, actor: str) -> Snapshot | None:
        """See `Store.snapshot`."""
        found = await self._engine.read(queries.SNAPSHOT, rows.actor_key(actor))
        return Snapshot(actor, *found[0]) if found else None

    async def check(self) -> None:
        """See `Store.check`."""
        await self._engine.check()
