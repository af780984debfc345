"""The verbs of `Store.sessions`."""

from collections.abc import Collection
from typing import Protocol

from store.people.records import User
from store.sessions.records import SessionRecord


class Sessions(Protocol):
    """A part of `store.protocol.Store`, under the same promises. Users named are known ones."""

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
