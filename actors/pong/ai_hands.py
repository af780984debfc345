"""The AI's hands: they turn places where the paddle should be into key presses and releases."""

from msgspec import Struct

from actors.pong.court import PADDLE_LIMIT, PADDLE_SPEED
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


def run(errands: tuple[Errand, ...], seen: float, y: float, moving: Direction) -> tuple[Key, ...]:
    """Return the keys for the errands, one errand after the other.

    ``seen`` is the match time of the view; the paddle was at ``y`` then and moved in the direction
    ``moving``.
    """
    keys: list[Key] = []
    motion = Segment(seen, y, moving)
    for errand in errands:
        start = max(errand.at, motion.since + SHORTEST_HOLD)
        for key in _walk(position(motion, start), errand, start, seen + STILL_AFTER):
            if key.direction != motion.direction:
                keys.append(key)
            motion = Segment(key.at, position(motion, key.at), key.direction)
    return tuple(keys)


def _walk(y: float, errand: Errand, start: float, end: float) -> tuple[Key, ...]:
    """Return the press and the release for one errand that begins at ``y``.

    If the distance is not worth a press, return only the release.
    """
    goal = max(-PADDLE_LIMIT, min(errand.y, PADDLE_LIMIT))
    way = goal - y
    hold = min((way if way > 0.0 else -way) / PADDLE_SPEED, end - start)
    if hold < SHORTEST_HOLD:
        return (Key(start, 0),)
    return (Key(start, 1 if way > 0.0 else -1), Key(start + hold, 0))
