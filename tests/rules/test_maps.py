"""Maps: what the ball meets there, and that nothing there changes its speed or takes a side."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.pong.ai import arrival
from actors.pong.ai_view import Ball
from actors.pong.ball import Flight, launch, motion, place, turn
from actors.pong.court import (
    BALL_RADIUS,
    EDGE_SLOPE,
    FACE,
    LEFT,
    LONGEST_WINDOW,
    RIGHT,
    SERVE_SLOPE,
    TOP_SPEED,
    WALL,
    Side,
)
from actors.pong.game import new_game
from actors.pong.leg import Leg
from actors.pong.maps import MAPS, MOST_TURNS, Box, Gate, Obstacle, Portal, course, leaf
from actors.pong.settings import MapName, Settings
from tests.patience import examples

NONE = (0.0, 0.0)
NEAR = 1e-9
NAMES = [name for name in MAPS if name != "classic"]
names = st.sampled_from(NAMES)
sides = st.sampled_from((LEFT, RIGHT))
heights = st.floats(-WALL, WALL)
slopes = st.floats(-EDGE_SLOPE, EDGE_SLOPE)
speeds = st.floats(11.0, TOP_SPEED)
times = st.floats(0.0, 2000.0)


def hit(where: MapName, y: float, side: Side, slope: float, speed: float, at: float) -> Flight:
    """A flight from the paddle opposite of ``side``."""
    return launch(0, at, -side * FACE, y, side, slope, speed, NONE, MAPS[where])


def within(obstacle: Obstacle, x: float, y: float) -> float:
    """How deep a ball is in a box: negative outside."""
    if not isinstance(obstacle, Box):
        return -1.0
    wide, high = obstacle.half_width + BALL_RADIUS, obstacle.half_height + BALL_RADIUS
    return min(wide - abs(x), high - abs(y - obstacle.y))


@settings(max_examples=examples(2000))
@given(names, heights, sides, slopes, speeds, times, st.floats(0.0, 1.0))
def test_a_ball_keeps_its_speeds_stays_out_of_boxes_and_arrives(
    where: MapName, y: float, side: Side, slope: float, speed: float, at: float, part: float
):
    flight = hit(where, y, side, slope, speed, at)
    assert len(flight.legs) < MOST_TURNS
    assert {abs(leg.vx) for leg in flight.legs} <= {abs(flight.vx)}
    assert {abs(leg.vy) for leg in flight.legs} <= {abs(flight.vy)}
    # It crosses once, or goes back once: never slower than that.
    longest = 2.0 * FACE / abs(flight.vx)
    assert LONGEST_WINDOW < flight.contact - at < longest * (1.0 + NEAR) + NEAR
    assert abs(abs(place(flight, flight.contact)[0]) - FACE) < 1e-6
    moment = at + part * (flight.contact - at)
    x, height = place(flight, moment)
    assert abs(height) <= WALL
    assert max(within(obstacle, x, height) for obstacle in MAPS[where]) < 1e-6


@settings(max_examples=examples(1000))
@given(names, heights, sides, slopes, speeds, times)
def test_only_a_portal_moves_the_ball_and_each_turn_is_told_in_order(
    where: MapName, y: float, side: Side, slope: float, speed: float, at: float
):
    flight = hit(where, y, side, slope, speed, at)
    before = Leg(flight.since, flight.x, flight.y, flight.vx, flight.vy)
    for leg in flight.legs:
        end = leg.since - before.since
        x, height = before.x + before.vx * end, before.y + before.vy * end
        assert abs(x - leg.x) < 1e-6
        folded = place(Flight(0, 0.0, 0.0, height, 1.0, 0.0, 1.0, RIGHT, 9.0, 9.0, 0.0), 1.0)[1]
        assert abs(folded - leg.y) < 1e-6 or where == "portals"
        before = leg
    turns = [found for number in range(30) if (found := turn(flight, number)) is not None]
    assert turns == sorted(turns)
    assert {leg.since for leg in flight.legs} <= {*turns}
    assert all(at <= one < flight.contact for one in turns)


@settings(max_examples=examples(1000))
@given(names, heights, sides, slopes, speeds, times)
def test_a_map_takes_no_side(
    where: MapName, y: float, side: Side, slope: float, speed: float, at: float
):
    flight = hit(where, y, side, slope, speed, at)
    across = hit(where, y, -side, slope, speed, at)
    assert (across.contact, across.side) == (flight.contact, -flight.side)
    assert across.legs == tuple(Leg(g.since, -g.x, g.y, -g.vx, g.vy) for g in flight.legs)
    over = hit(where, -y, side, -slope, speed, at)
    assert (over.contact, over.side) == (flight.contact, flight.side)
    assert over.legs == tuple(Leg(g.since, g.x, -g.y, g.vx, -g.vy) for g in flight.legs)


@settings(max_examples=examples(1000))
@given(names, heights, sides, slopes, speeds, times, st.floats(0.0, 0.999))
def test_the_machine_sees_where_the_ball_will_arrive(
    where: MapName, y: float, side: Side, slope: float, speed: float, at: float, part: float
):
    flight = hit(where, y, side, slope, speed, at)
    now = at + part * (flight.contact - at)
    if any(abs(leg.since - now) < 1e-3 for leg in flight.legs):
        return  # the ball is at an obstacle: a rounding decides whether it has turned
    ball = Ball(*place(flight, now), *motion(flight, now), speed, now)
    seen = arrival(ball, where)
    [(_, height)] = [place(flight, flight.contact)]
    if not _grazes(flight, where):
        assert seen == (flight.side, pytest.approx(flight.contact), pytest.approx(height, abs=1e-4))


def _grazes(flight: Flight, where: MapName) -> bool:
    """Whether a slightly different flight would meet other obstacles."""
    legs = [
        hit(where, flight.y + shift, RIGHT if flight.vx > 0.0 else LEFT, flight.vy / abs(flight.vx),
            flight.speed, flight.since).legs
        for shift in (-1e-6, 1e-6)
    ]  # fmt: skip
    return len({(len(one), *((leg.vx, leg.vy) for leg in one)) for one in (*legs, flight.legs)}) > 1


boxes = st.builds(Box, st.floats(-9.0, 9.0), st.floats(0.1, 6.0), st.floats(0.1, 4.0))
portals = st.builds(Portal, heights, st.floats(0.1, 3.0), st.floats(-6.0, 6.0))
gates = st.builds(
    Gate, st.floats(0, 4), st.floats(4, 9), st.floats(0.1, 2), st.floats(0.1, 3), st.floats(0.5, 9)
)


@settings(max_examples=examples(2000))
@given(st.lists(boxes | portals | gates, max_size=6), heights, heights, slopes, speeds, times)
def test_on_any_map_a_flight_ends(
    obstacles: list[Obstacle], y: float, x: float, slope: float, speed: float, at: float
):
    """Also where boxes overlap, portals lead into them, and the ball begins within them."""
    flight = launch(0, at, x, y, RIGHT, slope, speed, NONE, tuple(obstacles))
    assert len(flight.legs) <= MOST_TURNS
    assert math.isfinite(flight.contact)
    assert flight.contact > at
    assert all(one.since <= other.since for one, other in pairwise(flight.legs))
    assert {abs(leg.vx) for leg in flight.legs} <= {abs(flight.vx)}


@pytest.mark.parametrize("name", MAPS)
def test_no_serve_meets_an_obstacle_on_its_first_way(name: MapName):
    for slope in (-SERVE_SLOPE, -0.3, 0.0, 0.3, SERVE_SLOPE):
        for at in range(60):
            flight = launch(0, at / 10, 0.0, 0.0, RIGHT, slope, 15.0, NONE, MAPS[name])
            assert flight.legs == ()
    assert {new_game(Settings(map=name), seed).flight.legs for seed in range(20)} == {()}


PILLAR = (Box(0.0, 1.0, 1.0),)
EDGE = 1.25
"""Where the centre of a ball meets the faces of this box."""


def test_the_side_of_a_box_turns_the_ball_back():
    [leg] = course(PILLAR, Leg(0.0, -5.25, 0.5, 4.0, 0.0))
    assert leg == Leg(1.0, -EDGE, 0.5, -4.0, 0.0)


def test_its_top_turns_it_up_and_the_wall_turns_it_down_again():
    legs = course((Box(6.0, 4.0, 1.0),), Leg(0.0, -4.25, 4.25, 1.0, 0.5))
    assert legs[0] == Leg(1.0, -3.25, 4.75, 1.0, -0.5)
    between = course((Box(5.5, 4.0, 1.0),), Leg(0.0, -4.0, 8.0, 1.0, 0.5))
    # 0.75 to the wall, 2 back to the box at 6.75, 4 to the wall and back
    assert [(leg.since, leg.y, leg.vy) for leg in between] == [(5.5, 6.75, 0.5)]


def test_a_corner_counts_as_the_side():
    [leg] = course(PILLAR, Leg(0.0, -3.25, -3.25, 1.0, 1.0))
    assert leg == Leg(2.0, -EDGE, -EDGE, -1.0, 1.0)


def test_a_little_beside_the_corner_is_the_top_and_within_a_rounding_of_it_both():
    [leg] = course(PILLAR, Leg(0.0, -3.25, -3.251, 1.0, 1.0))
    assert (leg.vx, leg.vy, leg.y) == (1.0, -1.0, -EDGE)
    late = math.nextafter(-3.25, -4.0)
    last = course(PILLAR, Leg(0.0, -3.25, late, 1.0, 1.0))[-1]
    assert (last.vx, last.vy) == (-1.0, -1.0)
    assert course(PILLAR, Leg(0.0, -3.25, -EDGE * (1 + 2.0**-52), 1.0, 0.0)) == ()
    assert len(course(PILLAR, Leg(0.0, -3.25, -EDGE, 1.0, 0.0))) == 1


def test_in_the_corner_between_two_boxes_the_ball_turns_round():
    """Each number is exact: both contacts fall together."""
    step = (Box(6.0, 4.0, 2.0), Box(4.0, 1.0, 4.0))
    for obstacles in (step, step[::-1]):
        legs = course(obstacles, Leg(0.0, -3.25, 1.75, 1.0, 1.0))
        assert [(leg.x, leg.y, leg.since) for leg in legs] == [(-1.25, 3.75, 2.0)] * 2
        assert (legs[-1].vx, legs[-1].vy) == (-1.0, -1.0)


def test_between_a_box_and_the_wall_the_ball_bounces_until_it_is_past():
    tight = (Box(6.0, 6.0, 2.4),)
    legs = course(tight, Leg(0.0, -6.25, 8.7, 10.0, 11.0))
    assert 0 < len(legs) <= MOST_TURNS
    assert all(leg.vx == 10.0 for leg in legs)


def test_a_box_that_leaves_no_room_turns_the_ball_at_its_side():
    """The wall is within the margin of the box: there is nowhere to be wedged."""
    [leg] = course((Box(7.0, 1.0, 2.0),), Leg(0.0, -5.25, 8.75, 4.0, 0.0))
    assert leg.vx == -4.0


def test_a_ball_that_begins_within_a_box_flies_out_of_it():
    assert course(PILLAR, Leg(0.0, 0.0, 0.5, 4.0, 1.0)) == ()


def test_a_portal_keeps_direction_and_its_ends_count():
    door = (Portal(-5.0, 1.75, 5.0), Portal(5.0, 1.75, -5.0))
    [leg] = course(door, Leg(0.0, -4.0, -6.75, 2.0, 0.0))
    assert leg == Leg(2.0, 0.0, 3.25, 2.0, 0.0)
    beside = math.nextafter(-6.75, -7.0)
    assert course(door, Leg(0.0, -4.0, beside, 2.0, 0.0)) == ()


def test_a_portal_in_front_of_a_portal_holds_the_ball_no_longer_than_the_most_turns():
    """It comes out of one where the next is, but has left the line by then, so it flies on."""
    ring = (Portal(0.0, 1.0, 4.0), Portal(4.0, 1.0, 0.0))
    assert len(course(ring, Leg(0.0, -4.0, 0.0, 2.0, 0.0))) == 1


def test_a_gate_stands_where_match_time_says():
    [gate] = MAPS["gate"]
    assert isinstance(gate, Gate)
    assert [leaf(gate, at) for at in (0.0, 1.5, 3.0, 4.5, 6.0, 603.0)] == [
        2.75, 5.0, 7.25, 5.0, 2.75, 7.25,
    ]  # fmt: skip
    closed = course((gate,), Leg(5.0, -4.5, 2.0, 4.0, 0.0))
    assert closed == (Leg(6.0, -0.5, 2.0, -4.0, 0.0),)
    assert course((gate,), Leg(2.0, -4.5, 2.0, 4.0, 0.0)) == ()


def test_only_the_faces_of_a_leaf_count():
    """A leaf that slides over a ball between its faces does not touch it."""
    [gate] = MAPS["gate"]
    assert course((gate,), Leg(3.0, -0.4, 5.4, 0.2, 0.0)) == ()
