"""What a pairing of Swiss costs: one number for a pair, and the sum of them for a round.

The number has digits of different weight, so a sum is least if its first digit is least, then its
second, and so on:

1. byes for somebody who has had one, 2. rematches, 3. how recent they are, 4. byes for somebody
who has won without play, 5. the score of who has the bye (see C.04.1 of the FIDE handbook),
6. differences of score, 7. their squares: two small floats before a large one, 8. how far the
pair is from the usual order, in which the upper half of a score group meets the lower half, and
who floats down is the last of a group and meets the first of the next.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from actors.tournament.formats.draw import Seed

NOBODY = -1
"""Stands in a pair for the opponent of who has the bye."""

ORDER = 1
SQUARES = ORDER << 26
DIFFERENCES = SQUARES << 20
BYE_SCORE = DIFFERENCES << 14
BYE_AFTER_WALKOVER = BYE_SCORE << 10
RECENT = BYE_AFTER_WALKOVER << 2
REMATCH = RECENT << 14
SECOND_BYE = REMATCH << 10


class Candidate(Struct, frozen=True):
    """Somebody to pair: ``met`` has the opponents played so far and the round of the last time."""

    seed: Seed
    score: int
    met: Mapping[Seed, int] = {}
    byes: int = 0
    walkover: bool = False


class Costs:
    """The costs of all pairs of a field; with an odd number there is `NOBODY` too."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = {candidate.seed: candidate for candidate in candidates}
        ranked = sorted(candidates, key=lambda candidate: (-candidate.score, candidate.seed))
        self.ranked = [candidate.seed for candidate in ranked]
        """All seeds, by score and then seed."""
        groups: dict[int, list[Seed]] = {}
        for candidate in ranked:
            groups.setdefault(candidate.score, []).append(candidate.seed)
        self.groups = list(groups.values())
        """The score groups, from the top down."""
        self.vertices = self.ranked + [NOBODY] * (len(ranked) % 2)
        self._place = {seed: i for group in self.groups for i, seed in enumerate(group)}
        self._size = {seed: len(group) for group in self.groups for seed in group}

    def allowed(self, a: Seed, b: Seed) -> bool:
        """Whether a pair repeats nothing."""
        if NOBODY in {a, b}:
            candidate = self.candidates[max(a, b)]
            return not candidate.byes and not candidate.walkover
        return b not in self.candidates[a].met

    def cost(self, a: Seed, b: Seed) -> int:
        """Return the cost of a pair, in either order."""
        if NOBODY in {a, b}:
            return self._bye(self.candidates[max(a, b)])
        upper, lower = self.candidates[a], self.candidates[b]
        if (upper.score, -upper.seed) < (lower.score, -lower.seed):
            upper, lower = lower, upper
        difference = upper.score - lower.score
        cost = difference * DIFFERENCES + difference**2 * SQUARES
        cost += self._order(upper.seed, lower.seed, apart=difference > 0) * ORDER
        if (last := upper.met.get(lower.seed)) is not None:
            cost += REMATCH + last * RECENT
        return cost

    def table(self, pair: tuple[Seed, Seed]) -> tuple[int, int, Seed]:
        """Return the key that sorts pairs from the top table down."""
        scores = sorted(self.candidates[seed].score for seed in pair)
        return -scores[1], -scores[0], min(pair)

    def _bye(self, candidate: Candidate) -> int:
        cost = candidate.byes * SECOND_BYE + candidate.walkover * BYE_AFTER_WALKOVER
        cost += candidate.score * BYE_SCORE
        return cost + (self._size[candidate.seed] - 1 - self._place[candidate.seed]) ** 2 * ORDER

    def _order(self, upper: Seed, lower: Seed, *, apart: bool) -> int:
        if apart:
            above = self._size[upper] - 1 - self._place[upper]
            return above**2 + self._place[lower] ** 2
        return (self._place[lower] - self._place[upper] - self._size[upper] // 2) ** 2
