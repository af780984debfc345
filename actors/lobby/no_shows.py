"""Who lets others wait in vain waits before the next try, longer each time. Pure.

Kept of the player and of the household, so that another guest's name does not help; but of the
household it binds only those who have not shown yet that they come when they are called.
"""

from msgspec import Struct

FIRST, LONGEST = 30.0, 900.0
"""Seconds of waiting after the first time, doubled with each; and at most."""
LONGEST_AT_HOME = 120.0
"""Seconds at most for others of the same household: perhaps it is a school."""
FORGOTTEN = 3600.0
"""Seconds after the last time from which on nothing is known of it."""
MOST = 1000
"""Players and households that are remembered: of more, the latest."""


class NoShow(Struct, frozen=True):
    """So often has somebody not come, the last time ``at`` (seconds since the epoch) to a match."""

    times: int
    at: float
    match: str

    def until(self, longest: float) -> float:
        """When they may try again."""
        wait = FIRST
        for _ in range(1, self.times):
            wait = min(2.0 * wait, longest)
        return self.at + min(wait, longest)


class NoShows(Struct):
    """Those that are not forgotten, by player and by household."""

    players: dict[str, NoShow] = {}
    homes: dict[str, NoShow] = {}

    def note(self, player: str, home: str, match: str, now: float) -> None:
        """Somebody did not come to a match. Of one match once."""
        for known, key in ((self.players, player), (self.homes, home)):
            before = known.get(key)
            if not key or (before is not None and before.match == match):
                continue
            again = before is not None and before.at + FORGOTTEN > now
            times = before.times + 1 if before is not None and again else 1
            known.pop(key, None)
            known[key] = NoShow(times, now, match)
            oldest = next(iter(known))
            while len(known) > MOST or known[oldest].at + FORGOTTEN <= now:
                del known[oldest]
                oldest = next(iter(known))

    def noted(self, player: str, match: str) -> bool:
        """Whether it is known already that somebody did not come to this match."""
        known = self.players.get(player)
        return known is not None and known.match == match

    def until(self, player: str, home: str, now: float, *, reliable: bool) -> float | None:
        """When this player may look for a match again; None: now."""
        own, others = self.players.get(player), self.homes.get(home)
        until = own.until(LONGEST) if own is not None else 0.0
        if others is not None and not reliable:
            until = max(until, others.until(LONGEST_AT_HOME))
        return until if until > now else None

    def recent(self, now: float) -> "NoShows":
        """Those of them that still count; none is later than ``now``, if the clock was set back."""
        return NoShows(
            *(
                {
                    key: NoShow(one.times, min(one.at, now), one.match)
                    for key, one in known.items()
                    if one.at + FORGOTTEN > now
                }
                for known in (self.players, self.homes)
            )
        )
