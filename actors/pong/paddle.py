"""A paddle is a list of motion segments; where it is at any time follows from them."""

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
    """One side's motion.

    ``segments`` reach back to the last announced contact, oldest first; ``floor`` is that
    contact's time: what happened before it has been announced and is never taken back.
    """

    segments: tuple[Segment, ...] = (Segment(0.0, 0.0, 0),)
    floor: float = 0.0


def position(segment: Segment, at: float) -> float:
    """Centre of the paddle at match time ``at``; always from the segment's origin."""
    y = segment.y + segment.direction * PADDLE_SPEED * (at - segment.since)
    if y > PADDLE_LIMIT:
        return PADDLE_LIMIT
    if y < -PADDLE_LIMIT:
        return -PADDLE_LIMIT
    return y


def position_at(paddle: Paddle, at: float) -> float:
    """Centre at ``at``, which may lie before the newest segment but not before ``floor``."""
    segments = paddle.segments
    for segment in reversed(segments):
        if segment.since <= at:
            return position(segment, at)
    return position(segments[0], segments[0].since)


def steer(paddle: Paddle, direction: Direction, at: float) -> Paddle:
    """Start a new segment at ``at`` (not before the newest one's start), dropping history."""
    started = Segment(at, position(paddle.segments[-1], at), direction)
    return Paddle(kept_since((*paddle.segments, started), paddle.floor), paddle.floor)


def kept_since(segments: tuple[Segment, ...], floor: float) -> tuple[Segment, ...]:
    """The segments still needed to evaluate any time from ``floor`` on."""
    first = 0
    while first + 1 < len(segments) and segments[first + 1].since <= floor:
        first += 1
    return segments[first:] if first else segments
