"""Other people: search, profile, match history."""

from typing import Annotated, Literal

from msgspec import Meta, Struct
from quart import Blueprint, Response

from actors.contact import Relation, admits, relation
from actors.core.mailbox import ActorDown, AskTimeout
from actors.presence.messages import FriendPresence, Look, PersonView, Where
from actors.presence.parts import presence_of
from gateway.api.between import LONGEST_ID, PATH, Between, between, is_id, view
from gateway.api.common import answer, limit, signed_in
from gateway.api.describe import operation
from gateway.api.discretion import Discretion, discretion
from gateway.api.query import page_size, query
from gateway.auth.rules import invalid
from gateway.http.problems import FieldError
from gateway.services import Services
from store.matches.records import MatchPlayer, MatchRecord, MatchResult, Mode, Tally
from store.profiles.records import Role
from store.programs.records import is_bot
from store.social.records import Tie

FEWEST, MOST_LETTERS = 2, 24
NamePart = Annotated[str, Meta(min_length=FEWEST, max_length=MOST_LETTERS)]
FOUND = 20
PAGE, LARGEST_PAGE = 20, 100
PageSize = Annotated[int, Meta(ge=1, le=LARGEST_PAGE)]
Before = Annotated[str, Meta(min_length=1, max_length=LONGEST_ID)]
LOOK_WITHIN = 1.0
"""Seconds for presence to answer."""
Outcome = Literal["won", "lost", "none"]


class PeopleAnswer(Struct):
    """Who was found, in the order of their names."""

    players: list[PersonView]


class PresenceAnswer(Struct):
    """Where somebody is; ``seen``: when last, while offline."""

    presence: Where
    match: str | None
    seen: int | None


class TallyAnswer(Struct):
    """Decided matches against people; ``win_rate`` from 0 to 1, ``streak`` negative for losses."""

    played: int
    won: int
    lost: int
    win_rate: float | None
    streak: int


class PlayerAnswer(Struct):
    """A profile; ``presence`` is None if the viewer may not see it.

    ``owner`` is the person whose ``bot`` this is; None also if a block parts them from the viewer.
    """

    player: PersonView
    guest: bool
    joined_at: int
    country: str | None
    about: str
    role: Role
    relation: Relation
    presence: PresenceAnswer | None
    tally: TallyAnswer
    bot: bool
    owner: PersonView | None


class OpponentAnswer(Struct):
    """``id`` is None for the machine, a second player on the keyboard, and the deleted."""

    id: str | None
    name: str


class PlayedAnswer(Struct):
    """A match in the history of a player, from their side; ``score`` has their points first.

    ``at`` is the end, ``seconds`` is match time. ``began_at`` and ``at`` are None if one of the two
    does not show the viewer when they were here last.
    """

    id: str
    mode: Mode
    opponent: OpponentAnswer
    side: int
    outcome: Outcome
    cause: str
    score: tuple[int, int]
    began_at: int | None
    at: int | None
    seconds: float
    rated: bool


class HistoryAnswer(Struct):
    """The newest first; for more, set ``before`` to ``next``; None: there are no more."""

    matches: list[PlayedAnswer]
    next: str | None


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = People(services)
    blueprint = Blueprint("people", __name__)
    blueprint.get("/players")(handlers.search)
    blueprint.get("/players/<player_id>")(handlers.profile)
    blueprint.get("/players/<player_id>/matches")(handlers.history)
    return blueprint


class People:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(
        by="token",
        scope="read",
        answer=PeopleAnswer,
        problems=(401, 422, 429),
        query={"name": NamePart},
    )
    async def search(self) -> Response:
        """Find accounts by the beginning of their name."""
        user = (await signed_in(self._services)).user
        name = query("name").get("name", "").replace("\0", "").strip()
        if not FEWEST <= len(name) <= MOST_LETTERS:
            detail = f"`name` has {FEWEST} to {MOST_LETTERS} letters: the beginning of a name."
            raise invalid(FieldError("name", "length", detail))
        await limit(self._services, "search", user.id)
        found = await self._services.store.profiles.find_people(name, FOUND, user.id)
        return answer(PeopleAnswer([view(person) for person in found]))

    @operation(by="token", scope="read", answer=PlayerAnswer, problems=(401, 404), path=PATH)
    async def profile(self, player_id: str) -> Response:
        """Tell who a player is, as far as the one who asks may know."""
        two = await between(self._services, player_id)
        of = two.other
        return answer(
            PlayerAnswer(
                *(view(of.person), of.guest, of.joined_at, of.country, of.about, of.role),
                relation(two.viewer.id, two.tie),
                await self._presence(two),
                _tally(
                    Tally()
                    if two.tie.blocks
                    else await self._services.store.matches.tally(player_id)
                ),
                is_bot(player_id),
                await self._owner(two),
            )
        )

    @operation(
        by="token",
        scope="read",
        answer=HistoryAnswer,
        problems=(401, 404, 422),
        path=PATH,
        query={"limit": PageSize | None, "before": Before | None},
    )
    async def history(self, player_id: str) -> Response:
        """List a player's finished matches."""
        two, store = await between(self._services, player_id), self._services.store
        limit, before = _page()
        seen = not two.tie.blocks  # a blocked player is no more than a line in a list
        found = await store.matches.history(player_id, limit + 1, before) if seen else []
        more = found[limit - 1].record.id if len(found) > limit else None
        finished = [(m.record, m.result) for m in found[:limit] if m.result is not None]
        shown = await discretion(store, two.viewer.id)
        return answer(
            HistoryAnswer([await _played(*match, player_id, shown) for match in finished], more)
        )

    async def _owner(self, two: Between) -> PersonView | None:
        """Return who owns a bot, unless the viewer has blocked the bot."""
        programs, bot = self._services.store.programs, two.other.person.id
        owner = None if two.tie.blocks else await programs.owner_of(bot)
        return None if owner is None else view(owner)

    async def _presence(self, two: Between) -> PresenceAnswer | None:
        """Return where somebody is, if they show it to the viewer."""
        tie, of = two.tie, two.other
        if two.viewer.id == of.person.id:
            tie = Tie(friend=True)
        elif not admits(of.privacy.presence, tie):
            return None
        seen = of.seen_at if admits(of.privacy.last_seen, tie) else None
        try:
            told: FriendPresence = await self._services.kernel.ask(
                presence_of(of.person.id), Look(of.person.id), LOOK_WITHIN
            )
        except (ActorDown, AskTimeout):
            return None
        return PresenceAnswer(
            told.presence, told.match, seen if told.presence == "offline" else None
        )


def _page() -> tuple[int, str | None]:
    """Return the length and the beginning of the page of a list that is asked for."""
    asked = query("limit", "before")
    size, before = page_size(asked.get("limit"), PAGE, LARGEST_PAGE), asked.get("before")
    if before is not None and not is_id(before):
        detail = "`before` is the `next` of the page before."
        raise invalid(FieldError("before", "unknown", detail))
    return size, before


def _tally(tally: Tally) -> TallyAnswer:
    rate = round(tally.won / tally.played, 4) if tally.played else None
    return TallyAnswer(tally.played, tally.won, tally.played - tally.won, rate, tally.streak)


async def _played(
    record: MatchRecord, result: MatchResult, player_id: str, shown: Discretion
) -> PlayedAnswer:
    (left, right), score = record.players, result.score
    mine, other = (left, right) if left.user_id == player_id else (right, left)
    if mine is right:
        score = score[1], score[0]
    dated = await shown.dated(record)
    began_at, at = (record.created_at, result.finished_at) if dated else (None, None)
    return PlayedAnswer(
        *(record.id, record.mode, OpponentAnswer(*shown.name(record, other)), mine.side),
        *(_outcome(result.winner, mine), result.cause, score, began_at, at, result.seconds),
        record.rated,
    )


def _outcome(winner: int, mine: MatchPlayer) -> Outcome:
    if winner == 0:
        return "none"
    return "won" if winner == mine.side else "lost"
