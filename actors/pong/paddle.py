"""A paddle is a list of motion segments; its place at any time follows from them."""

from msgspec import Struct

from actors.pong.court import HALF_HEIGHT, PADDLE_HALF, PADDLE_LIMIT, PADDLE_SPEED

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
    of that contact: what happened before it is never taken back. ``half`` is half its length.
    """

    segments: tuple[Segment, ...] = (Segment(0.0, 0.0, 0),)
    floor: float = 0.0
    half: float = PADDLE_HALF

    @property
    def limit(self) -> float:
        """Its centre stays within ±limit."""
        return HALF_HEIGHT - self.half


def position(segment: Segment, at: float, limit: float = PADDLE_LIMIT) -> float:
    """Return the centre of the paddle at match time ``at``, not before ``segment.since``.

    y + direction * PADDLE_SPEED * (at - since), kept within ±``limit``.
    """
    y = segment.y + segment.direction * PADDLE_SPEED * (at - segment.since)
    if y > limit:
        return limit
    if y < -limit:
        return -limit
    return y


def position_at(paddle: Paddle, at: float) -> float:
    """Return the centre at match time ``at``, at or after ``floor``."""
    segments = paddle.segments
    for segment in reversed(segments):
        if segment.since <= at:
            return position(segment, at, paddle.limit)
    return position(segments[0], segments[0].since, paddle.limit)


def steer(paddle: Paddle, direction: Direction, at: float) -> Paddle:
    """Start a new segment at ``at`` and drop those that nobody needs any more.

    ``at`` must not be before the start of the newest segment.
    """
    segments, floor, half = paddle.segments, paddle.floor, paddle.half
    started = Segment(at, position(segments[-1], at, HALF_HEIGHT - half), direction)
    return Paddle(kept_since((*segments, started), floor), floor, half)


def kept_since(segments: tuple[Segment, ...], floor: float) -> tuple[Segment, ...]:
    """Return the segments that cover all times from ``floor`` on."""
    first = 0
    while first + 1 < len(segments) and segments[first + 1].since <= floor:
        first += 1
    return segments[first:] if first else segments
