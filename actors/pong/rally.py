"""The course of play: when the next decision falls, and what it is.

The ball meets a paddle's face plane at ``flight.contact``, but whether it was hit is decided at
``contact + window``: no input of the defender that arrives later can reach back to the contact. A
hit starts the next flight at the contact (a little in the past). A miss becomes a point at the
decision or when the ball crosses the goal line, whichever is later. In between, everything moves
on straight lines and nothing has to be decided.
"""

from msgspec.structs import replace

from actors.pong.ball import height, launch, leg_at, place, turn
from actors.pong.court import (
    BALL_RADIUS,
    EDGE_SLOPE,
    FACE,
    LEFT,
    RIGHT,
    SERVE_DELAY,
    Side,
    index,
)
from actors.pong.events import (
    Event,
    Hit,
    Missed,
    Scored,
    Served,
    SetWon,
    Turned,
    WallTouched,
    Won,
)
from actors.pong.game import Game, serve, with_paddle
from actors.pong.maps import MAPS
from actors.pong.options import PACES, SPEED_UPS
from actors.pong.paddle import Paddle, kept_since, position_at
from actors.pong.score import add, decided, winner

Outcome = tuple[Game, tuple[Event, ...]]
"""The new game, and what happened on the way to it, in order."""


def next_contact(game: Game) -> float | None:
    """Return the match time of the next decision if nobody presses a key; None after the end."""
    if game.winner is not None:
        return None
    decided = game.flight.contact + game.flight.window
    if game.missed:
        return max(game.flight.goal, decided)
    return decided


def advance(game: Game, to: float) -> Outcome:
    """Let time pass up to and including match time ``to``.

    One step and many steps to the same time give the same bits.
    """
    events: list[Event] = []
    due = next_contact(game)
    while due is not None and due <= to:
        game = _report_marks(game, due, events)
        game = _point(game, due, events) if game.missed else _decide(game, events)
        due = next_contact(game)
    game = _report_marks(game, to, events)
    if to > game.now:
        game = replace(game, now=to)
    return game, tuple(events)


def idle(game: Game, to: float) -> Game:
    """Let time pass up to ``to``, which must be before the next decision. Cheaper than ``advance``.

    The next ``advance`` reports the serve and the turns on the way, with their times.
    """
    return replace(game, now=to) if to > game.now else game


def _report_marks(game: Game, to: float, events: list[Event]) -> Game:
    """Report the serve and the turns of the current flight up to ``to``, each once."""
    if game.winner is not None or to < game.flight.since:
        return game
    flight, marks = game.flight, game.marks
    if marks == 0:
        if flight.x == 0.0:
            events.append(Served(flight.since, flight.side))
        marks = 1
    while (at := turn(flight, marks - 1)) is not None and at <= to:
        x, y = place(flight, at)
        turned = bool(flight.legs) and leg_at(flight, at).since == at
        events.append(Turned(at, x, y) if turned else WallTouched(at, y))
        marks += 1
    return game if marks == game.marks else replace(game, marks=marks)


def _decide(game: Game, events: list[Event]) -> Game:
    """Decide for good whether the current flight ends in a hit or a miss."""
    flight = game.flight
    at, seat = flight.contact, index(flight.side)
    paddle = game.paddles[seat]
    y = height(flight, at)
    offset = y - position_at(paddle, at)
    game = with_paddle(game, seat, Paddle(kept_since(paddle.segments, at), at, paddle.half))
    reach = paddle.half + BALL_RADIUS
    if offset < -reach or offset > reach:
        events.append(Missed(at, flight.side))
        return replace(game, missed=True)
    offset = offset / reach
    events.append(Hit(at, flight.side, offset))
    return _return_ball(game, y, offset)


def _return_ball(game: Game, y: float, offset: float) -> Game:
    """Start the flight after a hit at height ``y``.

    It is faster, as the settings say, with the slope ``offset * EDGE_SLOPE``, where ``offset`` is
    from -1 to 1.
    """
    flight, settings = game.flight, game.settings
    speed = flight.speed * SPEED_UPS[settings.speed_up]
    speed = min(speed, PACES[settings.ball].top)
    to: Side = LEFT if flight.side > 0 else RIGHT
    number, at, x = flight.number + 1, flight.contact, flight.side * FACE
    slope, obstacles = offset * EDGE_SLOPE, MAPS[settings.map]
    back = launch(number, at, x, y, to, slope, speed, game.windows, obstacles)
    return replace(game, flight=back, marks=0)


def _point(game: Game, at: float, events: list[Event]) -> Game:
    """Give the point after a miss; then set up the next serve, or end the game."""
    side: Side = LEFT if game.flight.side > 0 else RIGHT
    score = add(game.score, side)
    events.append(Scored(at, side, score))
    won = winner(game.settings, score)
    if won is not None:
        game = replace(game, sets=add(game.sets, won))
        if game.settings.sets > 1:
            events.append(SetWon(at, won, game.sets))
        if decided(game.settings, game.sets):
            events.append(Won(at, won))
            return replace(game, score=score, missed=False, winner=won)
        score = (0, 0)
    receiver: Side = LEFT if game.receiver > 0 else RIGHT
    rally, number, since = game.rally + 1, game.flight.number + 1, at + SERVE_DELAY
    flight = serve(game.settings, game.seed, rally, number, since, receiver, game.windows)
    return replace(
        game, score=score, missed=False, receiver=receiver, rally=rally, flight=flight, marks=0
    )
