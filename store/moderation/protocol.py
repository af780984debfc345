"""The verbs of `Store.moderation`."""

from typing import Protocol

from store.moderation.records import AuditEntry, Ban, Mute, Outcome, Registered, Report
from store.profiles.records import Role


class Moderation(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    A user named in a call must be in the store.
    """

    async def set_role(self, user_id: str, role: Role) -> None:
        """Give a user a role."""
        ...

    async def registered(self, now_ms: int, limit: int, after: str = "") -> list[Registered]:
        """Return up to ``limit`` accounts in the order of their ids, from the one ``after`` an id.

        Each comes with the ban that is in force at ``now_ms``. For the next page, pass the last id.
        """
        ...

    async def ban(self, ban: Ban) -> None:
        """Ban a user; this replaces an earlier ban of the same user."""
        ...

    async def unban(self, user_id: str) -> bool:
        """Lift a ban; return whether there was one."""
        ...

    async def last_ban(self) -> int:
        """Return the number of the newest ban. Each new ban gets the next number."""
        ...

    async def bans(self, now_ms: int, after: int = 0) -> list[Ban]:
        """Return the bans with numbers above ``after`` that are in force at ``now_ms``."""
        ...

    async def ban_of(self, user_id: str, now_ms: int) -> Ban | None:
        """Return the ban of a user that is in force at ``now_ms``; None if there is none."""
        ...

    async def mute(self, mute: Mute) -> None:
        """Mute a user in a room; this replaces an earlier mute of the user there."""
        ...

    async def unmute(self, user_id: str, room: str) -> bool:
        """Lift a mute; return whether there was one."""
        ...

    async def mutes(self, now_ms: int, limit: int) -> list[Mute]:
        """Return up to ``limit`` mutes in force at ``now_ms``, newest first."""
        ...

    async def mutes_of(self, user_id: str, now_ms: int) -> list[Mute]:
        """Return the mutes of a user in force at ``now_ms``, by room."""
        ...

    async def report(self, report: Report) -> bool:
        """Keep a report; if its reporter has reported this line before, nothing changes.

        Return whether it is new.
        """
        ...

    async def reports(self, limit: int, *, still_open: bool) -> list[Report]:
        """Return up to ``limit`` reports that are open or closed, newest first."""
        ...

    async def close_report(
        self, report_id: str, outcome: Outcome, moderator: str, now_ms: int
    ) -> bool:
        """Close a report; return whether it was open."""
        ...

    async def reports_by(self, user_id: str) -> list[Report]:
        """Return what a user has reported, oldest first."""
        ...

    async def write_audit(self, entry: AuditEntry) -> None:
        """Keep an entry; if its id is already there, nothing changes."""
        ...

    async def audit(self, limit: int) -> list[AuditEntry]:
        """Return up to ``limit`` entries, newest first."""
        ...
