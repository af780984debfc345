"""The court: the ball leaves it only through a goal, paddles are equal, sides are mirrored."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from actors.pong.ball import Flight, launch, place, turn
from actors.pong.court import (
    FACE,
    HALF_WIDTH,
    PADDLE_LIMIT,
    PADDLE_SPEED,
    SERVE_SPEED,
    SPEED_UP,
    TOP_SPEED,
    WALL,
    Side,
)
from actors.pong.events import Event, Halted, Hit, Missed, Scored, Served, Turned, WallTouched
from actors.pong.game import Game
from actors.pong.paddle import position_at
from actors.pong.rally import advance
from actors.pong.settings import Settings
from tests.patience import examples
from tests.rules.play import Move, moves, opened, play, rules, seeds, windows

Script = tuple[Move, ...]
NEAR = 1e-9
NONE = (0.0, 0.0)
"""Tolerance for rounding where a place is computed by multiplication; turns are exact."""


@settings(max_examples=examples(1000))
@given(
    st.floats(-WALL, WALL),
    st.sampled_from((-1, 1)),
    st.floats(-1.1, 1.1),
    st.floats(SERVE_SPEED, TOP_SPEED),
    st.lists(st.floats(0.0, 1.0), max_size=8),
)
def test_a_flight_stays_between_walls_and_ends_at_a_goal(
    y: float, side: Side, slope: float, speed: float, parts: list[float]
):
    flight = launch(0, 3.0, -side * FACE, y, side, slope, speed, NONE)
    for part in [*parts, 1.0]:
        at = 3.0 + (flight.contact - 3.0) * part
        ball_x, ball_y = place(flight, at)
        assert -WALL <= ball_y <= WALL
        assert abs(ball_x) <= FACE + NEAR
    assert abs(place(flight, flight.contact)[0] - side * FACE) < NEAR
    assert abs(place(flight, flight.goal)[0] - side * HALF_WIDTH) < NEAR


@settings(max_examples=examples(1000))
@given(st.floats(-WALL, WALL), st.sampled_from((-1, 1)), st.floats(-1.1, 1.1))
def test_the_ball_is_at_a_wall_whenever_it_touches_one(y: float, side: Side, slope: float):
    flight = launch(0, 0.0, -side * FACE, y, side, slope, SERVE_SPEED, NONE)
    number = 0
    while (at := turn(flight, number)) is not None:
        assert flight.since <= at < flight.contact
        assert abs(abs(place(flight, at)[1]) - WALL) < NEAR
        number += 1
    assert number <= 3


@settings(max_examples=examples(1000))
@given(seeds, windows, moves())
def test_a_rally_ends_only_by_a_miss_and_a_hit_sends_the_ball_back(
    seed: int, pair: tuple[float, float], script: Script
):
    played = play(opened(seed, pair), script)
    _, rest = advance(played.game, played.game.now + 5.0)
    course = [e for e in (*played.events, *rest) if isinstance(e, Served | Hit | Missed | Scored)]
    for before, after in pairwise(course):
        match after:
            case Served():
                assert isinstance(before, Scored)
            case Hit() | Missed():
                assert isinstance(before, Served | Hit)
                assert after.side == (before.side if isinstance(before, Served) else -before.side)
            case Scored():
                assert isinstance(before, Missed)
                assert after.side == -before.side


@given(seeds, moves())
def test_each_hit_speeds_the_ball_up_to_the_cap(seed: int, script: Script):
    game, hits = opened(seed), 0
    for move in script:
        played = play(game, [move])
        game = played.game
        for event in played.events:
            hits = 0 if isinstance(event, Served) else hits + isinstance(event, Hit)
        speed = (game.flight.vx * game.flight.vx + game.flight.vy * game.flight.vy) ** 0.5
        assert abs(speed - game.flight.speed) < NEAR
        if game.flight.x != 0.0:
            assert abs(speed - min(TOP_SPEED, SERVE_SPEED * SPEED_UP**hits)) < NEAR


def test_a_straight_crossing_never_takes_less_than_nine_tenths_of_a_second():
    start = opened(1)
    straight = launch(0, 0.0, 0.0, 0.0, start.receiver, 0.0, SERVE_SPEED, NONE)
    game, _ = advance(replace(start, flight=straight), 60.0)
    assert game.flight.number > 20
    assert game.flight.speed == TOP_SPEED
    assert game.flight.contact - game.flight.since > 0.9


@settings(max_examples=examples(1000))
@given(seeds, windows, moves(), st.lists(st.floats(0.0, 1.0), min_size=2, max_size=6))
def test_both_paddles_keep_their_limits_and_one_speed(
    seed: int, pair: tuple[float, float], script: Script, parts: list[float]
):
    game = play(opened(seed, pair), script).game
    for paddle in game.paddles:
        times = sorted(paddle.floor + (game.now - paddle.floor) * part for part in parts)
        heights = [position_at(paddle, at) for at in times]
        assert all(-PADDLE_LIMIT <= y <= PADDLE_LIMIT for y in heights)
        for at, then, y, later in zip(times, times[1:], heights, heights[1:], strict=False):
            assert abs(later - y) <= PADDLE_SPEED * (then - at) + NEAR


def _swap(game: Game) -> Game:
    """The same game seen from the other side of the court."""
    return replace(
        game,
        flight=_swap_flight(game.flight),
        receiver=-game.receiver,
        paddles=game.paddles[::-1],
        windows=game.windows[::-1],
        score=game.score[::-1],
        sets=game.sets[::-1],
        winner=None if game.winner is None else -game.winner,
    )


def _swap_flight(flight: Flight) -> Flight:
    legs = tuple(replace(leg, x=-leg.x, vx=-leg.vx) for leg in flight.legs)
    return replace(flight, x=-flight.x, vx=-flight.vx, side=-flight.side, legs=legs)


def _swap_event(event: Event) -> Event:
    if isinstance(event, Scored):
        return replace(event, side=-event.side, score=event.score[::-1])
    if isinstance(event, WallTouched | Halted):
        return event
    if isinstance(event, Turned):
        return replace(event, x=-event.x)
    return replace(event, side=-event.side)


@settings(max_examples=examples(1000))
@given(seeds, windows, rules, moves())
def test_left_and_right_are_mirrored(
    seed: int, pair: tuple[float, float], options: Settings, script: Script
):
    start = opened(seed, pair, options)
    here = play(start, script)
    there = play(_swap(start), [replace(move, side=-move.side) for move in script])
    assert there.game == _swap(here.game)
    assert there.events == tuple(map(_swap_event, here.events))


def _flip(game: Game) -> Game:
    """The same game upside down."""
    legs = tuple(replace(leg, y=-leg.y, vy=-leg.vy) for leg in game.flight.legs)
    flight = replace(game.flight, y=-game.flight.y, vy=-game.flight.vy, legs=legs)
    paddles = tuple(
        replace(paddle, segments=tuple(_flip_each(paddle.segments))) for paddle in game.paddles
    )
    return replace(game, flight=flight, paddles=paddles)


def _flip_each(segments: tuple) -> list:
    return [replace(each, y=-each.y, direction=-each.direction) for each in segments]


@settings(max_examples=examples(1000))
@given(seeds, windows, rules, moves())
def test_up_and_down_are_mirrored(
    seed: int, pair: tuple[float, float], options: Settings, script: Script
):
    # one rally: the next serve is drawn, not mirrored
    start = opened(seed, pair, replace(options, points=1))
    turned = [
        move if move.kind == "widen" else replace(move, amount=-move.amount) for move in script
    ]
    assert play(_flip(start), turned).game == _flip(play(start, script).game)
