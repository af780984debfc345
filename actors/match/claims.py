"""How late a player's keys usually claim to be: a bound on what the next key may claim.

The lag window is measured by pongs, which a page can delay. A page that delays all of them has to
claim that every key is as late; if it claims this only for a decisive key, the others contradict
it.
"""

from actors.player.lag import JITTER, MARGIN
from actors.pong.court import LONGEST_WINDOW, Side

KEYS = 16
"""Keys remembered for each side."""
EVERY = 4
"""Keys after which the usual lateness is computed again."""
APART = 0.25
"""Seconds within which several keys count as one, the quickest: drumming outvotes no other key."""
ALLOWED = JITTER + MARGIN
"""Seconds by which a key may come later than usual."""


class Claims:
    """The claims of one match. Its actor owns them and may lose them in a crash."""

    __slots__ = ("_late", "_reach", "_since")

    def __init__(self) -> None:
        self._late: tuple[list[float], list[float]] = [], []
        self._reach = [LONGEST_WINDOW, LONGEST_WINDOW]
        self._since = [-APART, -APART]

    def reach(self, side: Side) -> float:
        """Return the seconds that the next key of this side may reach back.

        That is as far as the quicker half of the keys before it did, plus an allowance for an
        unsteady line.
        """
        return self._reach[side > 0]

    def note(self, side: Side, late: float, time: float) -> None:
        """Note a key that turned the paddle at match time ``time``; it claimed ``late`` seconds.

        Do not call it for keys that changed nothing: their claims cost nothing. A claim counts only
        as far as it was honoured, so the usual lateness grows in steps.
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
