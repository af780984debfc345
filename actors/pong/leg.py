"""A leg: a stretch of the ball's way on which only the walls turn it."""

from msgspec import Struct

from actors.pong.court import WALL


class Leg(Struct, frozen=True, gc=False):
    """From match time ``since`` on the ball moves from (x, y) with (vx, vy).

    Heights are computed as if there were no walls, then folded.
    """

    since: float
    x: float
    y: float
    vx: float
    vy: float


def fold(y: float) -> float:
    """Turn a height computed without walls into the real one, by reflecting it at the walls."""
    while y > WALL or y < -WALL:
        y = 2.0 * WALL - y if y > WALL else -2.0 * WALL - y
    return y


def bounced(leg: Leg, after: float) -> tuple[float, float]:
    """Return the height ``after`` seconds of a leg, and the speed along y there."""
    y, vy = leg.y + leg.vy * after, leg.vy
    while y > WALL or y < -WALL:
        y = 2.0 * WALL - y if y > WALL else -2.0 * WALL - y
        vy = -vy
    return y, vy


def wall_time(leg: Leg, number: int, until: float) -> float | None:
    """Return the match time at which a leg touches a wall for the ``number``-th time, from 0.

    None if that is not before ``until``.
    """
    if leg.vy == 0.0:
        return None
    way = WALL - leg.y if leg.vy > 0.0 else WALL + leg.y
    pace = leg.vy if leg.vy > 0.0 else -leg.vy
    at = leg.since + (way + number * (2.0 * WALL)) / pace
    return at if at < until else None
