"""The store as actors and the gateway see it: verbs in the words of the game."""

from collections.abc import Collection
from typing import Protocol

from store.records import (
    Flush,
    JournalBlob,
    MatchRecord,
    MatchResult,
    Proof,
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
        """Add a user; `NameTaken` when a name is: the log-in name, or an account's display name."""
        ...

    async def make_account(self, user: User, by: Proof | None = None) -> bool:
        """Give the guest of this id the names, address and password of an account; `NameTaken`.

        False when there is no such guest (any more). With ``by``, here and below, False too when
        what it names is not so any more.
        """
        ...

    async def rename_user(self, user_id: str, display_name: str) -> None:
        """Change the display name of an account; `NameTaken` when it is somebody else's."""
        ...

    async def set_email(self, user_id: str, email: str, by: Proof | None = None) -> bool:
        """Change the e-mail address of an account; False when there is none."""
        ...

    async def set_password(self, user_id: str, old_hash: str, new_hash: str) -> bool:
        """Exchange the password hash; False when it is not ``old_hash`` any more."""
        ...

    async def change_password(self, user_id: str, new_hash: str, by: Proof) -> bool:
        """Give an account another password and end all sessions but the one of ``by``, at once."""
        ...

    async def reset_password(
        self, user_id: str, link: bytes, now_ms: int, old_hash: str, new_hash: str
    ) -> bool:
        """Exchange the password hash of whom a link was made for, and end all their sessions.

        The links are gone then. False when it is not ``old_hash`` any more, or no such link counts.
        """
        ...

    async def delete_user(self, user_id: str, at: int, by: Proof | None = None) -> bool:
        """End the sessions of a user and forget who it was; matches stay, under `DELETED`.

        Nobody gets the names before `tidy` frees them. False when there is no such user.
        """
        ...

    async def tidy(self, now_ms: int) -> None:
        """Remove what has had its time.

        Expired sessions, names of accounts deleted long ago, old entries of the audit log.
        """
        ...

    async def user(self, user_id: str) -> User | None:
        """Return a user by id."""
        ...

    async def user_by_name(self, name: str) -> User | None:
        """Return a user by log-in name, in any spelling that counts as the same name."""
        ...

    async def user_by_display_name(self, name: str) -> User | None:
        """Return the account with this display name, likewise; guests share theirs."""
        ...

    async def create_session(self, record: SessionRecord, known: str | None) -> bool:
        """Add a session; one that is there already stays as it is.

        False unless there is such a user and ``known`` is the password hash, None for a guest.
        """
        ...

    async def session(self, session_id: str, now_ms: int) -> tuple[SessionRecord, User] | None:
        """Return a session and its user, unless it has expired at ``now_ms`` or they are banned."""
        ...

    async def sessions_of(self, user_id: str, now_ms: int) -> list[SessionRecord]:
        """Return the sessions of a user that have not expired, the last seen first."""
        ...

    async def replace_session(self, record: SessionRecord) -> bool:
        """Keep a session as it is now; False when another revision than its own is there."""
        ...

    async def saw_sessions(self, ids: Collection[str], now_ms: int, longest: int) -> None:
        """Note that these sessions show life; of a silence ``longest`` ms count as active."""
        ...

    async def delete_session(self, session_id: str) -> None:
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

    async def matches_of(
        self, user_id: str, limit: int, before: str | None = None
    ) -> list[StoredMatch]:
        """Return a user's matches, newest first; the next page is ``before`` the last id."""
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
