"""A player who waits for a quick match, and how well two of them suit each other. Pure."""

from math import inf

from msgspec import Struct

from actors.ratings.modes import RatingMode
from actors.ratings.rules import SCALE
from store.programs.records import is_bot

Kind = tuple[RatingMode, bool]
"""What is waited for: the mode, and whether the match is rated."""

FIRST, WIDENS = 100.0, 15.0
"""How far ratings may lie apart at first, as people see them, and by how much more each second."""
UNLIMITED = 45.0
"""Seconds after which any rating will do, so that nobody starves."""
GAINS = 5.0
"""Each second that somebody has waited makes up for so much between two ratings."""
SLOW = 0.5
"""Each millisecond of delay on the line of somebody counts as so much between two ratings."""


class Waiting(Struct, frozen=True):
    """A player of household ``home`` who waits for a match, ``since`` then (seconds, epoch).

    ``mu`` is the rating in the mode, if the match is to be rated; None: not known yet.
    ``reliable``: no-shows of others in the household do not bind the player.
    """

    player: str
    name: str
    home: str = ""
    mode: RatingMode = "classic"
    rated: bool = False
    since: float = 0.0
    mu: float | None = None
    reliable: bool = False

    @property
    def kind(self) -> Kind:
        """What the player waits for."""
        return self.mode, self.rated


def window(waited: float) -> float:
    """Return how far the rating of an opponent may lie apart after so many seconds."""
    return inf if waited >= UNLIMITED else FIRST + WIDENS * waited


def gap(one: Waiting, other: Waiting) -> float:
    """Return how far the ratings of two lie apart, as people see them; 0 where none counts."""
    return 0.0 if one.mu is None or other.mu is None else abs(one.mu - other.mu) * SCALE


def suits(one: Waiting, other: Waiting, now: float) -> bool:
    """Tell whether two wait for the same, and their ratings are near enough by now.

    A person who waits for anybody waits for a person: bots are paired with bots (ADR 94).
    Whoever has waited for longer decides: else somebody who is much stronger than all others would
    find nobody who has waited for long enough.
    """
    alike = one.kind == other.kind and is_bot(one.player) == is_bot(other.player)
    return alike and gap(one, other) <= window(now - min(one.since, other.since))


def cost(one: Waiting, other: Waiting, delay: int, now: float) -> float:
    """Return how bad an opponent the ``other`` would be, who has so many ms of delay.

    An equal rating, a long wait and a short line make a good one.
    """
    return gap(one, other) + SLOW * delay - GAINS * (now - other.since)
