"""A store in plain dicts, for the simulated world and benches. Nothing in it waits."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from msgspec.structs import replace

from store.errors import StoreError
from store.memory_accounts import MemoryAccounts
from store.names import DELETED
from store.records import (
    JournalBlob,
    MatchPlayer,
    MatchRecord,
    MatchResult,
    Snapshot,
    StoredMatch,
)


class MemoryStore(MemoryAccounts):
    """`store.protocol.Store` that keeps what it is told as long as it lives.

    Its coroutines never suspend, so they can be stepped without trio.
    """

    def __init__(self) -> None:
        super().__init__()
        self._matches: dict[str, MatchRecord] = {}
        self._results: dict[str, MatchResult] = {}
        self._journals: defaultdict[str, list[JournalBlob]] = defaultdict(list)
        self._snapshots: dict[str, Snapshot] = {}

    async def delete_user(self, user_id: str, at: int) -> None:
        """See `Store.delete_user`."""
        for match_id, record in self._matches.items():
            left, right = (_forget(player, user_id) for player in record.players)
            self._matches[match_id] = replace(record, players=(left, right))
        await super().delete_user(user_id, at)

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

    async def append_journal(self, blobs: Sequence[JournalBlob]) -> None:
        """See `Store.append_journal`."""
        for blob in blobs:
            self._journals[blob.actor].append(blob)

    async def journal(self, actor: str, after_seq: int = 0) -> list[JournalBlob]:
        """See `Store.journal`."""
        blobs = self._journals.get(actor, [])
        found = [blob for blob in blobs if blob.seq + blob.count > after_seq + 1]
        return sorted(found, key=lambda blob: (blob.seq, blob.count))

    async def journals(self, actors: Collection[str]) -> tuple[dict[str, list[JournalBlob]], int]:
        """See `Store.journals`."""
        found = {actor: await self.journal(actor) for actor in actors}
        every = [blob.at for blobs in self._journals.values() for blob in blobs]
        return found, max(every, default=0)

    async def save_snapshots(self, snapshots: Sequence[Snapshot]) -> None:
        """See `Store.save_snapshots`."""
        for snapshot in snapshots:
            there = self._snapshots.get(snapshot.actor)
            if there is None or snapshot.seq >= there.seq:
                self._snapshots[snapshot.actor] = snapshot

    async def snapshot(self, actor: str) -> Snapshot | None:
        """See `Store.snapshot`."""
        return self._snapshots.get(actor)

    async def check(self) -> None:
        """See `Store.check`."""


def _age(record: MatchRecord) -> tuple[int, str]:
    return record.created_at, record.id


def _forget(player: MatchPlayer, user_id: str) -> MatchPlayer:
    return replace(player, name=DELETED) if player.user_id == user_id else player
