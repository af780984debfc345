"""The export of everything that is kept about oneself."""

from msgspec import Struct
from quart import Blueprint, Response

from actors.player.messages import MuteView, mutes_view
from gateway.api import common
from gateway.api.account import AccountAnswer, account_answer
from gateway.api.blocks import BlockAnswer, block_answers
from gateway.api.common import answer
from gateway.api.describe import operation
from gateway.api.discretion import Discretion
from gateway.api.factors import FactorsAnswer, factors_answer
from gateway.api.friends import FriendsAnswer, friends_answer
from gateway.api.identities import IdentityAnswer, identities_of
from gateway.api.matches import MatchAnswer, match_answer
from gateway.api.notifications import NoteAnswer, note_answer
from gateway.api.profile import OwnProfileAnswer, own_profile_answer
from gateway.api.programs import ProgramsAnswer, programs_answer
from gateway.api.ratings import RatingAnswer, rating_answer
from gateway.api.sessions import SessionAnswer, session_answer
from gateway.api.ways import WaysAnswer, ways_answer
from gateway.services import Services
from store.moderation.records import Mute
from store.notifications.records import MOST_NOTES
from store.sessions.records import Device
from store.social.records import Circle
from store.tournaments.records import Played

PAGE = 200
EVERYTHING = 1_000_000
"""More tournaments than anybody takes part in."""
KEPT = 2 * MOST_NOTES
"""More notes than are kept of anybody, until the hourly tidying."""


class LineAnswer(Struct):
    """What somebody has said: in which room, when (ms since the epoch), and the text."""

    room: str
    at: int
    text: str


class MarkAnswer(Struct):
    """A room of somebody, and up to which event they have read it; None: nothing."""

    room: str
    mark: int | None


class OwnReportAnswer(Struct):
    """What somebody has reported: a line of a room, when (ms since the epoch), and why."""

    room: str
    number: int
    at: int
    reason: str


class MailAnswer(Struct):
    """A mail to somebody: what it was about, to which address, and what became of it.

    ``at`` and ``done_at`` in ms since the epoch; ``done_at`` is null while it waits to be sent.
    """

    kind: str
    address: str
    at: int
    state: str
    done_at: int | None


class ExportAnswer(Struct):
    """Everything that is kept about a user. ``profile`` has the name of the image."""

    account: AccountAnswer
    profile: OwnProfileAnswer
    factors: FactorsAnswer
    friends: FriendsAnswer
    blocks: list[BlockAnswer]
    sessions: list[SessionAnswer]
    identities: list[IdentityAnswer]
    matches: list[MatchAnswer]
    lines: list[LineAnswer]
    rooms: list[MarkAnswer]
    reports: list[OwnReportAnswer]
    mutes: list[MuteView]
    ratings: list[RatingAnswer]
    tournaments: list[Played]
    notifications: list[NoteAnswer]
    programs: ProgramsAnswer
    devices: list[Device]
    mails: list[MailAnswer]
    ways: WaysAnswer


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = Export(services)
    blueprint = Blueprint("export", __name__)
    blueprint.get("/account/export")(handlers.export)
    return blueprint


class Export:
    """The handler of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(by="token", answer=ExportAnswer, problems=(401, 429))
    async def export(self) -> Response:
        """Hand out everything that is kept about somebody, as a file."""
        found = await common.signed_in(self._services)
        user, store = found.user, self._services.store
        await common.limit(self._services, "export", user.id)
        open_now = self._services.sockets.sessions()
        sessions = await self._services.sessions.of_user(user.id)
        response = answer(
            ExportAnswer(
                account_answer(user),
                await own_profile_answer(store, user.id),
                factors_answer(await store.factors.of(user.id)),
                friends_answer(user.id, await store.social.friendships(user.id)),
                block_answers(await store.social.blocks(user.id)),
                [session_answer(session, found.session_id, open_now) for session in sessions],
                await identities_of(self._services, user.id),
                await self._matches(user.id),
                [LineAnswer(e.room, e.at, e.text) for e in await store.rooms.lines_of(user.id)],
                [MarkAnswer(*mark) for mark in await store.rooms.marks_of(user.id)],
                [
                    OwnReportAnswer(report.room, report.number, report.at, report.reason)
                    for report in await store.moderation.reports_by(user.id)
                ],
                [*mutes_view(await self._mutes(user.id)).mutes],
                await self._ratings(user.id),
                await store.tournaments.of_player(user.id, EVERYTHING),
                [note_answer(k) for k in await store.notifications.newest(user.id, KEPT)],
                await programs_answer(self._services, user.id),
                await store.sessions.devices_of(user.id),
                [
                    MailAnswer(m.kind, m.address, m.created_at, m.state, m.done_at)
                    for m in await store.mail.mails_of(user.id)
                ],
                await ways_answer(self._services, found),
            )
        )
        response.headers["Content-Disposition"] = 'attachment; filename="rally.json"'
        return response

    async def _mutes(self, user_id: str) -> tuple[Mute, ...]:
        now = common.milliseconds(self._services)
        return tuple(await self._services.store.moderation.mutes_of(user_id, now))

    async def _ratings(self, user_id: str) -> list[RatingAnswer]:
        ratings = self._services.store.ratings
        entries = await ratings.all_entries_of(user_id)
        return [
            rating_answer(rating, [e for e in entries if e.mode == rating.mode], dated=True)
            for rating in await ratings.ratings_of(user_id)
        ]

    async def _matches(self, user_id: str) -> list[MatchAnswer]:
        found: list[MatchAnswer] = []
        own = Discretion(self._services.store, user_id, Circle())
        last = None
        while page := await self._services.store.matches.matches_of(user_id, PAGE, last):
            found += [await match_answer(match, own) for match in page]
            last = page[-1].record.id
        return found
