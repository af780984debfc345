"""The verbs of `Store.sessions`."""

from collections.abc import Collection
from typing import Protocol

from store.mail.records import Mail
from store.people.records import Proof, User
from store.sessions.records import Acquaintance, Device, SessionRecord


class Sessions(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    A user named in a call must be in the store.
    """

    async def create_session(self, record: SessionRecord, known: str | None) -> bool:
        """Add a session; if its id is already there, nothing changes.

        ``known`` is the password hash that was checked, None for a guest. Returns False if there is
        no such user or the hash is another one now.
        """
        ...

    async def session(self, session_id: str, now_ms: int) -> tuple[SessionRecord, User] | None:
        """Return a session and its user.

        None if there is no such session, it has expired at ``now_ms``, or the user is banned.
        """
        ...

    async def sessions_of(self, user_id: str, now_ms: int) -> list[SessionRecord]:
        """Return the sessions of a user that have not expired, the most recently seen first."""
        ...

    async def replace_session(self, record: SessionRecord) -> bool:
        """Write a changed session, except ``proven_at``, and raise its revision.

        Returns False if the revision in the store is not ``record.revision``: somebody else has
        changed the session.
        """
        ...

    async def prove_session(self, by: Proof, at: int) -> bool:
        """Note that the owner of a session proved at ``at`` who they are.

        Returns False, and changes nothing, if the session has ended or the password hash is not the
        one of the proof any more.
        """
        ...

    async def saw_sessions(self, ids: Collection[str], now_ms: int, longest: int) -> None:
        """Note that these sessions were seen at ``now_ms``.

        The time since each was last seen is added to its ``active``, but at most ``longest`` ms.
        """
        ...

    async def delete_session(self, session_id: str) -> None:
        """Remove a session if it is there."""
        ...

    async def know_device(
        self, user_id: str, device_hash: bytes, device: str, now_ms: int, mail: Mail | None = None
    ) -> Acquaintance:
        """Note that somebody signs in with a browser; tell whether they have done so before.

        It is the ``first`` if none of theirs was known.
        """
        ...

    async def devices_of(self, user_id: str) -> list[Device]:
        """Return the browsers that somebody has signed in with, the last one first."""
        ...
