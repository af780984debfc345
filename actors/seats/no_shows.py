"""A player who does not come to a match has to wait before the next try, longer each time. Pure.

It is noted for the player and for the household, so that a new guest name does not help. In the
household it binds only players who have not yet shown that they come when they are called.
"""

from msgspec import Struct

FIRST, LONGEST = 30.0, 900.0
"""Seconds to wait after the first time, doubled each time; and the most."""
LONGEST_AT_HOME = 120.0
"""The most seconds for others of the same household, which may be a school."""
FORGOTTEN = 3600.0
"""Seconds after the last time until it is forgotten."""
MOST = 1000
"""Players and households that are remembered; if there are more, the latest."""


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


class NoShows(Struct):
    """The no-shows that are not forgotten, by player and by household."""

    players: dict[str, NoShow] = {}
    homes: dict[str, NoShow] = {}

    def note(self, player: str, home: str, match: str, now: float) -> None:
        """Note that somebody did not come to a match; counted once per match."""
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
        """Tell whether it is noted already that somebody did not come to this match."""
        known = self.players.get(player)
        return known is not None and known.match == match

    def until(self, player: str, home: str, now: float, *, reliable: bool) -> float | None:
        """Return when this player may look for a match again; None: now."""
        own, others = self.players.get(player), self.homes.get(home)
        until = own.until(LONGEST) if own is not None else 0.0
        if others is not None and not reliable:
            until = max(until, others.until(LONGEST_AT_HOME))
        return until if until > now else None

    def bars(
        self, players: dict[str, str], now: float
    ) -> tuple[dict[str, float], dict[str, float]]:
        """Return until when these players, and their households, have to wait.

        ``players`` has the household of each ("": unknown). What is over by ``now`` is left out.
        """
        own = {player: self.players.get(player) for player in players}
        homes = {home: self.homes.get(home) for home in players.values() if home}
        return _until(own, LONGEST, now), _until(homes, LONGEST_AT_HOME, now)

    def recent(self, now: float) -> "NoShows":
        """Return those that still count, none later than ``now``: the clock may be set back."""
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


def _until(known: dict[str, NoShow | None], longest: float, now: float) -> dict[str, float]:
    until = {key: one.until(longest) for key, one in known.items() if one is not None}
    return {key: at for key, at in until.items() if at > now}
