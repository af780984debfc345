"""A match as a page draws it at one instant, for who draws nothing by itself."""

from msgspec import Struct
from msgspec.json import Decoder

from actors.match.messages import MatchView
from actors.pong.ball import place
from actors.pong.paddle import position

_views = Decoder(MatchView)


class StateAnswer(Struct):
    """How it stands at ``now`` (ms since the epoch), which is match time ``time`` (seconds).

    ``ball`` is (x, y) and ``paddles`` are the y of both centres (left, right), in court units. Of a
    contact that is not decided yet the ball waits at the face. ``match`` is the frame of the same
    name in docs/protocol.md: what everything else follows from.
    """

    now: int
    time: float
    ball: tuple[float, float]
    paddles: tuple[float, float]
    match: MatchView


def state(frame: bytes, now: float) -> StateAnswer:
    """Work out where everything is at ``now`` (seconds since the epoch) by a `match` frame."""
    view = _views.decode(frame)
    time = view.time
    if view.starts is not None:
        time += max(0.0, now - view.starts / 1000.0)
    left, right = (position(segment, max(time, segment.since)) for segment in view.paddles)
    ball = place(view.flight, min(time, view.flight.contact))
    return StateAnswer(int(now * 1000.0), time, ball, (left, right), view)
