"""The ball: one flight from a serve or a hit to the next face plane, computed at once."""

from math import sqrt

from msgspec import Struct

from actors.pong.court import FACE, HALF_WIDTH, WALL, Side


class Flight(Struct, frozen=True, gc=False):
    """A straight flight. Heights are computed as if there were no walls, then folded (see `fold`).

    ``number`` counts the flights of the match from 0. From match time ``since`` on the ball moves
    from (x, y) with (vx, vy). It meets the face plane of ``side``, the defender, at ``contact``
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


def launch(
    number: int,
    since: float,
    x: float,
    y: float,
    side: Side,
    slope: float,
    speed: float,
    window: float,
) -> Flight:
    """Make a flight towards ``side`` with |vy / vx| = |slope| and the given speed.

    A positive ``slope`` means downwards, to either side.
    """
    forward = speed / sqrt(1.0 + slope * slope)
    vx = side * forward
    vy = slope * forward
    contact = since + (side * FACE - x) / vx
    goal = since + (side * HALF_WIDTH - x) / vx
    return Flight(number, since, x, y, vx, vy, speed, side, contact, goal, window)


def fold(y: float) -> float:
    """Turn a height computed without walls into the real one, by reflecting it at the walls."""
    while y > WALL or y < -WALL:
        y = 2.0 * WALL - y if y > WALL else -2.0 * WALL - y
    return y


def height(flight: Flight, at: float) -> float:
    """Return the y of the ball at match time ``at``, which must not be before ``since``."""
    return fold(flight.y + flight.vy * (at - flight.since))


def place(flight: Flight, at: float) -> tuple[float, float]:
    """Return (x, y) of the ball at match time ``at``; before ``since`` it waits at its origin."""
    if at <= flight.since:
        return flight.x, flight.y
    return flight.x + flight.vx * (at - flight.since), height(flight, at)


def wall_time(flight: Flight, number: int) -> float | None:
    """Return the match time at which the ball touches a wall for the ``number``-th time, from 0.

    None if the flight ends before that. A ball that meets the wall and the face plane at the same
    time does not touch the wall.
    """
    if flight.vy == 0.0:
        return None
    way = WALL - flight.y if flight.vy > 0.0 else WALL + flight.y
    pace = flight.vy if flight.vy > 0.0 else -flight.vy
    at = flight.since + (way + number * (2.0 * WALL)) / pace
    return at if at < flight.contact else None
