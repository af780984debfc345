"""What the matchmaker remembers of a while ago: who met whom, and how long it took. Pure.

All of it ends with the process.
"""

from statistics import median

from msgspec import Struct

from actors.matchmaker.waiting import Kind, Waiting
from store.programs.records import is_bot

REPEATS = 2
"""Matches of the same two in AGAIN seconds; after that others come first."""
AGAIN = 600.0
MOST_PAIRS = 5000
"""Pairs that are remembered; if there are more, the latest."""
SAMPLES = 20
"""Waits of a kind from which the next one is estimated."""
RECENT = 1800.0
"""Seconds after which a wait says nothing any more."""


class Lately(Struct):
    """``met`` has the times of the matches of two, ``waits`` when each wait ended and its length.

    All are in seconds, the times since the epoch.
    """

    met: dict[tuple[str, str], tuple[float, ...]] = {}
    waits: dict[Kind, tuple[tuple[float, float], ...]] = {}

    def note(self, two: tuple[Waiting, Waiting], now: float) -> None:
        """Note that two who waited are paired."""
        one, other = two
        key = _pair(one.player, other.player)
        self.met[key] = (*self.met.pop(key, ()), now)[-REPEATS:]
        for oldest in [*self.met][:-MOST_PAIRS]:
            del self.met[oldest]
        if not is_bot(one.player):  # how long bots wait says nothing to people
            waits = self.waits.get(one.kind, ()) + tuple((now, now - w.since) for w in two)
            self.waits[one.kind] = waits[-SAMPLES:]

    def unmet(self, one: str, other: str) -> None:
        """Forget the last match of two, which has never begun."""
        key = _pair(one, other)
        self.met[key] = self.met.get(key, ())[:-1]

    def often(self, one: str, other: str, now: float) -> bool:
        """Tell whether two have met so often lately that others come first."""
        times = self.met.get(_pair(one, other), ())
        return sum(at > now - AGAIN for at in times) >= REPEATS

    def estimate(self, kind: Kind, now: float) -> float | None:
        """Return how many seconds somebody waits by experience; None: there is none."""
        recent = [seconds for at, seconds in self.waits.get(kind, ()) if at > now - RECENT]
        return median(recent) if recent else None


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
