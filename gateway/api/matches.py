"""Matches: their settings and players, and the result once finished."""

from typing import Annotated, Any, cast

import msgspec
from msgspec import Meta, Struct
from msgspec.json import decode, encode
from quart import Blueprint, Response, request

from actors.match.watchers import judge
from actors.pong.ai import Level
from actors.pong.settings import Settings
from gateway.api.common import signed_in
from gateway.api.describe import operation
from gateway.api.discretion import Discretion, discretion
from gateway.http.problems import Problem
from gateway.services import Services
from store.matches.records import MatchRecord, MatchResult, Mode, StoredMatch

LONGEST_ID = 64
MatchId = Annotated[str, Meta(min_length=1, max_length=LONGEST_ID)]


class SeatAnswer(Struct):
    """A side and its player; ``id`` is None for the AI, a second player, and the deleted."""

    side: int
    id: str | None
    name: str


class ResultAnswer(Struct):
    """How a match ended; ``winner`` is a side or 0, ``seconds`` is match time.

    ``score`` is in sets if the match had several, else in points.

    ``pauses`` are `actors.match.messages.Pause`, as the store has them.
    """

    cause: str
    winner: int
    score: tuple[int, int]
    seconds: float
    finished_at: int | None
    pauses: msgspec.Raw


class MatchAnswer(Struct):
    """See docs/protocol.md; ``points`` and ``win_by_two`` are those of ``settings``."""

    id: str
    mode: Mode
    rated: bool
    level: Level | None
    points: int
    win_by_two: bool
    settings: Settings
    players: list[SeatAnswer]
    created_at: int | None
    result: ResultAnswer | None


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    blueprint = Blueprint("matches", __name__)

    @blueprint.get("/matches/<match_id>")
    @operation(scope="read", answer=MatchAnswer, problems=(401, 404), path={"match_id": MatchId})
    async def read_match(match_id: str) -> Response:
        """Tell what was agreed on for a match and, once finished, how it ended.

        While it is played `players` is empty for whoever neither plays it nor may watch it. When
        it was is left out for whom one of them does not show when they were here last.
        """
        known = len(match_id) <= LONGEST_ID
        stored = await services.store.matches.match(match_id) if known else None
        if stored is None:
            raise Problem(404, "no_such_match", "There is no match of this id.")
        viewer = await _viewer(services)
        found = await match_answer(stored, await discretion(services.store, viewer))
        if found.result is None and not await _may_know(services, viewer, stored.record):
            found.players = []
        return Response(encode(found), content_type="application/json")

    return blueprint


async def _viewer(services: Services) -> str | None:
    """Return the id of the user who asks; None without a token."""
    return (await signed_in(services)).user.id if "Authorization" in request.headers else None


async def _may_know(services: Services, viewer: str | None, record: MatchRecord) -> bool:
    """Tell whether the viewer may know who plays in a match now."""
    if viewer is None:
        return False
    players = [player.user_id for player in record.players if player.user_id is not None]
    return viewer in players or await judge(services.store, viewer, players, record.mode)


async def match_answer(stored: StoredMatch, shown: Discretion) -> MatchAnswer:
    """Return what the viewer may know of a match."""
    record, dated = stored.record, await shown.dated(stored.record)
    settings = decode(record.settings, type=Settings)
    return MatchAnswer(
        id=record.id,
        mode=record.mode,
        rated=record.rated,
        level=cast("Level | None", record.level),
        points=settings.points,
        win_by_two=settings.win_by_two,
        settings=settings,
        players=[SeatAnswer(p.side, *shown.name(record, p)) for p in record.players],
        created_at=record.created_at if dated else None,
        result=None if stored.result is None else _result(stored.result, dated=dated),
    )


def _result(result: MatchResult, *, dated: bool) -> ResultAnswer:
    values: dict[str, Any] = msgspec.structs.asdict(result)
    del values["match_id"]
    values["pauses"] = msgspec.Raw(result.pauses)
    if not dated:
        values["finished_at"] = None
    return ResultAnswer(**values)
