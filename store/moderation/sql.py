"""The verbs of `Store.moderation` over any engine that speaks the shared SQL."""

from store.engine import Each, Engine
from store.moderation import queries, rows
from store.moderation.records import AuditEntry, Ban, Registered
from store.profiles.records import Role


class SqlModeration:
    """See `store.moderation.protocol.Moderation` for every verb."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def set_role(self, user_id: str, role: Role) -> None:
        """See `Moderation.set_role`."""
        if role == "player":
            await self._engine.write(queries.NO_ROLE, user_id)
        else:
            await self._engine.write(queries.SET_ROLE, user_id, role)

    async def registered(self, now_ms: int, limit: int, after: str = "") -> list[Registered]:
        """See `Moderation.registered`."""
        found = await self._engine.read(queries.REGISTERED, now_ms, after, limit)
        return [rows.read_registered(row) for row in found]

    async def ban(self, ban: Ban) -> None:
        """See `Moderation.ban`."""
        values = (ban.user_id, ban.reason, ban.at, ban.until)
        await self._engine.write_if(queries.NEXT_BAN, (), [Each(queries.BAN, [values])])

    async def unban(self, user_id: str) -> bool:
        """See `Moderation.unban`."""
        return bool(await self._engine.write(queries.UNBAN, user_id))

    async def last_ban(self) -> int:
        """See `Moderation.last_ban`."""
        return (await self._engine.read(queries.LAST_BAN))[0][0]

    async def bans(self, now_ms: int, after: int = 0) -> list[Ban]:
        """See `Moderation.bans`."""
        return [Ban(*row) for row in await self._engine.read(queries.BANS, now_ms, after)]

    async def ban_of(self, user_id: str, now_ms: int) -> Ban | None:
        """See `Moderation.ban_of`."""
        found = await self._engine.read(queries.BAN_OF, now_ms, user_id)
        return Ban(*found[0]) if found else None

    async def write_audit(self, entry: AuditEntry) -> None:
        """See `Moderation.write_audit`."""
        what = (entry.actor, entry.action, entry.subject, entry.detail)
        await self._engine.write(queries.WRITE_AUDIT, entry.id, entry.at, *what)

    async def audit(self, limit: int) -> list[AuditEntry]:
        """See `Moderation.audit`."""
        return [AuditEntry(*row) for row in await self._engine.read(queries.AUDIT, limit)]
