"""What stands on the court: boxes, portals and gates, and where the ball meets them next.

All of it stands on the centre line, alike above and below, so it is the same for both sides. The
ball keeps its speed along x and along y; a contact changes no more than a sign or the place. So a
flight crosses the court at a known pace, and nothing can hold the ball for long.

An obstacle is met by the centre of the ball, so boxes and gates have a margin of its radius, with
square corners. Where two contacts fall together the earlier one in the lists of the map counts.
"""

from collections.abc import Iterator
from math import floor

from msgspec import Struct

from actors.pong.court import BALL_RADIUS, WALL
from actors.pong.leg import Leg, bounced
from actors.pong.settings import MapName

MOST_TURNS = 12
"""So often a flight is turned or moved by obstacles; then it passes through them."""
TOUCH = 1.0 / 1048576.0
"""A ball that has entered a box by no more than this is still at its face: it is a rounding."""


class Box(Struct, frozen=True):
    """A block around (0, y) whose sides turn the ball: ``half_width`` and ``half_height`` large."""

    y: float
    half_width: float
    half_height: float


class Portal(Struct, frozen=True):
    """A line around (0, y), ``half`` to each end. The ball that crosses it goes on at (0, to)."""

    y: float
    half: float
    to: float


class Gate(Struct, frozen=True):
    """Two leaves on the centre line that slide apart and together with match time.

    Their centres are at y = ±``near`` at first, at ±``far`` after half of ``period`` seconds. Of a
    leaf only the faces towards the players count, as of a paddle.
    """

    near: float
    far: float
    half_width: float
    half_height: float
    period: float


Obstacle = Box | Portal | Gate


def mirrored(y: float, half_width: float, half_height: float) -> tuple[Box, Box]:
    """Return a box above and the same below."""
    return Box(-y, half_width, half_height), Box(y, half_width, half_height)


MAPS: dict[MapName, tuple[Obstacle, ...]] = {
    "classic": (),
    "pillars": mirrored(4.0, 0.5, 1.5),
    "funnel": (*mirrored(8.25, 6.0, 0.75), *mirrored(7.5, 4.0, 1.5), *mirrored(6.75, 2.0, 2.25)),
    "portals": (Portal(-5.0, 1.75, 5.0), Portal(5.0, 1.75, -5.0)),
    "gate": (Gate(2.75, 7.25, 0.25, 1.5, 6.0),),
}


def leaf(gate: Gate, at: float) -> float:
    """Return how far the centres of a gate's leaves are from the middle at match time ``at``."""
    turn = at / gate.period
    part = turn - floor(turn)  # floor is exact, in JavaScript too
    way = 2.0 * part if part < 0.5 else 2.0 - 2.0 * part
    return gate.near + (gate.far - gate.near) * way


def course(obstacles: tuple[Obstacle, ...], start: Leg) -> tuple[Leg, ...]:
    """Return the legs that follow ``start`` on the way of the ball to a face plane."""
    legs: list[Leg] = []
    leg = start
    while len(legs) < MOST_TURNS:
        found: Leg | None = None
        for obstacle in obstacles:
            for met in _meet(obstacle, leg):
                if found is None or met.since < found.since:
                    found = met
        if found is None:
            break
        legs.append(found)
        leg = found
    return tuple(legs)


def _meet(obstacle: Obstacle, leg: Leg) -> Iterator[Leg]:
    """Yield the leg that begins where the ball meets an obstacle, if it does."""
    if isinstance(obstacle, Box):
        yield from _box(obstacle, leg)
    elif isinstance(obstacle, Portal):
        yield from _portal(obstacle, leg)
    else:
        yield from _gate(obstacle, leg)


def _portal(portal: Portal, leg: Leg) -> Iterator[Leg]:
    after = -leg.x / leg.vx
    if after <= 0.0:
        return
    y, vy = bounced(leg, after)
    if -portal.half <= y - portal.y <= portal.half:
        yield Leg(leg.since + after, 0.0, y + (portal.to - portal.y), leg.vx, vy)


def _gate(gate: Gate, leg: Leg) -> Iterator[Leg]:
    reach = gate.half_width + BALL_RADIUS
    face = -reach if leg.vx > 0.0 else reach
    after = (face - leg.x) / leg.vx
    if after <= 0.0:
        return
    y, vy = bounced(leg, after)
    at = leg.since + after
    off = (y if y > 0.0 else -y) - leaf(gate, at)
    high = gate.half_height + BALL_RADIUS
    if -high <= off <= high:
        yield Leg(at, face, y, -leg.vx, vy)


def _box(box: Box, leg: Leg) -> Iterator[Leg]:
    """Yield the contact with a box: with its side, or with its top or bottom while above it."""
    wide, high = box.half_width + BALL_RADIUS, box.half_height + BALL_RADIUS
    near = -wide if leg.vx > 0.0 else wide
    enter, leave = (near - leg.x) / leg.vx, (-near - leg.x) / leg.vx
    if leave <= 0.0:
        return
    ahead = (near - leg.x if leg.vx > 0.0 else leg.x - near) > -TOUCH
    start = max(0.0, enter)
    y, vy = bounced(leg, start)
    top, bottom = box.y - high, box.y + high
    if ahead and top <= y <= bottom:
        yield Leg(leg.since + start, near, y, -leg.vx, vy)
        return
    if vy == 0.0 or top + TOUCH < y < bottom - TOUCH:
        return  # it flies along, or is inside for no reason that the rules know: it gets out
    above = y < box.y
    edge = top if above else bottom
    away = edge - y if above else y - edge  # to the edge, negative by a rounding at most
    away = max(away, 0.0)
    pace = vy if vy > 0.0 else -vy
    if (vy > 0.0) != above:  # first to the wall and back
        away += 2.0 * ((WALL + y) if above else (WALL - y))
    after = start + away / pace
    if after <= leave:
        yield Leg(leg.since + after, leg.x + leg.vx * after, edge, leg.vx, -pace if above else pace)
