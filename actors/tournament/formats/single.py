"""Single elimination: who loses is out. Byes go to the top seeds."""

from actors.tournament.formats.draw import Bye, Drawn, Entrant, Loser, Source, Winner

LEAST, MOST = 2, 256


def draw(size: int, *, third: bool) -> tuple[Drawn, ...]:
    """Return all pairings for ``size`` entrants; ``third``: the losers of the semi-finals meet.

    They meet just before the final. With fewer than four entrants there are no two such losers.
    """
    pairings = tree(size)
    if not third or size < 4:
        return pairings
    first, second = pairings[-3:-1]
    match = Drawn("third", "third", 1, 1, (Loser(first.key), Loser(second.key)))
    return (*pairings[:-1], match, pairings[-1])


def tree(size: int) -> tuple[Drawn, ...]:
    """Return the pairings of a bracket round by round, its last one last: w1-1, w1-2, …"""
    sides: list[Source] = [Entrant(s) if s < size else Bye() for s in seed_order(size)]
    pairings: list[Drawn] = []
    number = 0
    while len(sides) > 1:
        number += 1
        drawn = [
            Drawn(f"w{number}-{table}", "main", number, table, pair)
            for table, pair in enumerate(zip(sides[::2], sides[1::2], strict=True), 1)
        ]
        pairings += drawn
        sides = [Winner(pairing.key) for pairing in drawn]
    return tuple(pairings)


def seed_order(size: int) -> list[int]:
    """Return seeds from the top of a bracket down, filled up to a power of two.

    If no higher seed loses to a lower one, the best 2, 4, 8, … are left in turn, and each round
    pairs the best of them with the last: 0 7, 3 4, 1 6, 2 5.
    """
    order = [0]
    while len(order) < size:
        last = 2 * len(order) - 1
        order = [seed for high in order for seed in (high, last - high)]
    return order
