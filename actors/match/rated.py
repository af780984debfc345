"""Which results count for the ratings of the players. Pure."""

from actors.match.presence import stranded
from actors.match.state import State
from actors.ratings.modes import RatingMode, mode_of

COUNTED = frozenset({"played", "resigned", "forfeit_absent"})
"""The causes with which a rated match counts."""


def counts(state: State) -> RatingMode | None:
    """Return the mode in which the result of a finished match counts for ratings; None: in none.

    What the server has caused costs nobody anything: not even a player who did not come back after
    it was away.
    """
    if not state.rated or not state.winner or state.cause not in COUNTED:
        return None
    lost = state.chairs[state.winner < 0]
    if state.cause == "forfeit_absent" and stranded(lost):
        return None
    return mode_of(state.game.settings)
