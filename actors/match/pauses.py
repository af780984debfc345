"""The pauses of a match: who was away, when, why, and for how long. Pure."""

from collections.abc import Iterable

from msgspec.structs import replace

from actors.match.messages import Pause
from actors.match.state import Chair, State

MOST = 20
"""Pauses that are remembered: of more, the latest."""


def noted(state: State, chairs: Iterable[Chair], until: float) -> State:
    """The state with the absences of these chairs among its pauses; they are over at ``until``.

    ``until`` is in seconds since the epoch. Before the first serve there was nothing to pause.
    """
    if state.phase != "paused":
        return state
    over = tuple(
        Pause(chair.side, state.game.now, chair.why, round(max(until - chair.left_at, 0.0), 1))
        for chair in chairs
        if chair.left_at is not None
    )
    return replace(state, pauses=(*state.pauses, *over)[-MOST:]) if over else state
