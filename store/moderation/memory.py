"""The verbs of `Store.moderation` in plain dicts. No verb ever waits."""

from store.moderation.records import (
    AUDIT_KEPT_MS,
    GUESSES,
    GUESSES_KEPT_MS,
    AuditEntry,
    Ban,
    Registered,
)
from store.names import ENDED_MS
from store.profiles.memory import kept
from store.profiles.records import Role
from store.tables import Tables


class MemoryModeration:
    """See `store.moderation.protocol.Moderation` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def set_role(self, user_id: str, role: Role) -> None:
        """See `Moderation.set_role`."""
        self._tables.roles.pop(user_id, None)
        if role != "player":
            self._tables.roles[user_id] = role

    async def registered(self, now_ms: int, limit: int, after: str = "") -> list[Registered]:
        """See `Moderation.registered`."""
        accounts = [u for u in self._tables.users.values() if not (u.guest or u.deleted_at)]
        found = sorted((u for u in accounts if u.id > after), key=lambda user: user.id)
        return [
            Registered(
                *(user.id, user.name, user.display_name, self._tables.roles.get(user.id, "player")),
                *(user.created_at, kept(self._tables, user.id).seen_at),
                await self.ban_of(user.id, now_ms),
            )
            for user in found[:limit]
        ]

    async def ban(self, ban: Ban) -> None:
        """See `Moderation.ban`."""
        self._tables.last_ban += 1
        self._tables.bans[ban.user_id] = self._tables.last_ban, ban

    async def unban(self, user_id: str) -> bool:
        """See `Moderation.unban`."""
        return self._tables.bans.pop(user_id, None) is not None

    async def last_ban(self) -> int:
        """See `Moderation.last_ban`."""
        return self._tables.last_ban

    async def bans(self, now_ms: int, after: int = 0) -> list[Ban]:
        """See `Moderation.bans`."""
        made = (ban for number, ban in self._tables.bans.values() if number > after)
        return [ban for ban in made if _holds(ban, now_ms)]

    async def ban_of(self, user_id: str, now_ms: int) -> Ban | None:
        """See `Moderation.ban_of`."""
        return holding_ban(self._tables, user_id, now_ms)

    async def write_audit(self, entry: AuditEntry) -> None:
        """See `Moderation.write_audit`."""
        self._tables.audit.setdefault(entry.id, entry)

    async def audit(self, limit: int) -> list[AuditEntry]:
        """See `Moderation.audit`."""
        newest = sorted(self._tables.audit.values(), key=lambda e: (e.at, e.id), reverse=True)
        return newest[:limit]


def holding_ban(tables: Tables, user_id: str, now_ms: int) -> Ban | None:
    """Return the ban of a user that is in force at ``now_ms``."""
    _, ban = tables.bans.get(user_id, (0, None))
    return ban if ban is not None and _holds(ban, now_ms) else None


def _holds(ban: Ban, now_ms: int) -> bool:
    return ban.until is None or ban.until > now_ms


def end_bans(tables: Tables, now_ms: int) -> None:
    """Remove the bans that ended long enough ago."""
    for user_id, (_, ban) in [*tables.bans.items()]:
        if ban.until is not None and ban.until <= now_ms - ENDED_MS:
            del tables.bans[user_id]


def tidy_audit(tables: Tables, now_ms: int) -> None:
    """Remove the entries of the audit log that are old enough."""
    tables.audit = {
        entry.id: entry
        for entry in tables.audit.values()
        if entry.at >= now_ms - (GUESSES_KEPT_MS if entry.action in GUESSES else AUDIT_KEPT_MS)
    }
