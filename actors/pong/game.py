"""The state of the rules between two instants."""

from msgspec import Struct
from msgspec.structs import replace

from actors.pong.ball import Flight, launch
from actors.pong.court import SERVE_SLOPE, Side
from actors.pong.maps import MAPS
from actors.pong.options import PACES, PADDLES
from actors.pong.paddle import Paddle
from actors.pong.seeded import unit
from actors.pong.settings import Settings

Pair = tuple[float, float]


class Game(Struct, frozen=True, gc=False):
    """Everything the rules know at match time ``now``.

    ``seed`` is a 32-bit unsigned integer. ``receiver`` is the side that is served to in this rally;
    the other side is served to in the next. ``windows`` are the lag windows (left, right), in
    seconds, that new flights get. ``marks`` counts what has been reported of the current flight:
    the serve, then each turn. ``missed`` is true between a miss and its point. ``score`` is that of
    the set, ``sets`` counts those won.
    """

    settings: Settings
    seed: int
    flight: Flight
    receiver: Side
    now: float = 0.0
    rally: int = 0
    paddles: tuple[Paddle, Paddle] = (Paddle(), Paddle())
    windows: Pair = (0.0, 0.0)
    score: tuple[int, int] = (0, 0)
    marks: int = 0
    missed: bool = False
    winner: Side | None = None
    sets: tuple[int, int] = (0, 0)


def new_game(settings: Settings, seed: int) -> Game:
    """Make a game at match time 0, before its first serve. ``seed`` is 32-bit unsigned."""
    receiver: Side = -1 if unit(seed, 0) < 0.5 else 1
    flight = serve(settings, seed, 0, 0, 0.0, receiver, (0.0, 0.0))
    paddle = Paddle(half=PADDLES[settings.paddle])
    return Game(settings, seed, flight, receiver, paddles=(paddle, paddle))


def serve(
    settings: Settings,
    seed: int,
    rally: int,
    number: int,
    since: float,
    receiver: Side,
    windows: Pair,
) -> Flight:
    """Make the serve of a rally: from the centre to ``receiver``, with a slope that the seed gives.

    ``number`` is that of the flight, ``since`` the match time of the serve, ``windows`` in seconds.
    """
    slope = (unit(seed, rally + 1) * 2.0 - 1.0) * SERVE_SLOPE
    speed, obstacles = PACES[settings.ball].serve, MAPS[settings.map]
    return launch(number, since, 0.0, 0.0, receiver, slope, speed, windows, obstacles)


def with_paddle(game: Game, index: int, paddle: Paddle) -> Game:
    """Return the game with another paddle on one side (0 left, 1 right)."""
    left, right = game.paddles
    return replace(game, paddles=(paddle, right) if index == 0 else (left, paddle))
