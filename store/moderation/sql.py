"""The verbs of `Store.moderation` over any engine that speaks the shared SQL."""

from store.engine import Each, Engine
from store.moderation import queries, rows
from store.moderation.records import AuditEntry, Ban, Mute, Outcome, Registered, Report
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

    async def mute(self, mute: Mute) -> None:
        """See `Moderation.mute`."""
        about = mute.moderator, mute.reason, mute.at, mute.until
        await self._engine.write(queries.MUTE, mute.player, mute.room, *about)

    async def unmute(self, user_id: str, room: str) -> bool:
        """See `Moderation.unmute`."""
        return bool(await self._engine.write(queries.UNMUTE, user_id, room))

    async def mutes(self, now_ms: int, limit: int) -> list[Mute]:
        """See `Moderation.mutes`."""
        return [Mute(*row) for row in await self._engine.read(queries.MUTES, now_ms, limit)]

    async def mutes_of(self, user_id: str, now_ms: int) -> list[Mute]:
        """See `Moderation.mutes_of`."""
        return [Mute(*row) for row in await self._engine.read(queries.MUTES_OF, now_ms, user_id)]

    async def report(self, report: Report) -> bool:
        """See `Moderation.report`."""
        return bool(await self._engine.write(queries.WRITE_REPORT, *rows.report_values(report)))

    async def reports(self, limit: int, *, still_open: bool) -> list[Report]:
        """See `Moderation.reports`."""
        found = await self._engine.read(queries.REPORTS, int(still_open), limit)
        return [Report(*row) for row in found]

    async def close_report(
        self, report_id: str, outcome: Outcome, moderator: str, now_ms: int
    ) -> bool:
        """See `Moderation.close_report`."""
        values = report_id, outcome, moderator, now_ms
        return bool(await self._engine.write(queries.CLOSE_REPORT, *values))

    async def reports_by(self, user_id: str) -> list[Report]:
        """See `Moderation.reports_by`."""
        return [Report(*row) for row in await self._engine.read(queries.REPORTS_BY, user_id)]

    async def write_audit(self, entry: AuditEntry) -> None:
        """See `Moderation.write_audit`."""
        await self._engine.write(queries.WRITE_AUDIT, *rows.audit_values(entry))

    async def audit(self, limit: int) -> list[AuditEntry]:
        """See `Moderation.audit`."""
        return [AuditEntry(*row) for row in await self._engine.read(queries.AUDIT, limit)]
