"""Makes the frames that call a player to a match and show it to a page."""

from actors.match.messages import (
    Countdown,
    Matched,
    MatchView,
    Mode,
    Paused,
    PlayerView,
    Seat,
    WithoutThem,
)
from actors.match.presence import absent, budget_left, deadline, pauses_left
from actors.match.state import Chair, State, sides_of
from actors.pong.court import LEFT, LONGEST_WINDOW, RIGHT
from actors.pong.paddle import Segment


def matched(match: str, mode: Mode, seats: tuple[Seat, Seat]) -> dict[str, Matched]:
    """Return what calls each player to a match; a player on both sides plays the left."""
    left, right = seats
    frames = {
        right.player: Matched(match, mode, RIGHT, left.name),
        left.player: Matched(match, mode, LEFT, right.name),
    }
    return {player: frame for player, frame in frames.items() if player is not None}


def whole(match: str, state: State, player: str, now: float, unsaved: int) -> MatchView:
    """Return the whole match for one player: all that a page needs to draw it from nothing.

    ``unsaved`` is how many of the last points are not in the store yet, and one more for the match.
    """
    left, right = (_player(chair, now) for chair in state.chairs)
    return MatchView(
        match,
        state.mode,
        state.phase,
        state.game.settings,
        (left, right),
        sides_of(state, player),
        state.game.score,
        # While counting down or playing, match time is `time` at `starts`.
        state.base if state.phase in {"countdown", "playing"} else state.game.now,
        state.starts if state.phase in {"countdown", "playing"} else None,
        int(deadline(state, now) * 1000.0) if state.phase in {"waiting", "paused"} else None,
        state.game.flight,
        segments(state),
        state.cause,
        state.winner,
        unsaved,
        state.pauses,
        state.suspended_at is not None,
        state.rated,
        state.game.sets,
    )


def countdown(match: str, state: State, now: float) -> Countdown:
    """Return the frame of the countdown."""
    left, right = (int(budget_left(chair, now) * 1000.0) for chair in state.chairs)
    return Countdown(match, state.starts, state.base, (left, right))


def paused(match: str, state: State, now: float) -> Paused:
    """Return the frame of the pause as it stands."""
    return Paused(
        match,
        state.game.now,
        absent(state, now),
        int(now * 1000.0),
        int(deadline(state, now) * 1000.0),
        segments(state),
        state.suspended_at is not None,
    )


def without_them(match: str, state: State, now: float) -> WithoutThem:
    """Return the frame that says who is away from a match that goes on."""
    return WithoutThem(match, absent(state, now), int(now * 1000.0))


def segments(state: State) -> tuple[Segment, Segment]:
    """Return the newest segment of both paddles (left, right)."""
    left, right = state.game.paddles
    return left.segments[-1], right.segments[-1]


def _player(chair: Chair, now: float) -> PlayerView:
    budget = int(budget_left(chair, now) * 1000.0)
    why = chair.why if chair.entered and not chair.here else None
    seat, window = chair.seat, int(min(chair.window, LONGEST_WINDOW) * 1000.0)
    here, left = chair.here, pauses_left(chair)
    return PlayerView(
        chair.side, seat.player, seat.name, here, budget, why, left, window, seat.level
    )
