"""The AI's hands: they turn places where the paddle should be into key presses and releases."""

from msgspec import Struct

from actors.pong.ai_view import Bat
from actors.pong.court import HALF_HEIGHT, PADDLE_SPEED
from actors.pong.paddle import Direction, Segment, position

SHORTEST_HOLD = 0.06
"""The shortest time between two keys, in seconds: fingers are not faster.

A distance that takes less time to move is not worth a press.
"""
STILL_AFTER = 0.96
"""Seconds after a view. Every key is up by then, so the paddle stands still in the next view."""


class Key(Struct, frozen=True):
    """At match time ``at`` the keys change so that the paddle moves in ``direction``."""

    at: float
    direction: Direction


class Errand(Struct, frozen=True):
    """Bring the centre of the paddle to ``y``, setting out at match time ``at``."""

    at: float
    y: float


def run(errands: tuple[Errand, ...], seen: float, own: Bat) -> tuple[Key, ...]:
    """Return the keys for the errands, one errand after the other.

    ``seen`` is the match time of the view, ``own`` the paddle in it.
    """
    keys: list[Key] = []
    limit = HALF_HEIGHT - own.half
    motion = Segment(seen, own.y, own.direction)
    for errand in errands:
        start = max(errand.at, motion.since + SHORTEST_HOLD)
        goal = max(-limit, min(errand.y, limit))
        way = goal - position(motion, start, limit)
        for key in _walk(way, start, seen + STILL_AFTER):
            if key.direction != motion.direction:
                keys.append(key)
            motion = Segment(key.at, position(motion, key.at, limit), key.direction)
    return tuple(keys)


def _walk(way: float, start: float, end: float) -> tuple[Key, ...]:
    """Return the press and the release for one errand that is ``way`` long (positive: down).

    If the distance is not worth a press, return only the release.
    """
    hold = min((way if way > 0.0 else -way) / PADDLE_SPEED, end - start)
    if hold < SHORTEST_HOLD:
        return (Key(start, 0),)
    return (Key(start, 1 if way > 0.0 else -1), Key(start + hold, 0))
