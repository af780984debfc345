"""Round robin: everybody meets everybody once."""

from actors.tournament.formats.draw import Drawn, Entrant

LEAST, MOST = 2, 32


def draw(size: int) -> tuple[Drawn, ...]:
    """Return all rounds for ``size`` entrants, by the circle method; seeds 0 and 1 meet last.

    With an odd number one entrant sits out each round, and is in no pairing of it.
    """
    places = size + size % 2
    ring = list(range(1, places))
    pairings: list[Drawn] = []
    for number in range(1, places):
        met = [(0, ring[-1]), *zip(ring[: places // 2 - 1], ring[-2::-1], strict=False)]
        pairs = [(a, b) if a < b else (b, a) for a, b in met if max(a, b) < size]
        pairings += [
            Drawn(f"r{number}-{table}", "main", number, table, (Entrant(a), Entrant(b)))
            for table, (a, b) in enumerate(sorted(pairs), 1)
        ]
        ring = [ring[-1], *ring[:-1]]
    return tuple(pairings)
