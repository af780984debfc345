"""The verbs of `Store.moderation`."""

from typing import Protocol

from store.moderation.records import AuditEntry, Ban, Registered
from store.profiles.records import Role


class Moderation(Protocol):
    """A part of `store.protocol.Store`, under the same promises. Users named are known ones."""

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

    async def write_audit(self, entry: AuditEntry) -> None:
        """Keep an entry; one that is there already stays as it is."""
        ...

    async def audit(self, limit: int) -> list[AuditEntry]:
        """Return the newest entries, newest first."""
        ...
