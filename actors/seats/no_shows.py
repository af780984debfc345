"""A player who does not come to a match has to wait before the next try, longer each time. Pure.

It is noted for the player, by the seats, and for the household, by the households, so that a new
guest name does not help.
"""

from msgspec import Struct

FIRST, LONGEST = 30.0, 900.0
"""Seconds to wait after the first time, doubled each time; and the most."""
LONGEST_AT_HOME = 120.0
"""The most seconds for others of the same household, which may be a school."""
FORGOTTEN = 3600.0
"""Seconds after the last time until it is forgotten."""
MOST = 1000
"""Players or households that one part remembers; if there are more, the latest."""


class NoShow(Struct, frozen=True):
    """How often somebody has not come, last ``at`` (seconds since the epoch) to ``match``."""

    times: int
    at: float
    match: str

    def until(self, longest: float) -> float:
        """Return when they may try again."""
        wait = FIRST
        for _ in range(1, self.times):
            wait = min(2.0 * wait, longest)
        return self.at + min(wait, longest)


NoShows = dict[str, NoShow]
"""The no-shows that are not forgotten, by player or by household, the oldest first."""


def note(known: NoShows, key: str, match: str, now: float) -> None:
    """Note that somebody did not come to a match; counted once per match."""
    before = known.get(key)
    if before is not None and before.match == match:
        return
    again = before is not None and before.at + FORGOTTEN > now
    times = before.times + 1 if before is not None and again else 1
    known.pop(key, None)
    known[key] = NoShow(times, now, match)
    oldest = next(iter(known))
    while len(known) > MOST or known[oldest].at + FORGOTTEN <= now:
        del known[oldest]
        oldest = next(iter(known))


def until(known: NoShows, key: str, longest: float, now: float) -> float | None:
    """Return when somebody may look for a match again; None: now."""
    one = known.get(key)
    at = 0.0 if one is None else one.until(longest)
    return at if at > now else None


def recent(known: NoShows, now: float) -> NoShows:
    """Return those that still count, none later than ``now``: the clock may be set back."""
    return {
        key: NoShow(one.times, min(one.at, now), one.match)
        for key, one in known.items()
        if one.at + FORGOTTEN > now
    }
