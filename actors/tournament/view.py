"""A tournament as pages see it. Pure."""

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec.structs import replace

from actors.presence.messages import PersonView
from actors.tournament.events import Index, Person
from actors.tournament.formats.draw import Drawn, Loser, Slots, Source, Winner
from actors.tournament.shown import (
    ActView,
    EntrantView,
    Head,
    MatchScore,
    PairingView,
    StandingView,
)
from actors.tournament.state import Fight, State
from store.programs.records import is_bot

Scores = Mapping[str, tuple[int, int]]
"""The points of the matches that are played, by match, as (left, right)."""


def head(state: State) -> Head:
    """Return what is said of it as a whole; the word that opens it is not."""
    plan = state.plan
    return Head(
        replace(plan, word="") if plan.word else plan,
        state.phase,
        _person(state.owner),
        tuple(_person(one) for one in state.organisers.values()),
        state.held is not None,
        _ms(state.until),
        _ms(state.started),
        _ms(state.ended),
        state.why,
    )


def entrants(state: State) -> tuple[EntrantView, ...]:
    """Return who takes part: by seed once it has begun, before that as they came."""
    seeds = {number: seed for seed, number in enumerate(state.field, 1)}
    order = [*state.field, *(n for n in state.entrants if n not in seeds)]
    return tuple(
        EntrantView(
            number=one.number,
            alias=one.alias,
            player=one.player,
            rating=one.rating,
            checked=one.checked,
            gone=one.gone,
            seed=seeds.get(one.number),
            bot=is_bot(one.player),
        )
        for one in (state.entrants[number] for number in order)
    )


def acts(state: State) -> tuple[ActView, ...]:
    """Return what organisers have done, the newest last."""
    return tuple(ActView(a.by, a.what, a.subject, int(a.at * 1000.0)) for a in state.acts)


def pairings(state: State, keys: Iterable[str] | None, scores: Scores) -> tuple[PairingView, ...]:
    """Return all pairings in the order of the draw, or those with these keys."""
    slots, wanted = state.slots(), None if keys is None else {*keys}
    return tuple(
        _pairing(state, drawn, slots[drawn.key], scores)
        for drawn in state.drawn
        if wanted is None or drawn.key in wanted
    )


def table(state: State) -> tuple[StandingView, ...]:
    """Return the standings, best first."""
    if not state.drawn:
        return ()
    return tuple(
        StandingView(
            state.field[one.seed], one.place, one.points, one.won, one.lost, one.tie_breaks
        )
        for one in state.standings()
    )


def match_scores(fight: Fight, scores: Scores) -> tuple[MatchScore, ...]:
    """Return the matches of a pairing, each with the points of its two sides."""
    return tuple(
        MatchScore(
            match.id,
            match.points if match.over else by_side(scores.get(match.id, (0, 0)), match.left),
            match.winner,
            match.made and not match.over,
        )
        for match in fight.matches
    )


def by_side(score: tuple[int, int], left: Index) -> tuple[int, int]:
    """Turn the score of a match (left, right) into that of the sides of its pairing, or back."""
    return score if left == 0 else (score[1], score[0])


def _pairing(state: State, drawn: Drawn, slots: Slots, scores: Scores) -> PairingView:
    fight = state.fights.get(drawn.key)
    first, second = state.two(slots)
    numbers = (first and first.number, second and second.number)
    about = drawn.key, drawn.part, drawn.round, drawn.table
    feeds = (_feed(drawn.sides[0]), _feed(drawn.sides[1]))
    if fight is None or slots.state in {"open", "void"}:
        rest = (False, False), None, None, (), slots.outcome, drawn.repeated
        return PairingView(*about, numbers, feeds, slots.state, *rest)
    return PairingView(
        *about,
        numbers,
        feeds,
        _stage(slots, fight),
        fight.ready,
        _ms(fight.until) if fight.stage == "called" else None,
        fight.station,
        match_scores(fight, scores),
        slots.outcome,
        drawn.repeated,
    )


def _stage(slots: Slots, fight: Fight) -> Literal["over", "called", "playing"]:
    if slots.state == "over":
        return "over"
    return "called" if fight.stage == "called" else "playing"


def _feed(source: Source) -> tuple[str, bool] | None:
    match source:
        case Winner(pairing):
            return pairing, True
        case Loser(pairing):
            return pairing, False
        case _:
            return None


def _person(person: Person) -> PersonView:
    return PersonView(person.id, person.name, None)


def _ms(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds * 1000.0)
