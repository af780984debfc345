"""A store in plain dicts, for the simulated world and benches. Nothing in it waits."""

from collections import defaultdict
from collections.abc import Collection

from msgspec.structs import replace

from store.errors import Fenced, StoreError
from store.names import DELETED
from store.records import (
    Flush,
    JournalBlob,
    MatchPlayer,
    MatchRecord,
    MatchResult,
    Proof,
    Snapshot,
    StoredMatch,
)
from store.social.memory import MemorySocial


class MemoryStore(MemorySocial):
    """`store.protocol.Store` that keeps what it is told as long as it lives.

    Its coroutines never suspend, so they can be stepped without trio.
    """

    def __init__(self) -> None:
        super().__init__()
        self._epoch = 0
        self._last_flush = 0
        self._blobs: defaultdict[str, list[tuple[int, JournalBlob]]] = defaultdict(list)
        self._snapshots: dict[str, Snapshot] = {}
        self._segments: defaultdict[str, dict[int, JournalBlob]] = defaultdict(dict)

    async def delete_user(self, user_id: str, at: int, by: Proof | None = None) -> bool:
        """See `Store.delete_user`."""
        if not await super().delete_user(user_id, at, by):
            return False
        for match_id, record in self._matches.items():
            left, right = (_forget(player, user_id) for player in record.players)
            self._matches[match_id] = replace(record, players=(left, right))
        return True

    async def create_match(self, record: MatchRecord) -> None:
        """See `Store.create_match`."""
        if record.id in self._matches:
            return
        for player in record.players:
            if player.user_id is not None:
                self._require_user(player.user_id)
        self._matches[record.id] = record

    async def write_result(self, result: MatchResult) -> bool:
        """See `Store.write_result`."""
        if result.match_id not in self._matches:
            raise StoreError(f"a result for match {result.match_id}, which is not in the store")
        if result.match_id in self._results:
            return False
        self._results[result.match_id] = result
        return True

    async def match(self, match_id: str) -> StoredMatch | None:
        """See `Store.match`."""
        record = self._matches.get(match_id)
        return None if record is None else StoredMatch(record, self._results.get(match_id))

    async def matches_of(
        self, user_id: str, limit: int, before: str | None = None
    ) -> list[StoredMatch]:
        """See `Store.matches_of`."""
        played = [
            record
            for record in self._matches.values()
            if any(player.user_id == user_id for player in record.players)
        ]
        if before is not None:
            last = self._matches.get(before)
            played = [record for record in played if last and _age(record) < _age(last)]
        played.sort(key=_age, reverse=True)
        return [StoredMatch(record, self._results.get(record.id)) for record in played[:limit]]

    async def unfinished_matches(self) -> list[MatchRecord]:
        """See `Store.unfinished_matches`."""
        open_ones = [r for r in self._matches.values() if r.id not in self._results]
        return sorted(open_ones, key=_age)

    async def begin_epoch(self) -> int:
        """See `Store.begin_epoch`."""
        self._epoch += 1
        return self._epoch

    async def flush_journal(self, flush: Flush) -> None:
        """See `Store.flush_journal`."""
        if flush.epoch != self._epoch:
            raise Fenced(f"epoch {self._epoch} has begun")
        self._last_flush = flush.at
        for blob in flush.blobs:
            self._blobs[blob.actor].append((flush.at, blob))
        for snapshot in flush.snapshots:
            there = self._snapshots.get(snapshot.actor)
            if there is None or snapshot.seq >= there.seq:
                self._snapshots[snapshot.actor] = snapshot
        for segment in flush.segments:
            self._segments[segment.actor].setdefault(segment.seq, segment)
        for actor in flush.closed:
            self._snapshots.pop(actor, None)
        if flush.trim:
            for actor, kept in self._blobs.items():
                self._blobs[actor] = [(at, blob) for at, blob in kept if at >= flush.trim]

    async def journals(self, actors: Collection[str]) -> tuple[dict[str, list[JournalBlob]], int]:
        """See `Store.journals`."""
        found = {actor: [blob for _, blob in self._blobs.get(actor, ())] for actor in actors}
        for blobs in found.values():
            blobs.sort(key=lambda blob: (blob.seq, blob.count))
        return found, self._last_flush

    async def snapshot(self, actor: str) -> Snapshot | None:
        """See `Store.snapshot`."""
        return self._snapshots.get(actor)

    async def segments(self, actor: str) -> list[JournalBlob]:
        """See `Store.segments`."""
        return [segment for _, segment in sorted(self._segments[actor].items())]

    async def check(self) -> None:
        """See `Store.check`."""


def _age(record: MatchRecord) -> tuple[int, str]:
    return record.created_at, record.id


def _forget(player: MatchPlayer, user_id: str) -> MatchPlayer:
    return replace(player, name=DELETED) if player.user_id == user_id else player
