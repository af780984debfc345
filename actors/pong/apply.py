"""How an input changes a game, and the time at which a claimed input takes effect."""

from msgspec.structs import replace

from actors.pong.court import LEFT, LONGEST_WINDOW, Side, index
from actors.pong.events import Event, Halted
from actors.pong.game import Game
from actors.pong.inputs import Input, Steer, Widen
from actors.pong.paddle import steer
from actors.pong.rally import Outcome, advance


def effective(game: Game, side: Side, claimed: float) -> float:
    """Return the match time at which an input of ``side`` takes effect.

    This is the claimed match time, moved into [now - window, now], and not before the side's
    previous input or its last announced contact. ``game`` must have been advanced to the present.
    The window is that of the current flight if ``side`` defends against it, else the one that the
    next flight towards ``side`` will get. docs/protocol.md gives this rule to players.
    """
    place, now = index(side), game.now
    paddle, flight = game.paddles[place], game.flight
    window = flight.window if flight.side == side else game.windows[place]
    earliest = paddle.segments[-1].since
    # This runs for every key, and calls of min and max take several times as long as comparisons.
    if paddle.floor > earliest:  # noqa: PLR1730
        earliest = paddle.floor
    if now - window > earliest:  # noqa: PLR1730
        earliest = now - window
    if claimed > now:  # noqa: PLR1730
        claimed = now
    return earliest if claimed < earliest else claimed  # noqa: FURB136


def apply(game: Game, change: Input) -> Outcome:
    """Advance to the input's time, if that is still ahead, and let the input take effect.

    ``change.at`` is an effective time (see `effective`). The order in which inputs of different
    sides are applied makes no difference if each is applied before its window has passed. Returns
    the new game and the events of the time that passed.
    """
    events: tuple[Event, ...] = ()
    if change.at > game.now or game.marks == 0:  # most keys come a little late
        game, events = advance(game, change.at)
    if isinstance(change, Steer):
        return _steered(game, change), events
    if isinstance(change, Widen):
        return _widen(game, change.side, max(0.0, min(change.window, LONGEST_WINDOW))), events
    return _halt(game, change.at, events)


def _steered(game: Game, change: Steer) -> Game:
    """Return the game with one paddle moving in its new direction."""
    left, right = game.paddles
    if change.side < 0:
        left = steer(left, change.direction, change.at)
    else:
        right = steer(right, change.direction, change.at)
    return replace(game, paddles=(left, right))


def _widen(game: Game, side: Side, window: float) -> Game:
    """Set the window of later flights, and of a serve that has not left yet."""
    left, right = game.windows
    windows = (window, right) if side == LEFT else (left, window)
    flight = game.flight
    if flight.x == 0.0 and game.now <= flight.since and flight.side == side:
        flight = replace(flight, window=window)
    return replace(game, windows=windows, flight=flight)


def _halt(game: Game, at: float, events: tuple[Event, ...]) -> Outcome:
    left, right = (steer(paddle, 0, at) for paddle in game.paddles)
    return replace(game, paddles=(left, right)), (*events, Halted(at))
