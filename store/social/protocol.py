"""The verbs about people: profiles, friends, blocks, roles, bans."""

from collections.abc import Sequence
from typing import Protocol

from store.records import StoredMatch
from store.social.records import (
    AuditEntry,
    Ban,
    Blocked,
    Circle,
    Friendship,
    Person,
    Privacy,
    Profile,
    Registered,
    Role,
    Tally,
    Tie,
)


class SocialStore(Protocol):
    """A part of `store.protocol.Store`, under the same promises. Users named are known ones."""

    async def profile(self, user_id: str) -> Profile | None:
        """Return who a user is; None when there is none of this id, or none any more."""
        ...

    async def save_about(self, user_id: str, country: str | None, about: str) -> None:
        """Set what a user says of himself."""
        ...

    async def save_privacy(self, user_id: str, privacy: Privacy) -> None:
        """Set who may know and do what."""
        ...

    async def save_avatar(self, user_id: str, avatar: str | None) -> None:
        """Set the name of the image, None for the drawn one."""
        ...

    async def avatars(self) -> frozenset[str]:
        """Return every image in use."""
        ...

    async def avatar_used(self, avatar: str) -> bool:
        """Tell whether anybody uses this image."""
        ...

    async def saw(self, user_id: str, at_ms: int) -> None:
        """Note when a user was seen last; an earlier time than known changes nothing."""
        ...

    async def find_people(self, prefix: str, limit: int, viewer: str) -> list[Person]:
        """Return accounts whose display name begins so, in any spelling, in order.

        Neither the viewer nor who is apart from the viewer by a block is among them.
        """
        ...

    async def befriend(self, user_id: str, other_id: str, now_ms: int) -> Tie:
        """Ask to be friends, or accept when the other has asked; nothing where one blocks."""
        ...

    async def unfriend(self, user_id: str, other_id: str) -> bool:
        """End a friendship or a request, whoever asked; whether there was one."""
        ...

    async def friendships(self, user_id: str) -> list[Friendship]:
        """Return friends and requests of both directions, the oldest request first."""
        ...

    async def block(self, user_id: str, other_id: str, now_ms: int) -> None:
        """Block somebody; a friendship or request between the two ends."""
        ...

    async def unblock(self, user_id: str, other_id: str) -> None:
        """Block no longer."""
        ...

    async def blocks(self, user_id: str) -> list[Blocked]:
        """Return whom a user has blocked, the first one first.

        Who had blocked the user before that, and still does, is not among them.
        """
        ...

    async def tie(self, user_id: str, other_id: str) -> Tie:
        """Return what is between two users, as the first sees it."""
        ...

    async def circle(self, user_id: str) -> Circle:
        """Return whom a user has to do with and what was chosen to be shown."""
        ...

    async def history(
        self, user_id: str, limit: int, before: str | None = None
    ) -> Sequence[StoredMatch]:
        """Return finished matches, newest first; the next page is ``before`` the last id.

        Before a match that is not the user's own there is none.
        """
        ...

    async def tally(self, user_id: str) -> Tally:
        """Count the decided matches against other people."""
        ...

    async def set_role(self, user_id: str, role: Role) -> None:
        """Give a role."""
        ...

    async def registered(self, now_ms: int, limit: int, after: str = "") -> list[Registered]:
        """Return accounts by id; the next page is ``after`` the last id."""
        ...

    async def ban(self, ban: Ban) -> None:
        """Ban somebody; a later ban takes the place of an earlier one."""
        ...

    async def unban(self, user_id: str) -> bool:
        """Lift a ban; whether there was one."""
        ...

    async def last_ban(self) -> int:
        """Return the number of the newest ban: each that is made gets the next one."""
        ...

    async def bans(self, now_ms: int, after: int = 0) -> list[Ban]:
        """Return the bans that hold at ``now_ms``, of those that were made after this number."""
        ...

    async def ban_of(self, user_id: str, now_ms: int) -> Ban | None:
        """Return the ban of a user that holds at ``now_ms``."""
        ...

    async def add_link(self, token_hash: bytes, user_id: str, expires_at: int) -> None:
        """Keep a link that sets a new password once."""
        ...

    async def link(self, token_hash: bytes, now_ms: int) -> str | None:
        """Return whose password a link sets, as long as it counts."""
        ...

    async def write_audit(self, entry: AuditEntry) -> None:
        """Keep an entry; one that is there already stays as it is."""
        ...

    async def audit(self, limit: int) -> list[AuditEntry]:
        """Return the newest entries, newest first."""
        ...
