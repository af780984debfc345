"""Swiss pairings of many entrants: a matching of least cost.

A graph of all pairs takes too long with 256 entrants, so it has only the pairs that may matter:
see `_likely`. If these admit no pairing of all, all pairs do.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations

from actors.tournament.formats.costs import NOBODY, Costs
from actors.tournament.formats.draw import Seed

Pair = tuple[Seed, Seed]
NEAR = 6
"""How many partners of the own score group each is offered, nearest to the usual order."""


def pair_large(costs: Costs) -> list[Pair]:
    """Return the pairs of least cost; in each the better ranked comes first."""
    found = match(costs, _likely(costs))
    if 2 * len(found) < len(costs.vertices) or _bye_could_be_better(costs, found):
        found = match(costs, combinations(costs.vertices, 2))
    return found


def match(costs: Costs, pairs: Iterable[Pair]) -> list[Pair]:
    """Return as many of these pairs as possible, at the least cost."""
    from networkx import Graph, max_weight_matching

    rank = {seed: i for i, seed in enumerate(costs.vertices)}
    edges = sorted({(a, b) if rank[a] < rank[b] else (b, a) for a, b in pairs})
    graph: Graph[Seed, dict[str, int], dict[str, int]] = Graph()
    graph.add_nodes_from(costs.vertices)
    graph.add_weighted_edges_from((a, b, -costs.cost(a, b)) for a, b in edges)
    found = max_weight_matching(graph, maxcardinality=True)
    return [(a, b) if rank[a] < rank[b] else (b, a) for a, b in found]


def _likely(costs: Costs) -> Iterator[Pair]:
    """Yield the pairs that a pairing of least cost may need.

    A large score group can be paired within itself whoever leaves it, so of such a group only
    those partners count that are near the usual order, and only its last and first float. In a
    small group anybody may have met nearly all others: there all pairs count.
    """
    rounds = max(len(candidate.met) for candidate in costs.candidates.values())
    small = 2 * rounds + 2
    for i, upper in enumerate(costs.groups):
        pairs = combinations(upper, 2) if len(upper) <= small else _near(costs, upper)
        yield from (pair for pair in pairs if costs.allowed(*pair))
        between = 0
        for lower in costs.groups[i + 1 :]:
            pairs = _floats(upper, lower, small)
            yield from (pair for pair in pairs if costs.allowed(*pair))
            between += len(lower)
            if between > small:
                break
    if NOBODY in costs.vertices:
        byes = sorted(costs.ranked, key=lambda seed: costs.cost(seed, NOBODY))
        yield from ((seed, NOBODY) for seed in byes[: 2 * NEAR])


def _near(costs: Costs, group: list[Seed]) -> Iterator[Pair]:
    half = len(group) // 2
    for i, seed in enumerate(group):
        order = sorted(range(len(group)), key=lambda j: (abs(abs(i - j) - half), j))
        free = (group[j] for j in order if j != i and costs.allowed(seed, group[j]))
        yield from ((seed, other) for _, other in zip(range(NEAR), free, strict=False))


def _floats(upper: list[Seed], lower: list[Seed], small: int) -> Iterator[Pair]:
    down = upper if len(upper) <= small else upper[-NEAR:]
    up = lower if len(lower) <= small else lower[: small // 2 + NEAR]
    return ((a, b) for a in down for b in up)


def _bye_could_be_better(costs: Costs, found: list[Pair]) -> bool:
    """Whether somebody has a second bye, or one after a win without play, though others do not."""
    byes = [pair for pair in found if NOBODY in pair]
    return any(not costs.allowed(*pair) for pair in byes) and any(
        costs.allowed(seed, NOBODY) for seed in costs.ranked
    )
