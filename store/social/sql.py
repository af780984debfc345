"""The verbs about people over any engine that speaks the shared SQL."""

from store.engine import Each
from store.names import name_key
from store.records import StoredMatch
from store.rows import read_match
from store.social import queries, rows
from store.social.records import (
    AUDIT_KEPT_MS,
    GUESSES_KEPT_MS,
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
from store.sql_accounts import SqlAccounts

LAST_LETTER = "\U0010ffff"
"""No name has it, and whatever they have comes before it."""


class SqlSocial(SqlAccounts):
    """See `store.social.protocol.SocialStore` for every verb."""

    FORGET = (*SqlAccounts.FORGET, *queries.FORGET)

    async def profile(self, user_id: str) -> Profile | None:
        """See `SocialStore.profile`."""
        found = await self._engine.read(queries.PROFILE, user_id)
        return rows.read_profile(found[0]) if found else None

    async def save_about(self, user_id: str, country: str | None, about: str) -> None:
        """See `SocialStore.save_about`."""
        await self._engine.write(queries.SAVE_ABOUT, user_id, country, about)

    async def save_privacy(self, user_id: str, privacy: Privacy) -> None:
        """See `SocialStore.save_privacy`."""
        chosen = (privacy.presence, privacy.last_seen, privacy.contact)
        await self._engine.write(queries.SAVE_PRIVACY, user_id, *chosen)

    async def save_avatar(self, user_id: str, avatar: str | None) -> None:
        """See `SocialStore.save_avatar`."""
        await self._engine.write(queries.SAVE_AVATAR, user_id, avatar)

    async def avatars(self) -> frozenset[str]:
        """See `SocialStore.avatars`."""
        return frozenset(row[0] for row in await self._engine.read(queries.AVATARS))

    async def avatar_used(self, avatar: str) -> bool:
        """See `SocialStore.avatar_used`."""
        return bool(await self._engine.read(queries.AVATAR_USED, avatar))

    async def saw(self, user_id: str, at_ms: int) -> None:
        """See `SocialStore.saw`."""
        await self._engine.write(queries.SAW, user_id, at_ms)

    async def find_people(self, prefix: str, limit: int, viewer: str) -> list[Person]:
        """See `SocialStore.find_people`."""
        first = name_key(prefix)
        found = await self._engine.read(queries.FIND, first, first + LAST_LETTER, limit, viewer)
        return [Person(*row) for row in found]

    async def befriend(self, user_id: str, other_id: str, now_ms: int) -> Tie:
        """See `SocialStore.befriend`."""
        pair = rows.pair(user_id, other_id)
        await self._engine.write(queries.BEFRIEND, *pair, user_id, now_ms)
        return await self.tie(user_id, other_id)

    async def unfriend(self, user_id: str, other_id: str) -> bool:
        """See `SocialStore.unfriend`."""
        return bool(await self._engine.write(queries.UNFRIEND, *rows.pair(user_id, other_id)))

    async def friendships(self, user_id: str) -> list[Friendship]:
        """See `SocialStore.friendships`."""
        found = await self._engine.read(queries.FRIENDSHIPS, user_id)
        return [rows.read_friendship(row) for row in found]

    async def block(self, user_id: str, other_id: str, now_ms: int) -> None:
        """See `SocialStore.block`."""
        ends = Each(queries.PART, [rows.pair(user_id, other_id)])
        await self._engine.write_if(queries.BLOCK, (user_id, other_id, now_ms), [ends])

    async def unblock(self, user_id: str, other_id: str) -> None:
        """See `SocialStore.unblock`."""
        await self._engine.write(queries.UNBLOCK, user_id, other_id)

    async def blocks(self, user_id: str) -> list[Blocked]:
        """See `SocialStore.blocks`."""
        found = await self._engine.read(queries.BLOCKS, user_id)
        return [Blocked(Person(row[0], row[1]), row[2]) for row in found]

    async def tie(self, user_id: str, other_id: str) -> Tie:
        """See `SocialStore.tie`."""
        one, two = rows.pair(user_id, other_id)
        found = await self._engine.read(queries.TIE, one, two, user_id, other_id)
        return rows.read_tie(found[0])

    async def circle(self, user_id: str) -> Circle:
        """See `SocialStore.circle`."""
        return rows.read_circle(await self._engine.read(queries.CIRCLE, user_id))

    async def history(
        self, user_id: str, limit: int, before: str | None = None
    ) -> list[StoredMatch]:
        """See `SocialStore.history`."""
        found = await self._engine.read(queries.HISTORY, user_id, limit, before)
        return [read_match(row) for row in found]

    async def tally(self, user_id: str) -> Tally:
        """See `SocialStore.tally`."""
        return rows.read_tally((await self._engine.read(queries.TALLY, user_id))[0])

    async def set_role(self, user_id: str, role: Role) -> None:
        """See `SocialStore.set_role`."""
        if role == "player":
            await self._engine.write(queries.NO_ROLE, user_id)
        else:
            await self._engine.write(queries.SET_ROLE, user_id, role)

    async def registered(self, now_ms: int, limit: int, after: str = "") -> list[Registered]:
        """See `SocialStore.registered`."""
        found = await self._engine.read(queries.REGISTERED, now_ms, after, limit)
        return [rows.read_registered(row) for row in found]

    async def ban(self, ban: Ban) -> None:
        """See `SocialStore.ban`."""
        values = (ban.user_id, ban.reason, ban.at, ban.until)
        await self._engine.write_if(queries.NEXT_BAN, (), [Each(queries.BAN, [values])])

    async def unban(self, user_id: str) -> bool:
        """See `SocialStore.unban`."""
        return bool(await self._engine.write(queries.UNBAN, user_id))

    async def last_ban(self) -> int:
        """See `SocialStore.last_ban`."""
        return (await self._engine.read(queries.LAST_BAN))[0][0]

    async def bans(self, now_ms: int, after: int = 0) -> list[Ban]:
        """See `SocialStore.bans`."""
        return [Ban(*row) for row in await self._engine.read(queries.BANS, now_ms, after)]

    async def ban_of(self, user_id: str, now_ms: int) -> Ban | None:
        """See `SocialStore.ban_of`."""
        found = await self._engine.read(queries.BAN_OF, now_ms, user_id)
        return Ban(*found[0]) if found else None

    async def add_link(self, token_hash: bytes, user_id: str, expires_at: int) -> None:
        """See `SocialStore.add_link`."""
        await self._engine.write(queries.ADD_LINK, token_hash, user_id, expires_at)

    async def link(self, token_hash: bytes, now_ms: int) -> str | None:
        """See `SocialStore.link`."""
        found = await self._engine.read(queries.LINK, token_hash, now_ms)
        return found[0][0] if found else None

    async def write_audit(self, entry: AuditEntry) -> None:
        """See `SocialStore.write_audit`."""
        what = (entry.actor, entry.action, entry.subject, entry.detail)
        await self._engine.write(queries.WRITE_AUDIT, entry.id, entry.at, *what)

    async def tidy(self, now_ms: int) -> None:
        """See `Store.tidy`."""
        await super().tidy(now_ms)
        ages = (now_ms - AUDIT_KEPT_MS, now_ms - GUESSES_KEPT_MS)
        await self._engine.write(queries.TIDY_AUDIT, *ages)

    async def audit(self, limit: int) -> list[AuditEntry]:
        """See `SocialStore.audit`."""
        return [AuditEntry(*row) for row in await self._engine.read(queries.AUDIT, limit)]
