"""The course of play: when the next decision falls, and what it is.

A contact with a paddle happens at ``flight.contact`` but is decided at ``contact + window``, when
no input of the defender that reaches back that far can arrive any more. A hit starts the next
flight at the contact (a little in the past); a miss becomes a point at the later of goal line
and decision. Everything in between is a straight line, so nothing happens there.
"""

from msgspec.structs import replace

from actors.pong.ball import height, launch, wall_time
from actors.pong.court import (
    EDGE_SLOPE,
    FACE,
    LEFT,
    REACH,
    RIGHT,
    SERVE_DELAY,
    SPEED_UP,
    TOP_SPEED,
    Side,
    index,
)
from actors.pong.events import Event, Hit, Missed, Scored, Served, WallTouched, Won
from actors.pong.game import Game, serve, with_paddle
from actors.pong.paddle import Paddle, kept_since, position_at
from actors.pong.score import add, winner

Outcome = tuple[Game, tuple[Event, ...]]


def next_contact(game: Game) -> float | None:
    """Match time of the next decision if nothing is pressed; None once the match is won."""
    if game.winner is not None:
        return None
    decided = game.flight.contact + game.flight.window
    if game.missed:
        return max(game.flight.goal, decided)
    return decided


def advance(game: Game, to: float) -> Outcome:
    """Let time pass up to and including ``to``; in one step or in a thousand, the same bits."""
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
    """Let time pass up to ``to``, before the next decision: far cheaper than ``advance``.

    The serve and the walls on the way are reported by the next ``advance``, with their times.
    """
    return replace(game, now=to) if to > game.now else game


def _report_marks(game: Game, to: float, events: list[Event]) -> Game:
    """Report the serve and the walls of the current flight up to ``to``, each once."""
    if game.winner is not None or to < game.flight.since:
        return game
    flight, marks = game.flight, game.marks
    if marks == 0:
        if flight.x == 0.0:
            events.append(Served(flight.since, flight.side))
        marks = 1
    while (at := wall_time(flight, marks - 1)) is not None and at <= to:
        events.append(WallTouched(at, height(flight, at)))
        marks += 1
    return game if marks == game.marks else replace(game, marks=marks)


def _decide(game: Game, events: list[Event]) -> Game:
    """The contact of the current flight: a hit or a miss, from now on for good."""
    flight = game.flight
    at, place = flight.contact, index(flight.side)
    paddle = game.paddles[place]
    y = height(flight, at)
    offset = y - position_at(paddle, at)
    game = with_paddle(game, place, Paddle(kept_since(paddle.segments, at), at))
    if offset < -REACH or offset > REACH:
        events.append(Missed(at, flight.side))
        return replace(game, missed=True)
    offset = offset / REACH
    events.append(Hit(at, flight.side, offset))
    return _return_ball(game, y, offset)


def _return_ball(game: Game, y: float, offset: float) -> Game:
    """The flight after a hit at height ``y``: faster, and steeper the further from the centre."""
    flight = game.flight
    speed = flight.speed * SPEED_UP
    speed = min(speed, TOP_SPEED)
    to: Side = LEFT if flight.side > 0 else RIGHT
    x = flight.side * FACE
    window = game.windows[index(to)]
    back = launch(flight.number + 1, flight.contact, x, y, to, offset * EDGE_SLOPE, speed, window)
    return replace(game, flight=back, marks=0)


def _point(game: Game, at: float, events: list[Event]) -> Game:
    """The point after a miss, then the next serve, or the end."""
    side: Side = LEFT if game.flight.side > 0 else RIGHT
    score = add(game.score, side)
    events.append(Scored(at, side, score))
    won = winner(game.settings, score)
    if won is not None:
        events.append(Won(at, won))
        return replace(game, score=score, missed=False, winner=won)
    receiver: Side = LEFT if game.receiver > 0 else RIGHT
    rally, window = game.rally + 1, game.windows[index(receiver)]
    flight = serve(game.seed, rally, game.flight.number + 1, at + SERVE_DELAY, receiver, window)
    return replace(
        game, score=score, missed=False, receiver=receiver, rally=rally, flight=flight, marks=0
    )
