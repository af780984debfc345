"""The store as actors and the gateway see it: verbs in the words of the game."""

from collections.abc import Collection
from typing import Protocol

from store.records import (
    Flush,
    JournalBlob,
    MatchRecord,
    MatchResult,
    SessionRecord,
    Snapshot,
    StoredMatch,
    User,
)
from store.social.protocol import SocialStore


class Store(SocialStore, Protocol):
    """What every backend promises; one contract suite holds them all to it.

    What a call acknowledged by returning is there after a crash of the process. Any call may
    raise `StoreUnavailable`. A cancelled write is either done whole or not at all.
    """

    async def create_user(self, user: User) -> None:
        """Add a user; `NameTaken` when the name is, guests included."""
        ...

    async def user(self, user_id: str) -> User | None:
        """Return a user by id."""
        ...

    async def user_by_name(self, name: str) -> User | None:
        """Return a user by log-in name, in any spelling that counts as the same name."""
        ...

    async def create_session(self, record: SessionRecord) -> None:
        """Add a session of a known user; one that is there already stays as it is."""
        ...

    async def session(self, token_hash: bytes, now_ms: int) -> tuple[SessionRecord, User] | None:
        """Return a session and its user, unless it has expired at ``now_ms``."""
        ...

    async def delete_session(self, token_hash: bytes) -> None:
        """Remove a session if it is there."""
        ...

    async def create_match(self, record: MatchRecord) -> None:
        """Add a match of known users; the first record of an id stays."""
        ...

    async def write_result(self, result: MatchResult) -> bool:
        """Finish a match of the store; True only for the first result, which stays."""
        ...

    async def match(self, match_id: str) -> StoredMatch | None:
        """Return a match and its result."""
        ...

    async def unfinished_matches(self) -> list[MatchRecord]:
        """Return every match without a result, oldest first."""
        ...

    async def begin_epoch(self) -> int:
        """Begin to write the journal, and shut out whoever wrote it before.

        Returns the epoch for one's own flushes; the first one of a store is 1.
        """
        ...

    async def flush_journal(self, flush: Flush) -> None:
        """Keep all of it or nothing; `Fenced` when a later epoch than its own has begun.

        A snapshot is kept unless a newer one (by seq) of its actor is there, a segment unless one
        that begins at the same entry is. Whether an actor is known otherwise does not matter.
        """
        ...

    async def journals(self, actors: Collection[str]) -> tuple[dict[str, list[JournalBlob]], int]:
        """Return the blobs of each of these actors, and the ``at`` of the last flush (or 0).

        They come in order, but twice or overlapping where a flush was repeated: an entry is known
        by its number. Looks at every blob there is: for a restart, not for play.
        """
        ...

    async def snapshot(self, actor: str) -> Snapshot | None:
        """Return the newest snapshot of an actor."""
        ...

    async def segments(self, actor: str) -> list[JournalBlob]:
        """Return all segments of an actor's journal, in order."""
        ...

    async def check(self) -> None:
        """Return when the store can read and write now, else raise `StoreUnavailable`."""
        ...
