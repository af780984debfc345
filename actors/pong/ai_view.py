"""What the AI sees of a game: what every page draws, as bytes, and nothing else."""

import msgspec
from msgspec import Struct

from actors.pong.ball import Flight, motion, place
from actors.pong.court import PADDLE_HALF, Side
from actors.pong.game import Game
from actors.pong.paddle import Direction, Paddle, position_at
from actors.pong.settings import MapName


class Ball(Struct, frozen=True):
    """The ball at the view's time. From ``since`` on it moves from (x, y) with (vx, vy).

    ``since`` is the view's time, or, while the ball waits for a serve, the later time of the serve.
    A ball whose contact is not decided yet waits at the face plane, as pages draw it.
    """

    x: float
    y: float
    vx: float
    vy: float
    speed: float
    since: float


class Bat(Struct, frozen=True, omit_defaults=True):
    """A paddle at the view's time: its centre ``y`` and the direction in which it moves.

    ``half`` is half its length.
    """

    y: float
    direction: Direction
    half: float = PADDLE_HALF


class View(Struct, frozen=True, omit_defaults=True):
    """The court at match time ``at`` as ``side`` sees it; paddles and score are (left, right).

    ``map`` is what stands on it.
    """

    at: float
    side: Side
    ball: Ball
    paddles: tuple[Bat, Bat]
    score: tuple[int, int]
    map: MapName = "classic"


_decoder = msgspec.json.Decoder(View)


def view(game: Game, side: Side) -> bytes:
    """Encode the view of ``side`` at ``game.now`` as JSON. The seed is not in it."""
    left, right = (_bat(paddle, game.now) for paddle in game.paddles)
    ball = _ball(game.flight, game.now)
    seen = View(game.now, side, ball, (left, right), game.score, game.settings.map)
    return msgspec.json.encode(seen)


def read(data: bytes) -> View:
    """Decode a view; raises ``msgspec.DecodeError`` for bytes that are not a view."""
    return _decoder.decode(data)


def _bat(paddle: Paddle, at: float) -> Bat:
    return Bat(position_at(paddle, at), paddle.segments[-1].direction, paddle.half)


def _ball(flight: Flight, now: float) -> Ball:
    at = min(now, flight.contact)
    x, y = place(flight, at)
    vx, vy = motion(flight, at)
    return Ball(x, y, vx, vy, flight.speed, max(now, flight.since))
