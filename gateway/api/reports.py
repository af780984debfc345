"""Reports of lines, kept with what was said around them, and the log of what moderators did."""

import secrets
from typing import Literal

import msgspec
from msgspec import Struct
from quart import Blueprint, Response

from actors.contact import parted
from actors.frames import Id
from actors.room.facts import enters
from actors.room.frames import Event, Number
from actors.room.shown import shown
from gateway.api import audit
from gateway.api.between import is_id
from gateway.api.common import answer, done, limit, milliseconds, signed_in
from gateway.api.describe import operation
from gateway.api.moderators import checked_reason, moderator
from gateway.api.query import query
from gateway.auth.rules import invalid
from gateway.http.body import read
from gateway.http.problems import Problem
from gateway.services import Services
from store.moderation.records import Outcome, Report
from store.rooms.records import RoomEvent

AROUND = 10
"""Events before a reported line, and after it, that are kept with the report."""
MOST = 100
ROOM_ACTIONS = frozenset(
    {"mute", "unmute", "ban", "unban", "report-closed", "line-deleted", "room-mode"}
)
"""What the log shows of the audit log."""
LOGGED = 1000
"""The newest entries of the audit log among which the log looks."""


class ReportBody(Struct, forbid_unknown_fields=True):
    """Why the line is reported; for moderators to read."""

    reason: str


class ReportAnswer(Struct):
    """A report. ``context`` has the line and those around it, as they were when it was reported.

    ``name`` is how the author was called then, ``reporter_name`` how the reporter is called now.
    """

    id: str
    at: int
    reporter: str | None
    reporter_name: str
    room: str
    number: int
    author: str | None
    name: str
    reason: str
    context: tuple[Event, ...]
    outcome: Outcome | None
    moderator: str | None
    closed_at: int | None


class ReportsAnswer(Struct):
    """The newest first, at most 100."""

    reports: list[ReportAnswer]


class OutcomeBody(Struct, forbid_unknown_fields=True):
    """Whether something was done about it."""

    outcome: Outcome


class EntryAnswer(Struct):
    """``actor`` did ``action`` to ``subject`` at ``at`` (ms since the epoch)."""

    at: int
    actor: str
    action: str
    subject: str
    detail: str


class LogAnswer(Struct):
    """The newest first."""

    entries: list[EntryAnswer]


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = Reports(services)
    blueprint = Blueprint("reports", __name__)
    blueprint.post("/rooms/<room_id>/lines/<number>/report")(handlers.report)
    blueprint.get("/moderation/reports")(handlers.list_all)
    blueprint.put("/moderation/reports/<report_id>")(handlers.close)
    blueprint.get("/moderation/log")(handlers.log)
    return blueprint


class Reports:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(
        by="token",
        body=ReportBody,
        status=204,
        problems=(401, 404, 422, 429),
        path={"room_id": Id, "number": Number},
    )
    async def report(self, room_id: str, number: str) -> Response:
        """Report a line to the moderators. The same line is reported once."""
        services, user = self._services, (await signed_in(self._services)).user
        await limit(services, "block", user.id)
        reason, errors = checked_reason((await read(ReportBody)).reason)
        if errors:
            raise invalid(*errors)
        line = await self._line(user.id, room_id, number)
        around = await self._around(line)
        report = Report(
            *(secrets.token_hex(8), milliseconds(services), user.id, room_id, line.number),
            *(line.author, line.name, reason, msgspec.json.encode(around)),
        )
        await services.store.moderation.report(report)
        return done()

    async def _line(self, viewer: str, room: str, number: str) -> RoomEvent:
        """Return a line that the viewer sees; raises a Problem if there is none."""
        store, found = self._services.store, None
        fits = number.isascii() and number.isdecimal() and len(number) < 16
        if is_id(room) and fits and await enters(store, room, viewer):
            found = await store.rooms.event(room, int(number))
        parted_from = parted(await store.social.circle(viewer))
        if found is None or found.kind != "line" or found.author in parted_from:
            raise Problem(404, "no_such_line", "There is no line of this number.")
        return found

    async def _around(self, line: RoomEvent) -> list[Event]:
        rooms = self._services.store.rooms
        before = await rooms.events_before(line.room, line.number, AROUND)
        after = await rooms.events_after(line.room, line.number, AROUND)
        return [shown(event, frozenset()) for event in (*before, line, *after)]

    @operation(
        by="token",
        answer=ReportsAnswer,
        problems=(401, 403),
        query={"closed": Literal["true"] | None},
    )
    async def list_all(self) -> Response:
        """List the open reports, or those that were closed. For moderators."""
        await moderator(self._services)
        still_open = query("closed").get("closed") != "true"
        found = await self._services.store.moderation.reports(MOST, still_open=still_open)
        return answer(ReportsAnswer([await self._shown(report) for report in found]))

    async def _shown(self, report: Report) -> ReportAnswer:
        profiles, reporter = self._services.store.profiles, report.reporter
        profile = await profiles.profile(reporter) if reporter is not None else None
        return _answer(report, profile.person.name if profile is not None else "")

    @operation(
        by="token",
        body=OutcomeBody,
        status=204,
        problems=(401, 403, 404, 422, 429),
        path={"report_id": Id},
    )
    async def close(self, report_id: str) -> Response:
        """Close a report. For moderators.

        A page sends this when its undo has lapsed, which may be while it closes.
        """
        services, (user, _) = self._services, await moderator(self._services, at_last=True)
        await limit(services, "ban", user.id)
        body, now = await read(OutcomeBody), milliseconds(services)
        closed = is_id(report_id) and await services.store.moderation.close_report(
            report_id, body.outcome, user.display_name, now
        )
        if not closed:
            raise Problem(404, "no_such_report", "There is no open report of this id.")
        await audit.note(services, "report-closed", user, f"{report_id}: {body.outcome}", by=user)
        return done()

    @operation(by="token", answer=LogAnswer, problems=(401, 403))
    async def log(self) -> Response:
        """List what moderators have done, the newest first. For moderators."""
        await moderator(self._services)
        entries = await self._services.store.moderation.audit(LOGGED)
        return answer(
            LogAnswer(
                [
                    EntryAnswer(entry.at, entry.actor, entry.action, entry.subject, entry.detail)
                    for entry in entries
                    if entry.action in ROOM_ACTIONS
                ]
            )
        )


def _answer(report: Report, reporter: str) -> ReportAnswer:
    context = msgspec.json.decode(report.context, type=tuple[Event, ...])
    return ReportAnswer(
        *(report.id, report.at, report.reporter, reporter, report.room, report.number),
        *(report.author, report.name, report.reason, context),
        *(report.outcome, report.moderator, report.closed_at),
    )
