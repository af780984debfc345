"""Roles, bans, one-time links and the audit log in plain dicts."""

from store.memory_accounts import MemoryAccounts
from store.records import Proof, SessionRecord, User
from store.social.records import (
    AUDIT_KEPT_MS,
    GUESSES,
    GUESSES_KEPT_MS,
    AuditEntry,
    Ban,
    Role,
)


class MemoryModeration(MemoryAccounts):
    """A part of `store.social.memory.MemorySocial`; see `store.social.protocol.SocialStore`."""

    def __init__(self) -> None:
        super().__init__()
        self._roles: dict[str, Role] = {}
        self._bans: dict[str, tuple[int, Ban]] = {}
        self._last_ban = 0
        self._links: dict[bytes, tuple[str, int]] = {}
        self._audit: dict[str, AuditEntry] = {}

    async def session(self, session_id: str, now_ms: int) -> tuple[SessionRecord, User] | None:
        """See `Store.session`."""
        found = await super().session(session_id, now_ms)
        banned = found is not None and await self.ban_of(found[1].id, now_ms)
        return None if banned else found

    async def set_role(self, user_id: str, role: Role) -> None:
        """See `SocialStore.set_role`."""
        self._roles.pop(user_id, None)
        if role != "player":
            self._roles[user_id] = role

    async def ban(self, ban: Ban) -> None:
        """See `SocialStore.ban`."""
        self._last_ban += 1
        self._bans[ban.user_id] = self._last_ban, ban

    async def unban(self, user_id: str) -> bool:
        """See `SocialStore.unban`."""
        return self._bans.pop(user_id, None) is not None

    async def last_ban(self) -> int:
        """See `SocialStore.last_ban`."""
        return self._last_ban

    async def bans(self, now_ms: int, after: int = 0) -> list[Ban]:
        """See `SocialStore.bans`."""
        made = (ban for number, ban in self._bans.values() if number > after)
        return [ban for ban in made if ban.until is None or ban.until > now_ms]

    async def ban_of(self, user_id: str, now_ms: int) -> Ban | None:
        """See `SocialStore.ban_of`."""
        return next((ban for ban in await self.bans(now_ms) if ban.user_id == user_id), None)

    async def add_link(self, token_hash: bytes, user_id: str, expires_at: int) -> None:
        """See `SocialStore.add_link`."""
        self._links.setdefault(token_hash, (user_id, expires_at))

    async def link(self, token_hash: bytes, now_ms: int) -> str | None:
        """See `SocialStore.link`."""
        user_id, expires_at = self._links.get(token_hash, ("", 0))
        return user_id if expires_at > now_ms else None

    async def change_password(self, user_id: str, new_hash: str, by: Proof) -> bool:
        """See `Store.change_password`."""
        changed = await super().change_password(user_id, new_hash, by)
        if changed:
            self._forget_links(user_id)
        return changed

    async def reset_password(
        self, user_id: str, link: bytes, now_ms: int, old_hash: str, new_hash: str
    ) -> bool:
        """See `Store.reset_password`."""
        counts = await self.link(link, now_ms) == user_id
        if not counts or not await self.set_password(user_id, old_hash, new_hash):
            return False
        self._end_sessions(user_id)
        self._forget_links(user_id)
        return True

    def _forget_links(self, user_id: str) -> None:
        self._links = {h: link for h, link in self._links.items() if link[0] != user_id}

    async def write_audit(self, entry: AuditEntry) -> None:
        """See `SocialStore.write_audit`."""
        self._audit.setdefault(entry.id, entry)

    async def tidy(self, now_ms: int) -> None:
        """See `Store.tidy`."""
        await super().tidy(now_ms)
        self._audit = {
            entry.id: entry
            for entry in self._audit.values()
            if entry.at >= now_ms - (GUESSES_KEPT_MS if entry.action in GUESSES else AUDIT_KEPT_MS)
        }

    async def audit(self, limit: int) -> list[AuditEntry]:
        """See `SocialStore.audit`."""
        newest = sorted(self._audit.values(), key=lambda e: (e.at, e.id), reverse=True)
        return newest[:limit]
