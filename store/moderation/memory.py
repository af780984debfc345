"""The verbs of `Store.moderation` in plain dicts. No verb ever waits."""

from msgspec.structs import replace

from store.moderation.records import (
    AUDIT_KEPT_MS,
    GUESSES,
    GUESSES_KEPT_MS,
    REPORTS_KEPT_MS,
    AuditEntry,
    Ban,
    Mute,
    Outcome,
    Registered,
    Report,
)
from store.names import DELETED, ENDED_MS
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

    async def mute(self, mute: Mute) -> None:
        """See `Moderation.mute`."""
        self._tables.mutes[mute.player, mute.room] = mute

    async def unmute(self, user_id: str, room: str) -> bool:
        """See `Moderation.unmute`."""
        return self._tables.mutes.pop((user_id, room), None) is not None

    async def mutes(self, now_ms: int, limit: int) -> list[Mute]:
        """See `Moderation.mutes`."""
        found = [mute for mute in self._tables.mutes.values() if _holds(mute, now_ms)]
        return sorted(found, key=lambda mute: (-mute.at, mute.player, mute.room))[:limit]

    async def mutes_of(self, user_id: str, now_ms: int) -> list[Mute]:
        """See `Moderation.mutes_of`."""
        mine = [mute for mute in self._tables.mutes.values() if mute.player == user_id]
        return sorted((m for m in mine if _holds(m, now_ms)), key=lambda mute: mute.room)

    async def report(self, report: Report) -> bool:
        """See `Moderation.report`."""
        what = report.reporter, report.room, report.number
        if any((r.reporter, r.room, r.number) == what for r in self._tables.reports.values()):
            return False
        self._tables.reports[report.id] = report
        return True

    async def reports(self, limit: int, *, still_open: bool) -> list[Report]:
        """See `Moderation.reports`."""
        found = [r for r in self._tables.reports.values() if (r.outcome is None) == still_open]
        return sorted(found, key=lambda r: (r.at, r.id), reverse=True)[:limit]

    async def close_report(
        self, report_id: str, outcome: Outcome, moderator: str, now_ms: int
    ) -> bool:
        """See `Moderation.close_report`."""
        report = self._tables.reports.get(report_id)
        if report is None or report.outcome is not None:
            return False
        closed = replace(report, outcome=outcome, moderator=moderator, closed_at=now_ms)
        self._tables.reports[report_id] = closed
        return True

    async def reports_by(self, user_id: str) -> list[Report]:
        """See `Moderation.reports_by`."""
        found = [r for r in self._tables.reports.values() if r.reporter == user_id]
        return sorted(found, key=lambda r: (r.at, r.id))

    async def write_audit(self, entry: AuditEntry) -> None:
        """See `Moderation.write_audit`."""
        write_entry(self._tables, entry)

    async def audit(self, limit: int) -> list[AuditEntry]:
        """See `Moderation.audit`."""
        newest = sorted(self._tables.audit.values(), key=lambda e: (e.at, e.id), reverse=True)
        return newest[:limit]


def holding_ban(tables: Tables, user_id: str, now_ms: int) -> Ban | None:
    """Return the ban of a user that is in force at ``now_ms``."""
    _, ban = tables.bans.get(user_id, (0, None))
    return ban if ban is not None and _holds(ban, now_ms) else None


def _holds(ban: Ban | Mute, now_ms: int) -> bool:
    return ban.until is None or ban.until > now_ms


def write_entry(tables: Tables, entry: AuditEntry) -> None:
    """Keep an entry of the audit log."""
    tables.audit.setdefault(entry.id, entry)


KINDS = {AuditEntry: write_entry}
"""The records of moderation that a flush of the journal may carry."""


def end_bans(tables: Tables, now_ms: int) -> None:
    """Remove the bans that ended long enough ago."""
    for user_id, (_, ban) in [*tables.bans.items()]:
        if ban.until is not None and ban.until <= now_ms - ENDED_MS:
            del tables.bans[user_id]
    for key, mute in [*tables.mutes.items()]:
        if mute.until is not None and mute.until <= now_ms - ENDED_MS:
            del tables.mutes[key]


def tidy_reports(tables: Tables, now_ms: int) -> None:
    """Remove the reports that were closed long enough ago."""
    for key, report in [*tables.reports.items()]:
        if report.closed_at is not None and report.closed_at <= now_ms - REPORTS_KEPT_MS:
            del tables.reports[key]


def forget_moderated(tables: Tables, user_id: str) -> None:
    """Leave nothing of the mutes and reports of a user, and only a name of reports about them."""
    tables.mutes = {key: mute for key, mute in tables.mutes.items() if key[0] != user_id}
    tables.reports = {key: r for key, r in tables.reports.items() if r.reporter != user_id}
    for key, report in tables.reports.items():
        if report.author == user_id:
            tables.reports[key] = replace(report, author=None, name=DELETED, context=b"[]")


def disown_reports(tables: Tables, user_id: str) -> None:
    """Keep the reports by and about a user who is removed from the store, but not their ids."""
    tables.mutes = {key: mute for key, mute in tables.mutes.items() if key[0] != user_id}
    for key, report in tables.reports.items():
        by = None if report.reporter == user_id else report.reporter
        about = None if report.author == user_id else report.author
        tables.reports[key] = replace(report, reporter=by, author=about)


def tidy_audit(tables: Tables, now_ms: int) -> None:
    """Remove the entries of the audit log that are old enough."""
    tables.audit = {
        entry.id: entry
        for entry in tables.audit.values()
        if entry.at >= now_ms - (GUESSES_KEPT_MS if entry.action in GUESSES else AUDIT_KEPT_MS)
    }
