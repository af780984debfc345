"""A paddle is a list of motion segments; its place at any time follows from them."""

from msgspec import Struct

from actors.pong.court import PADDLE_LIMIT, PADDLE_SPEED

Direction = int
"""-1 up, 0 still, +1 down."""


class Segment(Struct, frozen=True, gc=False):
    """From match time ``since`` on the paddle moves from ``y`` in ``direction``."""

    since: float
    y: float
    direction: Direction


class Paddle(Struct, frozen=True, gc=False):
    """The motion of one side's paddle.

    ``segments`` reach back to the last announced contact, oldest first. ``floor`` is the match time
    of that contact: what happened before it is never taken back.
    """

    segments: tuple[Segment, ...] = (Segment(0.0, 0.0, 0),)
    floor: float = 0.0


def position(segment: Segment, at: float) -> float:
    """Return the centre of the paddle at match time ``at``, not before ``segment.since``.

    y + direction * PADDLE_SPEED * (at - since), kept within ±PADDLE_LIMIT.
    """
    y = segment.y + segment.direction * PADDLE_SPEED * (at - segment.since)
    if y > PADDLE_LIMIT:
        return PADDLE_LIMIT
    if y < -PADDLE_LIMIT:
        return -PADDLE_LIMIT
    return y


def position_at(paddle: Paddle, at: float) -> float:
    """Return the centre at match time ``at``, at or after ``floor``."""
    segments = paddle.segments
    for segment in reversed(segments):
        if segment.since <= at:
            return position(segment, at)
    return position(segments[0], segments[0].since)


def steer(paddle: Paddle, direction: Direction, at: float) -> Paddle:
    """Start a new segment at ``at`` and drop those that nobody needs any more.

    ``at`` must not be before the start of the newest segment.
    """
    started = Segment(at, position(paddle.segments[-1], at), direction)
    return Paddle(kept_since((*paddle.segments, started), paddle.floor), paddle.floor)


def kept_since(segments: tuple[Segment, ...], floor: float) -> tuple[Segment, ...]:
    """Return the segments that cover all times from ``floor`` on."""
    first = 0
    while first + 1 < len(segments) and segments[first + 1].since <= floor:
        first += 1
    return segments[first:] if first else segments
