"""A match as a page would draw it at one instant, for clients that do not compute it."""

from msgspec import Struct
from msgspec.json import Decoder

from actors.match.messages import MatchView
from actors.pong.ball import place
from actors.pong.court import HALF_HEIGHT
from actors.pong.options import PADDLES
from actors.pong.paddle import position

_views = Decoder(MatchView)


class StateAnswer(Struct):
    """The match at ``now`` (ms since the epoch), which is match time ``time`` (seconds).

    ``ball`` is (x, y) and ``paddles`` are the y of both centres (left, right), in court units.
    While a contact is not decided, the ball waits at the face of the paddle. ``match`` is the frame
    of that name in docs/protocol.md, from which everything else follows.
    """

    now: int
    time: float
    ball: tuple[float, float]
    paddles: tuple[float, float]
    match: MatchView


def state(frame: bytes, now: float) -> StateAnswer:
    """Compute where everything is at ``now`` (seconds since the epoch), from a `match` frame."""
    view = _views.decode(frame)
    time = view.time
    if view.starts is not None:
        time += max(0.0, now - view.starts / 1000.0)
    limit = HALF_HEIGHT - PADDLES[view.settings.paddle]
    left, right = (position(one, max(time, one.since), limit) for one in view.paddles)
    ball = place(view.flight, min(time, view.flight.contact))
    return StateAnswer(int(now * 1000.0), time, ball, (left, right), view)
