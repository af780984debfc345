"""How late a player's keys usually come by their own account: a bound on what one may claim.

The lag window is measured by answers, which a page can delay. Whoever delays all of them has to
claim that every key comes as late; who claims it of the decisive one alone contradicts the others.
"""

from actors.player.lag import JITTER, MARGIN
from actors.pong.court import LONGEST_WINDOW, Side

KEYS = 16
"""Keys that are remembered of each side."""
EVERY = 4
"""Keys after which it is looked at again what is usual."""
ALLOWED = JITTER + MARGIN
"""Seconds by which a key may come later than is usual."""


class Claims:
    """Of one match; for its actor, which may forget them in a crash."""

    __slots__ = ("_late", "_reach")

    def __init__(self) -> None:
        self._late: tuple[list[float], list[float]] = [], []
        self._reach = [LONGEST_WINDOW, LONGEST_WINDOW]

    def reach(self, side: Side, late: float) -> float:
        """Seconds that a key of this side may reach back, which claims to be ``late`` so long.

        As the quicker half of those before it did, and as much more as a line may be unsteady.
        """
        place = 0 if side < 0 else 1
        reach, known = self._reach[place], self._late[place]
        known.append(late)
        if len(known) % EVERY == 0:
            self._reach[place] = max(sorted(known)[(len(known) - 1) // 2], 0.0) + ALLOWED
            del known[: EVERY - KEYS]
        return reach
