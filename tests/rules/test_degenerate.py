"""The cases in which two things coincide; the rules decide each in one way."""

import math

import pytest
from msgspec.structs import replace

from actors.pong.apply import apply, effective
from actors.pong.ball import height, launch, place, turn
from actors.pong.court import FACE, LEFT, PADDLE_LIMIT, PADDLE_SPEED, REACH, RIGHT, WALL, Side
from actors.pong.events import Hit, Missed, Served, WallTouched
from actors.pong.game import Game, new_game
from actors.pong.inputs import Halt, Steer, Widen
from actors.pong.leg import fold
from actors.pong.paddle import Paddle, Segment, position, position_at, steer
from actors.pong.rally import advance, next_contact
from actors.pong.settings import Settings
from tests.rules.play import bits

JUST = 1.0 + 2.0**-52


def _facing(y: float, slope: float = 0.0, side: Side = LEFT) -> Game:
    """A ball from the centre at height ``y`` towards a paddle at rest in the middle."""
    game = new_game(Settings(), 1)
    flight = launch(0, 0.0, 0.0, y, side, slope, 16.0, (0.0, 0.0))
    return replace(game, flight=flight, receiver=side)


def _met(game: Game) -> Hit | Missed:
    _, events = advance(game, game.flight.contact)
    [met] = [event for event in events if isinstance(event, Hit | Missed)]
    return met


@pytest.mark.parametrize("side", [LEFT, RIGHT])
@pytest.mark.parametrize("y", [REACH, -REACH])
def test_the_edge_counts_as_a_hit(side: Side, y: float):
    met = _met(_facing(y, side=side))
    assert isinstance(met, Hit)
    assert met.offset == math.copysign(1.0, y)


@pytest.mark.parametrize("y", [REACH * JUST, -REACH * JUST])
def test_one_bit_past_the_edge_is_a_miss(y: float):
    assert isinstance(_met(_facing(y)), Missed)


def test_a_straight_ball_touches_no_wall_and_comes_back_straight():
    game = _facing(0.0)
    assert game.flight.vy == 0.0
    assert turn(game.flight, 0) is None
    game, events = advance(game, 10.0)
    assert [type(event) for event in events[:3]] == [Served, Hit, Hit]
    assert game.flight.vy == 0.0


def _into_the_corner() -> Game:
    """A ball that reaches wall and face plane at the same instant; every number is exact."""
    game = new_game(Settings(), 1)
    flight = replace(
        _facing(0.0).flight, y=0.75, vx=-FACE, vy=8.0, contact=1.0, goal=1.0 + 1.25 / FACE
    )
    paddle = Paddle((Segment(0.0, 7.25, 0),))
    return replace(game, flight=flight, paddles=(paddle, game.paddles[1]))


def test_in_a_corner_the_face_comes_before_the_wall():
    game = _into_the_corner()
    assert game.flight.since + (WALL - game.flight.y) / game.flight.vy == game.flight.contact
    assert turn(game.flight, 0) is None
    game, events = advance(game, game.flight.contact)
    assert [type(event) for event in events] == [Served, Hit, WallTouched]
    assert events[2] == WallTouched(1.0, WALL)  # the hit sends it into the wall at once
    assert place(game.flight, 1.5)[1] < WALL


def test_a_ball_that_starts_at_a_wall_leaves_it():
    for y in (WALL, -WALL):
        away = launch(1, 0.0, -FACE, y, RIGHT, math.copysign(1.0, -y), 15.0, (0.0, 0.0))
        first = turn(away, 0)
        assert first is not None
        assert first > 1.0
        assert height(away, first) == pytest.approx(-y)


def test_an_input_at_the_very_contact_is_too_late_to_move_but_not_refused():
    game = _facing(REACH * JUST)
    contact = game.flight.contact
    before, _ = advance(game, contact - 0.001)
    steered, events = apply(before, Steer(contact, LEFT, 1))
    assert any(isinstance(event, Missed) for event in events)  # advancing comes first
    assert effective(steered, LEFT, contact) == contact
    assert position_at(steered.paddles[0], contact) == 0.0


def test_a_late_input_at_the_very_contact_moves_nothing_before_it():
    game = _facing(REACH * JUST)
    game = replace(game, flight=replace(game.flight, window=0.125))
    contact = game.flight.contact
    game, _ = advance(game, contact + 0.0625)
    game, _ = apply(game, Steer(effective(game, LEFT, contact), LEFT, 1))
    _, events = advance(game, contact + 0.125)
    assert [event for event in events if isinstance(event, Missed)] == [Missed(contact, LEFT)]


def test_without_a_window_an_input_takes_effect_now():
    game, _ = advance(_facing(0.0), 0.5)
    assert effective(game, LEFT, 0.25) == 0.5
    assert effective(game, RIGHT, 0.25) == 0.5
    assert effective(game, LEFT, 99.0) == 0.5


def test_a_window_belongs_to_later_flights_and_is_capped():
    game, _ = apply(_facing(0.0), Widen(0.0, RIGHT, 9.0))
    assert game.windows == (0.0, 0.25)
    assert game.flight.window == 0.0
    game, _ = advance(game, game.flight.contact)
    assert (game.flight.side, game.flight.window) == (RIGHT, 0.25)
    assert next_contact(game) == game.flight.contact + 0.25
    game, _ = apply(game, Widen(game.now, RIGHT, -1.0))
    assert game.windows == (0.0, 0.0)
    assert game.flight.window == 0.25


def test_a_serve_that_waits_gets_a_new_window_whether_or_not_it_was_announced():
    wide = Widen(0.0, LEFT, 0.125)
    game = _facing(0.0)
    at_once, events = apply(game, wide)
    announced, _ = apply(advance(game, 0.0)[0], wide)
    assert events == (Served(0.0, LEFT),)
    assert at_once.flight.window == 0.125
    assert bits(at_once) == bits(announced)
    assert apply(game, Widen(0.5, LEFT, 0.125))[0].flight.window == 0.0
    assert apply(game, Widen(0.0, RIGHT, 0.125))[0].flight.window == 0.0


def test_of_two_inputs_at_the_same_time_the_later_one_counts():
    game, _ = advance(_facing(0.0), 0.25)
    for direction in (1, -1):
        game, _ = apply(game, Steer(0.25, LEFT, direction))
    paddle = game.paddles[0]
    assert position_at(paddle, 0.25) == 0.0
    assert position_at(paddle, 0.5) == -0.25 * PADDLE_SPEED


def test_inputs_of_both_sides_at_the_same_time_commute():
    one, other = Steer(0.25, LEFT, 1), Steer(0.25, RIGHT, -1)
    here = apply(apply(_facing(0.0), one)[0], other)[0]
    there = apply(apply(_facing(0.0), other)[0], one)[0]
    assert bits(here) == bits(there)


def test_a_pause_stops_both_paddles_where_they_are():
    game, _ = apply(_facing(0.0), Steer(0.0, LEFT, 1))
    game, events = apply(game, Halt(0.125))
    assert events[-1].at == 0.125
    assert [position_at(paddle, 9.0) for paddle in game.paddles] == [1.75, 0.0]
    assert effective(game, LEFT, 0.0) == 0.125


@pytest.mark.parametrize("direction", [1, -1])
def test_a_paddle_stops_at_its_limit_and_leaves_it_at_once(direction: int):
    at_limit = Segment(0.0, 0.0, direction)
    assert position(at_limit, 99.0) == direction * PADDLE_LIMIT
    back = steer(Paddle((at_limit,)), -direction, 99.0)
    assert position_at(back, 99.5) == direction * (PADDLE_LIMIT - 0.5 * PADDLE_SPEED)


def test_time_that_does_not_pass_changes_nothing():
    game, _ = advance(_facing(0.0), 0.5)
    assert advance(game, 0.5) == (game, ())
    assert advance(game, 0.25) == (game, ())


def test_a_decision_falls_at_its_time_and_not_one_bit_earlier():
    game = _facing(0.0)
    contact = game.flight.contact
    game, events = advance(game, math.nextafter(contact, 0.0))
    assert not any(isinstance(event, Hit) for event in events)
    _, events = advance(game, contact)
    assert any(isinstance(event, Hit) for event in events)


@pytest.mark.parametrize(
    ("unfolded", "folded"),
    [(8.75, 8.75), (9.0, 8.5), (-9.0, -8.5), (26.25, -8.75), (27.0, -8.0), (-62.0, 8.0)],
)
def test_a_height_is_folded_as_often_as_it_takes(unfolded: float, folded: float):
    assert fold(unfolded) == folded
