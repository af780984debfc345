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
APART = 0.25
"""Seconds in which several keys count as one, the quickest: nobody outvotes the others by drumming.
"""
ALLOWED = JITTER + MARGIN
"""Seconds by which a key may come later than is usual."""


class Claims:
    """Of one match; for its actor, which may forget them in a crash."""

    __slots__ = ("_late", "_reach", "_since")

    def __init__(self) -> None:
        self._late: tuple[list[float], list[float]] = [], []
        self._reach = [LONGEST_WINDOW, LONGEST_WINDOW]
        self._since = [-APART, -APART]

    def reach(self, side: Side) -> float:
        """Seconds that the next key of this side may reach back.

        As the quicker half of those before it did, and as much more as a line may be unsteady.
        """
        return self._reach[side > 0]

    def note(self, side: Side, late: float, time: float) -> None:
        """A key came at this match time, claimed to be ``late`` so long, and turned the paddle.

        Of one that changed nothing no claim is remembered: it was for free. A claim counts as far
        as it was honoured, so that what is usual grows by steps.
        """
        place = 0 if side < 0 else 1
        late = min(late, self._reach[place])
        known = self._late[place]
        if known and time - self._since[place] < APART:
            known[-1] = min(known[-1], late)
            return
        self._since[place] = time
        if len(known) >= EVERY and len(known) % EVERY == 0:
            self._reach[place] = max(sorted(known)[(len(known) - 1) // 2], 0.0) + ALLOWED
            del known[: EVERY - KEYS]
        known.append(late)
