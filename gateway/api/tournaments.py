"""Tournaments as lists, files and a public page show them: see docs/protocol.md, section 12."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import get_args

import msgspec
import segno
from msgspec import Struct
from msgspec.structs import replace
from quart import Blueprint, Response, g

from actors.core import ActorDown, AskTimeout
from actors.core.address import Address
from actors.frames import Id
from actors.tournament.formats.format import Format
from actors.tournament.messages import Show
from actors.tournament.plan import is_id
from actors.tournament.shown import EntrantView, Head, PairingView, StandingView, TournamentView
from gateway.api.between import PATH as PLAYER_PATH
from gateway.api.between import between
from gateway.api.common import answer, limit, signed_in
from gateway.api.describe import operation
from gateway.api.query import page_size, query
from gateway.auth.rules import invalid
from gateway.http.problems import FieldError, Problem, store_unavailable
from gateway.services import Services
from store.tournaments.records import STAGES, Played, Stage, TournamentRecord

PAGE, LARGEST_PAGE = 20, 100
SHOWN_WITHIN = 5.0
FORMATS = get_args(Format)
PATH = {"tournament_id": Id}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to spreadsheets: a quote before it keeps it text."""


class TournamentsAnswer(Struct):
    """The newest come first; ``more``: there are further ones, older than the last."""

    tournaments: list[TournamentRecord]
    more: bool


class MineAnswer(Struct):
    """The tournaments that one takes or took part in, and those one has made that go on."""

    entered: list[Played]
    made: list[TournamentRecord]


class PlayedAnswer(Struct):
    """The tournaments in which somebody has come to a place, the newest first."""

    played: list[Played]


class TournamentAnswer(Struct):
    """A tournament as everybody may see it: entrants by alias alone."""

    tournament: str
    version: int
    head: Head
    entrants: tuple[EntrantView, ...]
    pairings: tuple[PairingView, ...]
    standings: tuple[StandingView, ...]


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = Tournaments(services)
    blueprint = Blueprint("tournaments", __name__)
    blueprint.get("/tournaments")(handlers.list_all)
    blueprint.get("/tournaments/mine")(handlers.mine)
    blueprint.get("/tournaments/<tournament_id>")(handlers.show)
    blueprint.get("/tournaments/<tournament_id>/results.csv")(handlers.results)
    blueprint.get("/tournaments/<tournament_id>/roster.csv")(handlers.roster)
    blueprint.get("/tournaments/<tournament_id>/code.svg")(handlers.code)
    blueprint.get("/players/<player_id>/tournaments")(handlers.of_player)
    return blueprint


class Tournaments:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(
        by="token",
        scope="read",
        answer=TournamentsAnswer,
        problems=(401, 422),
        query={
            "stage": Stage | None,
            "format": Format | None,
            "before": Id | None,
            "limit": int | None,
        },
    )
    async def list_all(self) -> Response:
        """List tournaments in a stage, by default those that have not begun."""
        await signed_in(self._services)
        asked = query("stage", "format", "before", "limit")
        stage, format_ = _stage(asked.get("stage", "open")), asked.get("format")
        if format_ is not None and format_ not in FORMATS:
            raise _unknown_value("format", FORMATS)
        size, before = page_size(asked.get("limit"), PAGE, LARGEST_PAGE), asked.get("before")
        if before is not None and not is_id(before):
            detail = "`before` is the id of the last tournament of the page before."
            raise invalid(FieldError("before", "unknown", detail))
        found = await self._services.store.tournaments.listed(stage, size + 1, before, format_)
        shown = [replace(one, owner=None) for one in found[:size]]
        return answer(TournamentsAnswer(shown, len(found) > size))

    @operation(by="token", scope="read", answer=MineAnswer, problems=(401,))
    async def mine(self) -> Response:
        """List the tournaments that one takes part in or has made."""
        me = (await signed_in(self._services)).user.id
        store = self._services.store.tournaments
        entered = [_ownerless(played) for played in await store.of_player(me, PAGE)]
        return answer(MineAnswer(entered, await store.owned(me)))

    @operation(by="token", scope="read", answer=PlayedAnswer, problems=(401, 404), path=PLAYER_PATH)
    async def of_player(self, player_id: str) -> Response:
        """List the tournaments in which a player has come to a place."""
        two = await between(self._services, player_id)
        found: list[Played] = []
        if not two.tie.blocks:  # a blocked player is no more than a line in a list
            found = await self._services.store.tournaments.of_player(player_id, LARGEST_PAGE)
        placed = [_ownerless(one) for one in found if one.place is not None]
        public = [one for one in placed if one.tournament.entry != "invited"]
        return answer(PlayedAnswer(public[:PAGE]))

    @operation(answer=TournamentAnswer, problems=(404, 429), path=PATH)
    async def show(self, tournament_id: str) -> Response:
        """Show a tournament to everybody, signed in or not."""
        view = await self._view(tournament_id)
        entrants = tuple(replace(entrant, player=None) for entrant in view.entrants)
        pairings = tuple(replace(p, station=p.station and "") for p in view.pairings)
        about = view.tournament, view.version, _nameless(view.head), entrants
        return answer(TournamentAnswer(*about, pairings, view.standings))

    @operation(answer="text/csv", problems=(404, 429), path=PATH)
    async def results(self, tournament_id: str) -> Response:
        """Hand out the table as a file."""
        view = await self._view(tournament_id)
        entrants = {entrant.number: entrant for entrant in view.entrants}
        rows = [
            (o.place, _text(one.alias), o.points, o.won, o.lost, _yes(one.bot))
            for o, one in ((o, entrants[o.entrant]) for o in view.standings)
        ]
        return _table("results.csv", ("place", "alias", "points", "won", "lost", "bot"), rows)

    @operation(answer="text/csv", problems=(404, 429), path=PATH)
    async def roster(self, tournament_id: str) -> Response:
        """Hand out who takes part as a file, which another tournament can take in."""
        view = await self._view(tournament_id)
        rows = [
            (
                _text(one.alias),
                one.seed or "",
                _yes(one.checked),
                one.gone or "",
                _yes(one.bot),
            )
            for one in view.entrants
        ]
        return _table("roster.csv", ("alias", "seed", "checked in", "gone", "bot"), rows)

    @operation(answer="image/svg+xml", problems=(404, 429), path=PATH)
    async def code(self, tournament_id: str) -> Response:
        """Draw the code that leads a phone to the page of a tournament."""
        await self._view(tournament_id)
        scheme = "https" if g.seen.secure else "http"
        page = f"{scheme}://{g.seen.host}/tournament/{tournament_id}"
        image = io.BytesIO()
        segno.make(page, micro=False).save(image, kind="svg", scale=8, border=2, light="#fff")
        return Response(image.getvalue(), content_type="image/svg+xml")

    async def _view(self, name: str) -> TournamentView:
        await limit(self._services, "tournament")
        if not is_id(name):
            raise _unknown()
        try:
            address = Address("tournament", name)
            shown: bytes | None = await self._services.kernel.ask(address, Show(), SHOWN_WITHIN)
        except (ActorDown, AskTimeout):
            raise store_unavailable() from None
        if shown is None:
            raise _unknown()
        return msgspec.json.decode(shown, type=TournamentView)


def _nameless(head: Head) -> Head:
    owner = replace(head.owner, id="")
    return replace(head, owner=owner, organisers=tuple(replace(o, id="") for o in head.organisers))


def _ownerless(played: Played) -> Played:
    return replace(played, tournament=replace(played.tournament, owner=None))


def _table(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Make a file of a table (RFC 4180)."""
    text = io.StringIO()
    csv.writer(text).writerows((head, *rows))
    response = Response(text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _yes(true: bool) -> str:
    return "yes" if true else ""


def _stage(text: str) -> Stage:
    for stage in STAGES:
        if stage == text:
            return stage
    raise _unknown_value("stage", STAGES)


def _unknown_value(name: str, known: Iterable[str]) -> Problem:
    detail = f"`{name}` is one of: {', '.join(known)}."
    return invalid(FieldError(name, "unknown", detail))


def _unknown() -> Problem:
    return Problem(404, "no_such_tournament", "There is no tournament of this id.")
