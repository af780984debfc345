"""Ratings of players by mode, and leaderboards."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, get_args

from msgspec import Meta, Struct
from quart import Blueprint, Response

from actors.contact import admits
from actors.presence.messages import PersonView
from actors.ratings.modes import RatingMode
from actors.ratings.rules import shown
from gateway.api.between import PATH, between, view
from gateway.api.common import answer, limit, signed_in
from gateway.api.describe import operation
from gateway.api.query import query
from gateway.auth.rules import invalid
from gateway.http.problems import FieldError
from gateway.services import Services
from store.people.records import User
from store.ratings.records import Board, Kind, Ranked, Rating, RatingEntry

Span = Literal["all", "month", "friends"]
PAGE = 50
"""Lines of a page of a leaderboard."""
MOST_SKIPPED = 100_000
After = Annotated[int, Meta(ge=0, le=MOST_SKIPPED)]
HISTORY = 200
"""Entries of a history: the last ones."""


class LineAnswer(Struct):
    """A line of a leaderboard; a provisional rating has no ``rank``."""

    rank: int | None
    player: PersonView
    rating: int
    provisional: bool
    played: int


class LeaderboardAnswer(Struct):
    """The best first. For more, set ``after`` to ``next``; None: there are no more.

    ``own`` is the line of whoever asks, wherever it is; None if they are not on this leaderboard.
    """

    mode: RatingMode
    span: Span
    lines: list[LineAnswer]
    own: LineAnswer | None
    next: int | None


class EntryAnswer(Struct):
    """The rating after a match, or after the ``reversal`` of what the match had changed.

    ``at`` is None if the player does not show the viewer when they were here last.
    """

    match: str
    kind: Kind
    rating: int
    change: int
    at: int | None


class RatingAnswer(Struct):
    """A rating, and how it came about: the oldest entry first, at most 200."""

    mode: str
    rating: int
    provisional: bool
    played: int
    history: list[EntryAnswer]


class RatingsAnswer(Struct):
    """One for each mode in which the player has played a rated match."""

    ratings: list[RatingAnswer]


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = Ratings(services)
    blueprint = Blueprint("ratings", __name__)
    blueprint.get("/leaderboard")(handlers.leaderboard)
    blueprint.get("/players/<player_id>/ratings")(handlers.of_player)
    return blueprint


class Ratings:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(
        by="token",
        scope="read",
        answer=LeaderboardAnswer,
        problems=(401, 422, 429),
        query={"mode": RatingMode | None, "span": Span | None, "after": After | None},
    )
    async def leaderboard(self) -> Response:
        """List who is best in a mode: of all, of this calendar month (UTC), or among friends."""
        user = (await signed_in(self._services)).user
        asked = query("mode", "span", "after")
        mode: RatingMode = _one_of("mode", asked.get("mode", "classic"), RatingMode)
        span: Span = _one_of("span", asked.get("span", "all"), Span)
        skip = _after(asked.get("after", "0"))
        await limit(self._services, "search", user.id)
        since = month(self._services.date()) if span == "month" else 0
        board = Board(mode, user.id, since, span == "friends")
        found = await self._services.store.ratings.leaders(board, PAGE + 1, skip)
        lines = [line(one, skip + place) for place, one in enumerate(found[:PAGE], 1)]
        more = skip + PAGE if len(found) > PAGE else None
        own = await self._own(user, board)
        return answer(LeaderboardAnswer(mode, span, lines, own, more))

    async def _own(self, user: User, board: Board) -> LineAnswer | None:
        """Return the line of whoever asks."""
        ratings, profiles = self._services.store.ratings, self._services.store.profiles
        rating = await ratings.rating(user.id, board.mode)
        profile = await profiles.profile(user.id)
        if rating is None or profile is None or not rating.played or rating.at < board.since:
            return None
        return line(Ranked(profile.person, rating), 1 + await ratings.ahead(board, rating))

    @operation(by="token", scope="read", answer=RatingsAnswer, problems=(401, 404), path=PATH)
    async def of_player(self, player_id: str) -> Response:
        """Tell how strong a player is in each mode, and how that has changed."""
        two, store = await between(self._services, player_id), self._services.store
        if two.tie.blocks:  # a blocked player is no more than a line in a list
            return answer(RatingsAnswer([]))
        own = two.viewer.id == player_id
        dated = own or admits(two.other.privacy.last_seen, two.tie)
        found = await store.ratings.ratings_of(player_id)
        return answer(
            RatingsAnswer(
                [
                    rating_answer(
                        rating,
                        await store.ratings.entries_of(player_id, rating.mode, HISTORY),
                        dated=dated,
                    )
                    for rating in found
                ]
            )
        )


def rating_answer(rating: Rating, entries: Sequence[RatingEntry], *, dated: bool) -> RatingAnswer:
    """Return a rating and its history; ``dated``: with the dates of its matches."""
    return RatingAnswer(
        *(rating.mode, shown(rating.mu), rating.provisional, rating.played),
        [
            EntryAnswer(
                *(entry.match_id, entry.kind, shown(entry.mu)),
                shown(entry.mu) - shown(entry.mu_before),
                entry.at if dated else None,
            )
            for entry in entries
        ],
    )


def line(ranked: Ranked, rank: int) -> LineAnswer:
    """Return the line of a leaderboard that would have this rank if it is not provisional."""
    rating = ranked.rating
    known = None if rating.provisional else rank
    return LineAnswer(
        known, view(ranked.person), shown(rating.mu), rating.provisional, rating.played
    )


def month(date: float) -> int:
    """Return when the calendar month (UTC) of a date began, in ms since the epoch."""
    now = datetime.fromtimestamp(date, UTC)
    return int(datetime(now.year, now.month, 1, tzinfo=UTC).timestamp()) * 1000


def _one_of(name: str, given: str, words: Any) -> Any:
    """Return a parameter that is one of some words; raises a Problem if it is not."""
    known = get_args(words)
    if given not in known:
        detail = f"`{name}` is one of: {', '.join(known)}."
        raise invalid(FieldError(name, "unknown", detail))
    return given


def _after(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) < 9 and int(given) <= MOST_SKIPPED):
        detail = f"`after` is the `next` of the page before, at most {MOST_SKIPPED}."
        raise invalid(FieldError("after", "range", detail, MOST_SKIPPED))
    return int(given)
