"""Mistakes that random schedules must find. Each function patches one mistake into the director."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from actors.tournament import acts, apply, director, entering, events, pairings
from actors.tournament.formats import draw
from actors.tournament.formats.draw import Outcome
from actors.tournament.state import Fight, State
from tests.tournament import schedule


def _applied(patch: pytest.MonkeyPatch, kind: type, then: Any) -> None:
    """Let an event make something else of the state."""
    patch.setitem(apply._APPLY, kind, then)


def busy_entrants_are_called(patch: pytest.MonkeyPatch) -> None:
    """It is not looked who is called to another pairing already."""

    def nobody_busy(state: State, now: float) -> list[Any]:
        free = pairings.free_stations(state)
        found = list[Any]()
        for key, each in state.slots().items():
            if each.state == "ready" and key not in state.fights:
                two = state.two(each)
                accounts = all(one is not None and one.player is not None for one in two)
                station = None if accounts else next(free, None)
                if accounts or station is not None:
                    found.append(events.Called(key, now + state.plan.call, station))
        return found

    patch.setattr(director, "calls", nobody_busy)


def absent_opponent_is_awaited_for_ever(patch: pytest.MonkeyPatch) -> None:
    """A wait that is over ends nothing as long as one of the two is ready."""
    by_waiting = pairings._by_waiting

    def patient(pairing: Any, *rest: Any) -> Outcome | None:
        fight = pairing.fight
        one = fight.stage == "called" and any(fight.ready)
        return None if one else by_waiting(pairing, *rest)

    patch.setattr(pairings, "_by_waiting", patient)


def match_without_end_is_awaited_for_ever(patch: pytest.MonkeyPatch) -> None:
    """Nobody looks for how long a match has been played."""
    by_waiting = pairings._by_waiting

    def patient(pairing: Any, *rest: Any) -> Outcome | None:
        return None if pairing.fight.stage == "playing" else by_waiting(pairing, *rest)

    patch.setattr(pairings, "_by_waiting", patient)


def faults_begin_again_for_ever(patch: pytest.MonkeyPatch) -> None:
    """Who is ready is not asked to say it anew after matches that nobody has won."""
    patch.setattr(pairings, "_again", pairings._match)
    patch.setattr(pairings, "MOST_EMPTY", 10**6)


def who_left_is_still_called(patch: pytest.MonkeyPatch) -> None:
    """A pairing with somebody who has left is played like any other."""
    patch.setattr(pairings, "_left", lambda *_: None)


def one_win_decides(patch: pytest.MonkeyPatch) -> None:
    """Of a best-of the first match decides."""
    by_playing = pairings._by_playing

    def at_once(pairing: Any, random: Any) -> Outcome | None:
        return by_playing(pairing._replace(best_of=1), random)

    patch.setattr(pairings, "_by_playing", at_once)


def undo_leaves_what_follows(patch: pytest.MonkeyPatch) -> None:
    """A result is undone alone, though others have gone on by it."""
    patch.setattr(acts, "undone_with", lambda *_: ())


def decided_twice(patch: pytest.MonkeyPatch) -> None:
    """An organiser may decide what has an outcome."""
    decide = acts._decide

    def anyway(desk: Any, what: Any) -> Any:
        fight = desk.state.fights.get(what.pairing)
        if fight is None or fight.outcome is None:
            return decide(desk, what)
        outcome = Outcome(what.winner, "set", fight.games, fight.points)
        return [events.Decided(what.pairing, outcome, desk.now)]

    patch.setitem(acts._ACTS, acts.frames.Decide, anyway)


def hold_is_for_ever(patch: pytest.MonkeyPatch) -> None:
    """What is held goes on only if an organiser says so."""
    patch.setattr(director, "LONGEST_HOLD", 10.0**12)


def waits_run_on_in_a_hold(patch: pytest.MonkeyPatch) -> None:
    """When it goes on, the deadlines are those of before."""

    def went_on(state: State, event: events.WentOn) -> None:
        state.held, state.moved = None, event.at

    _applied(patch, events.WentOn, went_on)


def absence_is_not_made_up_for(patch: pytest.MonkeyPatch) -> None:
    """Who was called while the server was away has lost."""
    patch.setattr(schedule, "after_absence", lambda *_: [])


def dropped_match_is_still_played(patch: pytest.MonkeyPatch) -> None:
    """A match whose players are elsewhere stays in the list of matches."""
    dropped = apply._match_dropped

    def stays(state: State, event: events.MatchDropped) -> None:
        matches = state.fights[event.pairing].matches
        dropped(state, event)
        state.fights[event.pairing] = replace(state.fights[event.pairing], matches=matches)

    _applied(patch, events.MatchDropped, stays)


def outcome_is_seen_late(patch: pytest.MonkeyPatch) -> None:
    """Who comes where is not worked out again after an undo."""

    def undone(state: State, event: events.Undone) -> None:
        for pairing in event.pairings:
            state.fights.pop(pairing, None)
        if state.phase == "over":
            state.phase, state.ended = "running", None

    _applied(patch, events.Undone, undone)


def round_is_drawn_twice(patch: pytest.MonkeyPatch) -> None:
    """A round that arrives late is taken, whatever has happened since."""

    def taken(state: State, drawn: Any) -> list[Any]:
        return [events.RoundDrawn((*drawn,))]

    patch.setattr(schedule, "newly_drawn", taken)


def start_in_months_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    """A start by the clock is awaited for no longer than one by hand."""
    due = director.due

    def sooner(state: State) -> float | None:
        until = due(state)
        if state.phase == "registration" and until is not None:
            return min(until, state.at + director.ABANDONED)
        return until

    for module in (director, schedule):
        patch.setattr(module, "due", sooner)
    patch.setattr("tests.tournament.rules.due", sooner)


def nobody_gives_up_on_stations(patch: pytest.MonkeyPatch) -> None:
    """A tournament whose pairings need a station waits for one without an end."""
    patch.setattr(director, "STALLED", 10.0**12)


def station_that_is_gone_keeps_its_two(patch: pytest.MonkeyPatch) -> None:
    """Who is called to a station waits there, also when it is gone."""
    go_on: Any = director.go_on
    patch.setattr(director, "go_on", lambda *known: go_on(*(*known[:5], iter(()))))


def loser_advances(patch: pytest.MonkeyPatch) -> None:
    """Of a result that an organiser has set, the loser goes on."""

    def other(self: draw.Slots) -> int | None:
        side = None if self.outcome is None else self.outcome.winner
        if self.outcome is not None and self.outcome.cause == "set" and side is not None:
            side = 1 - side
        return None if side is None else self.sides[side]

    patch.setattr(draw.Slots, "winner", property(other))


def ready_is_not_journaled(patch: pytest.MonkeyPatch) -> None:
    """That a side is ready is kept in memory alone."""

    def noted(state: State, origin: Any, frame: Any) -> Any:
        happened = say_ready(state, origin, frame)
        if isinstance(happened, list):
            apply.apply_all(state, happened)
            return []
        return happened

    say_ready = entering.say_ready
    patch.setitem(entering.DECIDE, entering.SayReady, noted)


def match_counts_for_both(patch: pytest.MonkeyPatch) -> None:
    """A match counts for both sides."""
    games = Fight.games.fget
    assert games is not None
    patch.setattr(Fight, "games", property(lambda self: (max(games(self)), max(games(self)))))


PLANTS = (
    busy_entrants_are_called,
    absent_opponent_is_awaited_for_ever,
    match_without_end_is_awaited_for_ever,
    faults_begin_again_for_ever,
    who_left_is_still_called,
    one_win_decides,
    undo_leaves_what_follows,
    decided_twice,
    hold_is_for_ever,
    waits_run_on_in_a_hold,
    absence_is_not_made_up_for,
    dropped_match_is_still_played,
    outcome_is_seen_late,
    round_is_drawn_twice,
    start_in_months_is_forgotten,
    nobody_gives_up_on_stations,
    station_that_is_gone_keeps_its_two,
    loser_advances,
    ready_is_not_journaled,
    match_counts_for_both,
)
