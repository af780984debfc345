"""Searches for the most matches that a server holds: by doubling, then by bisection."""

from math import sqrt

from peers.measure import Figures

FACTOR = 2.0
CLOSE_ENOUGH = 1.12
"""The search ends when the fewest matches that failed are at most this many times the most that
passed."""


class Search:
    """Says how many matches to try next; it only computes and measures nothing itself."""

    def __init__(self, first: int) -> None:
        self.best: Figures | None = None
        self.worst: Figures | None = None
        self._next = first

    def next(self) -> int | None:
        """Return how many matches to try next; None when the search is done."""
        return self._next or None

    def tell(self, figures: Figures) -> None:
        """Take in the figures of a step."""
        if figures.passed:
            self.best = figures
        else:
            self.worst = figures
        if self.worst is None:
            self._next = round(figures.matches * FACTOR)
        elif self.best is None:
            self._next = round(figures.matches / FACTOR)
        elif self.worst.matches <= CLOSE_ENOUGH * self.best.matches:
            self._next = 0
        else:
            middle = round(sqrt(self.best.matches * self.worst.matches))
            self._next = 0 if middle in (self.best.matches, self.worst.matches) else middle

    @property
    def max_matches(self) -> int:
        """The most matches that met the criterion."""
        return 0 if self.best is None else self.best.matches
