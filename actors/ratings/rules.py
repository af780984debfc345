"""What a result changes, and how it is taken back. Pure; the numbers are OpenSkill's (ADR 80)."""

from math import sqrt
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from openskill.models import PlackettLuce

from store.ratings.records import MU, SIGMA, Kind, Rating, RatingEntry

MODEL: Final = PlackettLuce(mu=MU, sigma=SIGMA)
MIDDLE, SCALE = 1500.0, 30.0
"""A new rating is shown as the first, and one unit of ``mu`` as the second."""


class Change(Struct, frozen=True):
    """A rating after a letter, and the entry that says how it came about."""

    rating: Rating
    entry: RatingEntry


def shown(mu: float) -> int:
    """Return an estimate as the whole number that people see."""
    return round(MIDDLE + SCALE * (mu - MU))


def result(match: str, winner: Rating, loser: Rating, at: int) -> tuple[Change, Change]:
    """Return what a match has changed for the two that played it."""
    [[won], [lost]] = MODEL.rate(
        [[MODEL.rating(one.mu, one.sigma)] for one in (winner, loser)], ranks=[1.0, 2.0]
    )
    return (
        _counted(match, winner, won.mu, won.sigma, at),
        _counted(match, loser, lost.mu, lost.sigma, at),
    )


def _counted(match: str, before: Rating, mu: float, sigma: float, at: int) -> Change:
    after = replace(
        before,
        mu=mu,
        sigma=sigma,
        played=before.played + 1,
        number=before.number + 1,
        at=max(before.at, at),
    )
    return Change(after, _entry(match, "result", before, after, at))


def reversal(entry: RatingEntry, now: Rating, at: int) -> Change:
    """Return what takes back an entry from the rating as it is by now.

    ``mu`` loses what the match has added. Of the certainty, 1 / sigma squared, it loses what the
    match has added, if it has; the rating never gets less certain than a new one. So right after
    the match all is as before it.
    """
    added = max(_certainty(entry.sigma) - _certainty(entry.sigma_before), 0.0)
    left = max(_certainty(now.sigma) - added, _certainty(SIGMA))
    after = replace(
        now,
        mu=now.mu - (entry.mu - entry.mu_before),
        sigma=sqrt(1.0 / left),
        played=now.played - 1,
        number=now.number + 1,
    )
    return Change(after, _entry(entry.match_id, "reversal", now, after, at))


def _certainty(sigma: float) -> float:
    return 1.0 / (sigma * sigma)


def _entry(match: str, kind: Kind, before: Rating, after: Rating, at: int) -> RatingEntry:
    about = after.player, kind, after.mode, after.number, at
    return RatingEntry(match, *about, before.mu, before.sigma, after.mu, after.sigma)
