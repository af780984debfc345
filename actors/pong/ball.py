"""The ball: one flight from a serve or a hit to the next face plane, computed at once."""

from math import sqrt

from msgspec import Struct

from actors.pong.court import FACE, HALF_WIDTH, LEFT, RIGHT, Side, index
from actors.pong.leg import Leg, bounced, fold, wall_time
from actors.pong.maps import Obstacle, course


class Flight(Struct, frozen=True, gc=False):
    """A flight with known speeds. Heights are computed as if there were no walls, then folded.

    ``number`` counts the flights of the match from 0. From match time ``since`` on the ball moves
    from (x, y) with (vx, vy), until the first of its ``legs`` begins, if it has any: an obstacle
    turns or moves the ball there. It meets the face plane of ``side``, the defender, at ``contact``
    and would cross the goal line at ``goal``. ``window`` is the defender's lag window in seconds:
    the contact is decided and announced at ``contact + window``.
    """

    number: int
    since: float
    x: float
    y: float
    vx: float
    vy: float
    speed: float
    side: Side
    contact: float
    goal: float
    window: float
    legs: tuple[Leg, ...] = ()


def launch(
    number: int,
    since: float,
    x: float,
    y: float,
    to: Side,
    slope: float,
    speed: float,
    windows: tuple[float, float],
    obstacles: tuple[Obstacle, ...] = (),
) -> Flight:
    """Make a flight that begins towards ``to`` with |vy / vx| = |slope| and the given speed.

    A positive ``slope`` means downwards, to either side. ``windows`` are those of both sides (left,
    right): ``obstacles`` may send the ball back, so the defender is known only then.
    """
    forward = speed / sqrt(1.0 + slope * slope)
    vx = to * forward
    vy = slope * forward
    start = Leg(since, x, y, vx, vy)
    legs = course(obstacles, start) if obstacles else ()
    last = legs[-1] if legs else start
    side = RIGHT if last.vx > 0.0 else LEFT
    contact = last.since + (side * FACE - last.x) / last.vx
    goal = last.since + (side * HALF_WIDTH - last.x) / last.vx
    window = windows[index(side)]
    return Flight(number, since, x, y, vx, vy, speed, side, contact, goal, window, legs)


def leg_at(flight: Flight, at: float) -> Leg:
    """Return the leg that the ball flies at match time ``at``; the first one before ``since``."""
    for leg in reversed(flight.legs):
        if leg.since <= at:
            return leg
    return Leg(flight.since, flight.x, flight.y, flight.vx, flight.vy)


def height(flight: Flight, at: float) -> float:
    """Return the y of the ball at match time ``at``, which must not be before ``since``."""
    if flight.legs:
        leg = leg_at(flight, at)
        return fold(leg.y + leg.vy * (at - leg.since))
    return fold(flight.y + flight.vy * (at - flight.since))


def place(flight: Flight, at: float) -> tuple[float, float]:
    """Return (x, y) of the ball at match time ``at``; before ``since`` it waits at its origin."""
    if at <= flight.since:
        return flight.x, flight.y
    leg = leg_at(flight, at)
    return leg.x + leg.vx * (at - leg.since), fold(leg.y + leg.vy * (at - leg.since))


def motion(flight: Flight, at: float) -> tuple[float, float]:
    """Return (vx, vy) of the ball at match time ``at``, or those with which it will be served."""
    leg = leg_at(flight, at)
    return leg.vx, bounced(leg, at - leg.since)[1] if at > leg.since else leg.vy


def turn(flight: Flight, number: int) -> float | None:
    """Return the match time of the ``number``-th turn of a flight, from 0; None: it has no more.

    It turns at a wall and where a leg begins. A ball that meets the wall and the face plane at the
    same time does not touch the wall.
    """
    leg = Leg(flight.since, flight.x, flight.y, flight.vx, flight.vy)
    for after in flight.legs:
        touched = 0
        while (at := wall_time(leg, touched, after.since)) is not None:
            if touched == number:
                return at
            touched += 1
        if touched == number:
            return after.since
        number -= touched + 1
        leg = after
    return wall_time(leg, number, flight.contact)
