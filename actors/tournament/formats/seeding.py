"""The order in which a field is seeded."""

from collections.abc import Sequence
from random import Random


def by_rating(ratings: Sequence[float | None]) -> list[int]:
    """Return the indices of entrants from the first seed to the last, by rating, best first.

    Who has none comes last. Equal ones stay in the order given.
    """
    return sorted(range(len(ratings)), key=lambda entrant: -_known(ratings[entrant]))


def by_lot(size: int, random: Random) -> list[int]:
    """Return the indices of ``size`` entrants in an order drawn by lot."""
    order = list(range(size))
    random.shuffle(order)
    return order


def _known(rating: float | None) -> float:
    return float("-inf") if rating is None else rating
