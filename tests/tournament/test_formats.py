"""Whole tournaments by lot, in every format: each ends, and the referee finds no fault."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.tournament.formats.draw import Outcome, resolve
from actors.tournament.formats.format import (
    Format,
    Shape,
    is_over,
    limits,
    next_round,
    standings,
)
from tests.patience import examples
from tests.tournament.play import CALM, WILD, Odds, export, play
from tests.tournament.referee import faults

FORMATS: tuple[Format, ...] = ("single", "double", "robin", "swiss")


shapes = st.builds(
    Shape,
    st.sampled_from(FORMATS),
    third=st.booleans(),
    reset=st.booleans(),
    rounds=st.none() | st.integers(1, 12),
    best_of=st.sampled_from((1, 3, 5)),
)
odds = st.sampled_from((CALM, WILD, Odds(0.5, 0.3, 0.3, 0.3, 0.5), Odds(leaves=1.0)))


@settings(max_examples=examples(300))
@given(shapes, st.integers(2, 40), st.integers(0, 2**32), odds, st.integers(0, 3))
def test_a_tournament_ends_and_the_referee_agrees(
    shape: Shape, size: int, seed: int, given_odds: Odds, late: int
):
    size = min(size, limits(shape.format)[1])
    late = min(late, size - 2) if shape.format == "swiss" else 0
    played = play(shape, size, Random(seed), given_odds, late)
    assert is_over(shape, played.size, played.drawn, played.outcomes, played.gone)
    assert played.steps <= len(played.drawn)
    assert faults(export(played)) == []


@pytest.mark.parametrize("format_", FORMATS)
def test_the_largest_tournament_ends_and_the_referee_agrees(format_: Format):
    played = play(Shape(format_, third=True, reset=True), limits(format_)[1], Random(1), WILD)
    assert faults(export(played)) == []


@settings(max_examples=examples(200))
@given(shapes, st.integers(2, 40), st.integers(0, 2**32), odds)
def test_standings_are_complete_at_any_time(shape: Shape, size: int, seed: int, given_odds: Odds):
    size = min(size, limits(shape.format)[1])
    played = play(shape, size, Random(seed), given_odds, stop=0.05)
    ranking = standings(shape, size, played.drawn, played.outcomes, played.disqualified)
    assert sorted(standing.seed for standing in ranking) == list(range(size))
    places = [standing.place for standing in ranking]
    assert places == [1 + sum(other < place for other in places) for place in places]
    assert {s.seed for s in ranking if s.disqualified} == played.disqualified
    over = is_over(shape, size, played.drawn, played.outcomes, played.gone)
    states = {slots.state for slots in resolve(played.drawn, played.outcomes).values()}
    if over:
        assert states <= {"over", "void"}
    elif shape.format != "swiss":
        assert "ready" in states  # it never waits for nothing


@pytest.mark.parametrize("format_", FORMATS)
def test_only_swiss_draws_more_rounds(format_: Format):
    played = play(Shape(format_), 8, Random(1))
    rounds = {pairing.round for pairing in played.drawn}
    assert next_round(Shape(format_), 8, played.drawn, played.outcomes) is None
    more = next_round(Shape(format_, rounds=7), 8, played.drawn, played.outcomes)
    if format_ == "swiss":
        assert rounds == {1, 2, 3}
        assert more is not None
        assert {pairing.round for pairing in more} == {4}
    else:
        assert more is None


def test_a_swiss_whose_entrants_have_left_is_over_at_once():
    shape = Shape("swiss", rounds=5)
    drawn = next_round(shape, 6, (), {})
    assert drawn is not None
    outcomes = {pairing.key: Outcome(0, "played") for pairing in drawn}
    assert not is_over(shape, 6, drawn, outcomes, frozenset(range(4)))
    assert is_over(shape, 6, drawn, outcomes, frozenset(range(5)))
    assert next_round(shape, 6, drawn, outcomes, frozenset(range(5))) is None
