"""The pauses of a match: who was away, when, why, and for how long. Pure."""

from collections.abc import Iterable

from msgspec.structs import replace

from actors.match.messages import Pause
from actors.match.state import Chair, State

MOST = 20
"""Pauses that are remembered; if there are more, the latest."""


def noted(state: State, chairs: Iterable[Chair], until: float) -> State:
    """Return the state with the absences of these chairs, up to ``until``, added to its pauses.

    ``until`` is in seconds since the epoch. Absences before the first serve are no pauses.
    """
    if state.phase != "paused":
        return state
    over = tuple(
        Pause(chair.side, state.game.now, chair.why, round(max(until - chair.left_at, 0.0), 1))
        for chair in chairs
        if chair.left_at is not None
    )
    return replace(state, pauses=(*state.pauses, *over)[-MOST:]) if over else state
