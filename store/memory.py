"""A store in plain dicts, for the simulated world and benches. Nothing in it waits."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from store.errors import NameTaken, StoreError
from store.names import name_key
from store.records import (
    JournalBlob,
    MatchRecord,
    MatchResult,
    SessionRecord,
    Snapshot,
    StoredMatch,
    User,
)
from store.social.memory import MemorySocial


class MemoryStore(MemorySocial):
    """`store.protocol.Store` that keeps what it is told as long as it lives.

    Its coroutines never suspend, so they can be stepped without trio.
    """

    def __init__(self) -> None:
        super().__init__()
        self._users: dict[str, User] = {}
        self._ids_by_name: dict[str, str] = {}
        self._sessions: dict[bytes, SessionRecord] = {}
        self._matches: dict[str, MatchRecord] = {}
        self._results: dict[str, MatchResult] = {}
        self._journals: defaultdict[str, list[JournalBlob]] = defaultdict(list)
        self._snapshots: dict[str, Snapshot] = {}

    async def create_user(self, user: User) -> None:
        """See `Store.create_user`."""
        key = name_key(user.name)
        if key in self._ids_by_name:
            raise NameTaken(f"the name {user.name!r} is taken")
        if user.id in self._users:
            raise StoreError(f"user {user.id} is in the store already")
        self._users[user.id] = user
        self._ids_by_name[key] = user.id

    async def user(self, user_id: str) -> User | None:
        """See `Store.user`."""
        return self._users.get(user_id)

    async def user_by_name(self, name: str) -> User | None:
        """See `Store.user_by_name`."""
        user_id = self._ids_by_name.get(name_key(name))
        return None if user_id is None else self._users[user_id]

    async def create_session(self, record: SessionRecord) -> None:
        """See `Store.create_session`."""
        self._require_user(record.user_id)
        self._sessions.setdefault(record.token_hash, record)

    async def session(self, token_hash: bytes, now_ms: int) -> tuple[SessionRecord, User] | None:
        """See `Store.session`."""
        record = self._sessions.get(token_hash)
        if record is None or record.expires_at <= now_ms:
            return None
        return record, self._users[record.user_id]

    async def delete_session(self, token_hash: bytes) -> None:
        """See `Store.delete_session`."""
        self._sessions.pop(token_hash, None)

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

    def _require_user(self, user_id: str) -> None:
        if user_id not in self._users:
            raise StoreError(f"user {user_id} is not in the store")


def _age(record: MatchRecord) -> tuple[int, str]:
    return record.created_at, record.id
