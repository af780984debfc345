"""Matches: what was agreed, and once finished, the result."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct
from msgspec.json import decode, encode
from quart import Blueprint, Response

from actors.pong.settings import Settings
from gateway.api.describe import operation
from gateway.problems import Problem
from gateway.services import Services
from store.records import MatchResult, Mode, StoredMatch

LONGEST_ID = 64
MatchId = Annotated[str, Meta(min_length=1, max_length=LONGEST_ID)]


class SeatAnswer(Struct):
    """A side and who played it; ``id`` is None for the AI and the second local hand."""

    side: int
    id: str | None
    name: str


class ResultAnswer(Struct):
    """How it ended; ``winner`` is a side or 0, ``seconds`` is match time.

    ``pauses`` are `actors.match.messages.Pause`, as the store has them.
    """

    cause: str
    winner: int
    score: tuple[int, int]
    seconds: float
    finished_at: int
    pauses: msgspec.Raw


class MatchAnswer(Struct):
    """See docs/protocol.md."""

    id: str
    mode: Mode
    points: int
    win_by_two: bool
    players: list[SeatAnswer]
    created_at: int
    result: ResultAnswer | None


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    blueprint = Blueprint("matches", __name__)

    @blueprint.get("/matches/<match_id>")
    @operation(answer=MatchAnswer, problems=(404,), path={"match_id": MatchId})
    async def read_match(match_id: str) -> Response:
        """Tell what was agreed on for a match and, once finished, how it ended."""
        known = len(match_id) <= LONGEST_ID
        stored = await services.store.match(match_id) if known else None
        if stored is None:
            raise Problem(404, "no_such_match", "There is no match of this id.")
        return Response(encode(match_answer(stored)), content_type="application/json")

    return blueprint


def match_answer(stored: StoredMatch) -> MatchAnswer:
    """Say of a match what everybody may know."""
    record = stored.record
    settings = decode(record.settings, type=Settings)
    return MatchAnswer(
        id=record.id,
        mode=record.mode,
        points=settings.points,
        win_by_two=settings.win_by_two,
        players=[SeatAnswer(p.side, p.user_id, p.name) for p in record.players],
        created_at=record.created_at,
        result=None if stored.result is None else _result(stored.result),
    )


def _result(result: MatchResult) -> ResultAnswer:
    values: dict[str, Any] = msgspec.structs.asdict(result)
    del values["match_id"]
    values["pauses"] = msgspec.Raw(result.pauses)
    return ResultAnswer(**values)
