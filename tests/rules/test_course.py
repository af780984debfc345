"""The course of a match: serves drawn from the seed, first to N, a lead of two where agreed."""

import itertools
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.pong.court import LEFT, RIGHT, SERVE_DELAY, SERVE_SLOPE, SERVE_SPEED, Side
from actors.pong.events import Scored, Served, SetWon, Won
from actors.pong.game import Pair, new_game, serve
from actors.pong.rally import advance, next_contact
from actors.pong.score import add, winner
from actors.pong.seeded import mix, unit
from actors.pong.settings import Settings
from tests.patience import examples
from tests.rules.play import Move, moves, opened, play, seeds


@given(seeds)
def test_a_seed_gives_one_serve(seed: int):
    flight = new_game(Settings(), seed).flight
    assert flight == new_game(Settings(), seed).flight
    assert abs(flight.vy / flight.vx) <= SERVE_SLOPE + 1e-12
    assert flight.speed == SERVE_SPEED
    assert (flight.x, flight.y) == (0.0, 0.0)


def test_seeds_serve_in_every_direction():
    games = [new_game(Settings(), seed) for seed in range(1000)]
    to_the_left = sum(game.receiver == LEFT for game in games)
    assert 450 < to_the_left < 550
    steps = [game.flight.vy / abs(game.flight.vx) / SERVE_SLOPE for game in games]
    quarters = [sum(low <= step < low + 0.5 for step in steps) for low in (-1.0, -0.5, 0.0, 0.5)]
    assert all(200 < quarter < 300 for quarter in quarters)


def test_each_rally_of_a_seed_draws_its_own_slope():
    windows: Pair = (0.0, 0.0)
    slopes = {serve(Settings(), 7, rally, 0, 0.0, RIGHT, windows).vy for rally in range(40)}
    assert len(slopes) == 40


def test_the_mixer_never_changes():
    assert [mix(value) for value in (0, 1, 0xFFFFFFFF)] == [0, 1753845952, 1734902346]
    assert mix(1 << 32) == mix(0)


@given(seeds, st.integers(0, 100))
def test_a_draw_is_below_one(seed: int, number: int):
    assert 0.0 <= unit(seed, number) < 1.0


@given(seeds, moves())
def test_serves_go_to_each_side_in_turn_after_a_pause(seed: int, script: tuple[Move, ...]):
    played = play(opened(seed, settings=Settings(21)), script)
    _, rest = advance(played.game, played.game.now + 30.0)
    events = (*played.events, *rest)
    served = [event for event in events if isinstance(event, Served)]
    points = [event for event in events if isinstance(event, Scored)]
    assert all(one.side == -other.side for one, other in itertools.pairwise(served))
    for point, after in zip(points, served[1:], strict=False):
        assert after.at == point.at + SERVE_DELAY


def _first_to(rules: Settings, sides: list[Side]) -> tuple[Side | None, int]:
    """Return who wins, and after how many points, by a naive count."""
    for played in range(1, len(sides) + 1):
        left, right = (sides[:played].count(side) for side in (LEFT, RIGHT))
        enough = max(left, right) >= rules.points
        if enough and (abs(left - right) >= 2 or not rules.win_by_two):
            return (LEFT if left > right else RIGHT), played
    return None, len(sides)


@settings(max_examples=examples(1000))
@given(
    st.builds(Settings, st.integers(1, 21), st.booleans()),
    st.lists(st.sampled_from((LEFT, RIGHT)), max_size=60),
)
def test_first_to_the_points_wins_with_a_lead_of_two_where_agreed(
    rules: Settings, sides: list[Side]
):
    score, count = (0, 0), 0
    while winner(rules, score) is None and count < len(sides):
        score, count = add(score, sides[count]), count + 1
    assert (winner(rules, score), count) == _first_to(rules, sides)


@pytest.mark.parametrize(
    ("points", "by_two", "score", "won"),
    [
        (3, False, (3, 2), LEFT),
        (3, True, (3, 2), None),
        (3, True, (4, 2), LEFT),
        (3, True, (9, 10), None),
        (3, True, (9, 11), RIGHT),
        (1, True, (1, 0), None),
        (1, False, (0, 1), RIGHT),
        (11, False, (10, 10), None),
    ],
)
def test_a_score_wins_or_not(points: int, by_two: bool, score: tuple[int, int], won: Side | None):
    assert winner(Settings(points, by_two), score) == won


@pytest.mark.parametrize("sets", [1, 3, 5])
@pytest.mark.parametrize("seed", range(3))
def test_most_sets_win_and_each_begins_at_nothing(seed: int, sets: Literal[1, 3, 5]):
    game, events = advance(new_game(Settings(2, sets=sets), seed), 600.0)
    won = [event.side for event in events if isinstance(event, SetWon)]
    points = [event.score for event in events if isinstance(event, Scored)]
    assert game.winner is not None
    assert max(game.sets) == sets // 2 + 1
    assert [won.count(LEFT), won.count(RIGHT)] == ([0, 0] if sets == 1 else [*game.sets])
    assert sum(2 in score for score in points) == sum(game.sets)
    assert sum(sum(score) == 1 for score in points) == sum(game.sets)
    assert game.score == points[-1]


@given(seeds, st.booleans(), moves())
def test_a_match_ends_once_and_for_good(seed: int, by_two: bool, script: tuple[Move, ...]):
    start = new_game(Settings(2, by_two), seed)
    played = play(start, script)
    game, rest = advance(played.game, played.game.now + 200.0)
    events = (*played.events, *rest)
    wins = [event for event in events if isinstance(event, Won)]
    scores = [event.score for event in events if isinstance(event, Scored)]
    assert [winner(start.settings, score) for score in scores[:-1]] == [None] * len(scores[:-1])
    assert len(wins) == (game.winner is not None)
    if wins:
        assert wins[0].side == winner(start.settings, scores[-1]) == game.winner
        assert next_contact(game) is None
        assert advance(game, game.now + 100.0)[1] == ()
