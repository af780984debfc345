"""Swiss pairings of few entrants: all pairings are tried, and the rounds that remain count.

The best pairing of one round may leave a next one that cannot be paired without a repetition: six
entrants, say, of whom each has met all but two, and these two have not met each other either. A
set of pairs is an integer here, with a bit for each pair, and a round has everybody once.
"""

from actors.tournament.formats.costs import Costs
from actors.tournament.formats.draw import Seed

Pair = tuple[Seed, Seed]
Set = int
"""Pairs of places from 0 to 9, each a bit: see `_bit`."""
FEW = 10
"""The largest field, with the opponent of a bye, of which all 945 rounds are tried."""


def pair_small(costs: Costs, left: int) -> list[Pair]:
    """Return the pairs of least cost after which ``left - 1`` more rounds can be paired.

    If there is none without a repetition, as many of the next rounds as possible count. In each
    pair the better ranked comes first.
    """
    vertices = costs.vertices
    places = range(len(vertices))
    pairs = [(i, j) for j in places for i in range(j)]
    cost = {_bit(i, j): costs.cost(vertices[i], vertices[j]) for i, j in pairs}
    free = sum(_bit(i, j) for i, j in pairs if costs.allowed(vertices[i], vertices[j]))
    future = Future(len(vertices))
    while left > 0 and not future.holds(free, left):
        left -= 1
    best = sorted(future.rounds, key=lambda round_: sum(c for b, c in cost.items() if b & round_))
    if left > 0:
        fits = (r for r in best if not r & ~free and future.holds(free ^ r, left - 1))
        chosen = next(fits)
    else:
        chosen = best[0]
    return [(vertices[i], vertices[j]) for i, j in pairs if _bit(i, j) & chosen]


class Future:
    """How many more rounds can be paired without a repetition."""

    def __init__(self, places: int) -> None:
        self.rounds = _rounds(list(range(places)))
        """All rounds, whatever has been played."""
        self._at = [
            sum(_bit(*sorted((i, j))) for j in range(places) if j != i) for i in range(places)
        ]
        self._with = {
            _bit(i, j): [r for r in self.rounds if r & _bit(i, j)]
            for j in range(places)
            for i in range(j)
        }
        self._known: dict[tuple[Set, int], bool] = {}

    def holds(self, free: Set, rounds: int) -> bool:
        """Whether so many rounds can be made of free pairs, each pair used once at most."""
        if rounds == 0:
            return True
        key = free, rounds
        if key not in self._known:
            self._known[key] = self._search(free, rounds)
        return self._known[key]

    def _search(self, free: Set, rounds: int) -> bool:
        if not self._may_hold(free, rounds):
            return False
        own = min((free & at for at in self._at), key=int.bit_count)
        pair = own & -own  # of whom has the fewest opponents left: it is played, or never
        for found in self._with[pair]:
            if not found & ~free and self.holds(free ^ found, rounds - 1):
                return True
        return self.holds(free ^ pair, rounds)

    def _may_hold(self, free: Set, rounds: int) -> bool:
        """Tell by counting whether it is worth trying.

        Each place needs a pair for each round. What it has beyond that is not played, and the other
        place of such a pair must have something to spare too.
        """
        spare = [(free & at).bit_count() - rounds for at in self._at]
        if min(spare) < 0:
            return False
        optional = free
        for at, count in zip(self._at, spare, strict=True):
            optional &= -1 if count else ~at
        return all(
            (optional & at).bit_count() >= count for at, count in zip(self._at, spare, strict=True)
        )


def _bit(low: int, high: int) -> Set:
    return 1 << (high * (high - 1) // 2 + low)


def _rounds(places: list[int]) -> list[Set]:
    """Return all ways to put everybody into one pair."""
    if not places:
        return [0]
    first, *others = places
    return [
        _bit(first, other) | rest
        for other in others
        for rest in _rounds([place for place in others if place != other])
    ]
