"""Why a key press is refused, and the words for every refusal of a match."""

from actors.frames import Origin
from actors.match.messages import Press
from actors.match.state import State, contest
from actors.pong.court import LEFT, RIGHT, Side

FUTURE_MS = 100
"""Milliseconds a claimed time may lie ahead of our clock: the page's estimate is not perfect."""

REFUSALS = {
    "no_such_match": "No match of this id is being played.",
    "not_your_match": "You have no seat in this match.",
    "not_your_paddle": "Field 'side' must be one of your own sides; name it where both are yours.",
    "not_entered": "Send 'enter' on this connection first; another page of yours may be playing.",
    "future_time": "Field 'at' lies more than 100 ms ahead of the server's clock; ping it.",
    "match_over": "This match has ended.",
    "opponent_waits": "This match keeps an opponent waiting: only one without can be paused.",
    "match_not_over": "This match is not over yet: finish or resign it first.",
    "no_opponent": "Nobody else has played in this match: begin another one.",
    "no_rematch": "One of you does not want another match, or has gone on.",
    "of_a_tournament": "This match is one of a tournament, which decides who plays next.",
    "own_match": "You have a seat in this match: 'enter' it.",
    "not_watchable": "Who plays in this match does not show it to you.",
    "too_many_watchers": "So many watch this match already that there is no room; try again later.",
    "unavailable": "The store cannot say just now whether you may watch; ask again soon.",
    "server_fault": "Something failed here; send it again.",
}


def refuse_suspend(state: State, origin: Origin) -> str | None:
    """Return the code of the refusal if a player may not pause the match, or go on with it."""
    if state.phase == "finished":
        return "match_over"
    if contest(state):
        return "opponent_waits"
    here = any(chair.connection == origin.connection for chair in state.chairs)
    return None if here else "not_entered"


def refuse_rematch(state: State) -> str | None:
    """Return the code of the refusal if there can be no rematch."""
    if state.phase != "finished":
        return "match_not_over"
    if not contest(state):
        return "no_opponent"
    if state.mode == "tournament":
        return "of_a_tournament"
    return "no_rematch" if state.wishes.over else None


def refuse_press(state: State, origin: Origin, frame: Press, now: float) -> tuple[Side, str | None]:
    """Return the side that a key moves, and the code of the refusal if it is refused.

    The sender has a seat in the match.
    """
    left, right = state.chairs
    side, player = frame.side, origin.player
    if side is None:
        side = LEFT if left.seat.player == player else RIGHT
    chair = left if side < 0 else right
    if state.phase == "finished":
        return side, "match_over"
    both = left.seat.player == right.seat.player
    if chair.seat.player != player or (both and frame.side is None):
        return side, "not_your_paddle"
    if chair.connection != origin.connection:
        return side, "not_entered"
    if frame.at > now * 1000.0 + FUTURE_MS:
        return side, "future_time"
    return side, None
