"""The search for the most matches a server holds: doubling, then halving what is left between."""

from math import sqrt

from peers.measure import Figures

FACTOR = 2.0
CLOSE_ENOUGH = 1.12
"""Between the most that passed and the fewest that failed."""


class Search:
    """Says how many matches to try next; numbers only, nothing runs in here."""

    def __init__(self, first: int) -> None:
        self.best: Figures | None = None
        self.worst: Figures | None = None
        self._next = first

    def next(self) -> int | None:
        """How many matches to try; None: it is found."""
        return self._next or None

    def tell(self, figures: Figures) -> None:
        """Learn what came of it."""
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
