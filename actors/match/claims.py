"""How late a player's keys usually come by their own account: a bound on what one may claim.

The lag window is measured by answers, which a page can delay. Whoever delays all of them has to
claim that every key comes as late; who claims it of the decisive one alone contradicts the others.
"""

from actors.player.lag import JITTER, MARGIN
from actors.pong.court import LONGEST_WINDOW, Side

KEYS = 16
"""Keys that are remembered of each side."""
ENOUGH = 4
"""Keys before which nothing is known."""


class Claims:
    """Of one match; for its actor, which may forget them in a crash."""

    __slots__ = ("_late",)

    def __init__(self) -> None:
        self._late: tuple[list[float], list[float]] = [], []

    def reach(self, side: Side, late: float) -> float:
        """Seconds that a key of this side may reach back, which claims to be ``late`` so long.

        As the quicker half does, and as much more as a line may be unsteady. This one counts for
        the next.
        """
        known = self._late[side > 0]
        bound = LONGEST_WINDOW
        if len(known) >= ENOUGH:
            bound = sorted(known)[(len(known) - 1) // 2] + JITTER + MARGIN
        known.append(max(late, 0.0))
        del known[:-KEYS]
        return bound
