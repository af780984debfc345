"""The ball: one flight from a serve or a hit to the next face plane, computed whole."""

from math import sqrt

from msgspec import Struct

from actors.pong.court import FACE, HALF_WIDTH, WALL, Side


class Flight(Struct, frozen=True, gc=False):
    """A straight flight, folded at the walls.

    ``number`` counts flights of the match from 0. From match time ``since`` on the ball moves
    from (x, y) with (vx, vy); it meets the face plane of ``side``, the defender, at ``contact``
    and would cross the goal line at ``goal``. ``window`` is the defender's lag window: the
    contact is announced at ``contact + window``.
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
    """A flight towards ``side`` with |vy / vx| = |slope| and the given speed."""
    forward = speed / sqrt(1.0 + slope * slope)
    vx = side * forward
    vy = slope * forward
    contact = since + (side * FACE - x) / vx
    goal = since + (side * HALF_WIDTH - x) / vx
    return Flight(number, since, x, y, vx, vy, speed, side, contact, goal, window)


def fold(y: float) -> float:
    """Reflect an unfolded height back between the walls."""
    while y > WALL or y < -WALL:
        y = 2.0 * WALL - y if y > WALL else -2.0 * WALL - y
    return y


def height(flight: Flight, at: float) -> float:
    """y of the ball at ``at`` (match time, not before ``since``)."""
    return fold(flight.y + flight.vy * (at - flight.since))


def place(flight: Flight, at: float) -> tuple[float, float]:
    """(x, y) of the ball at ``at``; it waits at its origin before ``since``."""
    if at <= flight.since:
        return flight.x, flight.y
    return flight.x + flight.vx * (at - flight.since), height(flight, at)


def wall_time(flight: Flight, number: int) -> float | None:
    """When the ball touches a wall for the ``number``-th time (from 0); None: not in this flight.

    A tie with the face plane goes to the face.
    """
    if flight.vy == 0.0:
        return None
    way = WALL - flight.y if flight.vy > 0.0 else WALL + flight.y
    pace = flight.vy if flight.vy > 0.0 else -flight.vy
    at = flight.since + (way + number * (2.0 * WALL)) / pace
    return at if at < flight.contact else None
