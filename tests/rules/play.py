"""Plays random matches: inputs arrive in some order, some of them late."""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Literal

import msgspec
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from actors.pong.apply import apply, effective
from actors.pong.ball import height
from actors.pong.court import BALL_RADIUS, LEFT, LONGEST_WINDOW, PADDLE_SPEED, RIGHT, Side, index
from actors.pong.events import Event
from actors.pong.game import Game, new_game
from actors.pong.inputs import Halt, Input, Steer, Widen
from actors.pong.maps import MAPS
from actors.pong.options import PACES, PADDLES, SPEED_UPS
from actors.pong.paddle import Direction, position
from actors.pong.rally import advance
from actors.pong.settings import Settings

bits = msgspec.msgpack.encode
"""Encodes a state or an event; the bytes differ if any bit differs, also for 0.0 and -0.0."""


class Move(Struct, frozen=True):
    """After ``wait`` seconds something arrives that claims to be ``late`` seconds old.

    ``amount`` is the direction of a key, the offset (-1 .. +1) for which a paddle aims, or a
    window in seconds.
    """

    wait: float
    kind: Literal["key", "aim", "widen", "halt"]
    side: Side
    amount: float
    late: float


class Played(Struct, frozen=True):
    """The state of a match, everything that was announced, and its journal."""

    game: Game
    events: tuple[Event, ...]
    journal: tuple[Input, ...]


KINDS = ("aim", "aim", "aim", "key", "key", "key", "widen", "halt")


def _moves(raw: bytes) -> tuple[Move, ...]:
    """Make a move of each four bytes: drawn as bytes, ten thousand matches cost only seconds."""
    return tuple(_move(*raw[at : at + 4]) for at in range(0, len(raw) - 3, 4))


def _move(what: int, wait: int, amount: int, late: int) -> Move:
    kind = KINDS[what >> 1 & 7]
    side = RIGHT if what & 1 else LEFT
    size = {"key": amount % 3 - 1, "aim": amount / 100 - 1.275, "widen": amount / 900}
    return Move(wait * wait / 50000, kind, side, size.get(kind, 0), late / 800)


def moves(most: int = 12) -> st.SearchStrategy[tuple[Move, ...]]:
    return st.binary(max_size=4 * most).map(_moves)


seeds = st.integers(0, 0xFFFFFFFF)
windows = st.tuples(st.floats(0, LONGEST_WINDOW), st.floats(0, LONGEST_WINDOW))


ALL = tuple(
    Settings(3, ball=ball, speed_up=speed_up, paddle=paddle, map=where)
    for ball, speed_up, paddle, where in product(PACES, SPEED_UPS, PADDLES, MAPS)
)
rules = st.sampled_from(ALL)
"""Settings of matches to three points, in all combinations of the other options."""


def opened(
    seed: int, pair: tuple[float, float] = (0.0, 0.0), settings: Settings | None = None
) -> Game:
    """Return a new game whose first serve has a lag window too; by default a classic one to 3."""
    game = new_game(settings or Settings(3), seed)
    flight = replace(game.flight, window=pair[index(game.flight.side)])
    return replace(game, flight=flight, windows=pair)


def play(game: Game, script: Iterable[Move]) -> Played:
    """Play live, like a match actor: time passes, something arrives, its time is settled."""
    game, events = advance(game, game.now)
    journal: list[Input] = []
    for move in script:
        game, seen = advance(game, game.now + move.wait)
        events += seen
        for change, wait in _changes(game, move):
            game, seen = apply(game, change)
            events += seen
            journal.append(change)
            game, seen = advance(game, game.now + wait)
            events += seen
        if move.kind == "aim":
            stop = Steer(effective(game, move.side, game.now - move.late), move.side, 0)
            game, seen = apply(game, stop)
            events += seen
            journal.append(stop)
    return Played(game, events, tuple(journal))


def _changes(game: Game, move: Move) -> Iterable[tuple[Input, float]]:
    """Yield the inputs of a move, each with the seconds that an aiming paddle moves after it."""
    at = effective(game, move.side, game.now - move.late)
    match move.kind:
        case "key":
            yield Steer(at, move.side, int(move.amount)), 0.0
        case "aim":
            way = _way(game, move.side, move.amount, at)
            yield Steer(at, move.side, sign(way)), abs(way) / PADDLE_SPEED
        case "widen":
            yield Widen(game.now, move.side, move.amount), 0.0
        case "halt":
            yield Halt(game.now), 0.0


def _way(game: Game, side: Side, offset: float, at: float) -> float:
    """Return how far the paddle is from where it meets the ball with that offset."""
    flight = game.flight
    paddle = game.paddles[index(side)]
    aim = offset * (paddle.half + BALL_RADIUS)
    target = height(flight, flight.contact) - aim if flight.side == side else 0.0
    return target - position(paddle.segments[-1], at, paddle.limit)


def sign(way: float) -> Direction:
    return (way > 0.0) - (way < 0.0)


def replay(
    game: Game, journal: Sequence[Input], to: float, steps: int = 1
) -> tuple[Game, tuple[Event, ...]]:
    """Apply a journal and let time pass until ``to``, each stretch of it in ``steps`` steps."""
    events: tuple[Event, ...] = ()
    for change in journal:
        game, seen = _pass(game, change.at, steps - 1)
        events += seen
        game, seen = apply(game, change)
        events += seen
    game, seen = _pass(game, to, steps)
    return game, events + seen


def _pass(game: Game, to: float, steps: int) -> tuple[Game, tuple[Event, ...]]:
    since, events = game.now, ()
    for step in range(1, steps + 1):
        until = to if step == steps else since + (to - since) * step / steps
        if until >= game.now:
            game, seen = advance(game, until)
            events += seen
    return game, events
