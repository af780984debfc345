"""What the AI sees of a game: what every page draws, as bytes, and nothing else."""

import msgspec
from msgspec import Struct

from actors.pong.ball import Flight, place, wall_time
from actors.pong.court import Side
from actors.pong.game import Game
from actors.pong.paddle import Direction, Paddle, position_at


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


class Bat(Struct, frozen=True):
    """A paddle at the view's time: its centre ``y`` and the direction in which it moves."""

    y: float
    direction: Direction


class View(Struct, frozen=True):
    """The court at match time ``at`` as ``side`` sees it; paddles and score are (left, right)."""

    at: float
    side: Side
    ball: Ball
    paddles: tuple[Bat, Bat]
    score: tuple[int, int]


_decoder = msgspec.json.Decoder(View)


def view(game: Game, side: Side) -> bytes:
    """Encode the view of ``side`` at ``game.now`` as JSON. The seed is not in it."""
    left, right = (_bat(paddle, game.now) for paddle in game.paddles)
    ball = _ball(game.flight, game.now)
    return msgspec.json.encode(View(game.now, side, ball, (left, right), game.score))


def read(data: bytes) -> View:
    """Decode a view; raises ``msgspec.DecodeError`` for bytes that are not a view."""
    return _decoder.decode(data)


def _bat(paddle: Paddle, at: float) -> Bat:
    return Bat(position_at(paddle, at), paddle.segments[-1].direction)


def _ball(flight: Flight, now: float) -> Ball:
    at = min(now, flight.contact)
    x, y = place(flight, at)
    vy, touched = flight.vy, 0
    while (turn := wall_time(flight, touched)) is not None and turn <= at:
        vy, touched = -vy, touched + 1
    return Ball(x, y, flight.vx, vy, flight.speed, max(now, flight.since))
