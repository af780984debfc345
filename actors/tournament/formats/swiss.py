"""Swiss: each round pairs entrants with equal scores who have not met.

A round is the pairing of least cost (`costs`). Who has the fewest points gets the bye. Nobody meets
the same opponent twice, has two byes, or a bye after a win without play, as long as that can be
avoided; with few entrants the rounds that remain count too (`small`).

Where it cannot be avoided, the rule is: first the fewest byes for those who have had one, then the
fewest pairs who meet again, and of these the ones whose last pairing is the longest ago. The
pairings in question are marked as ``repeated``.
"""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from actors.tournament.formats.costs import NOBODY, Candidate, Costs
from actors.tournament.formats.draw import Bye, Drawn, Entrant, Outcome, Seed
from actors.tournament.formats.history import History, history
from actors.tournament.formats.large import pair_large
from actors.tournament.formats.small import FEW, pair_small

LEAST, MOST = 2, 256


class Paired(Struct, frozen=True):
    """One round: pairs from the top table down, who has the bye, and what could not be avoided."""

    pairs: tuple[tuple[Seed, Seed], ...]
    bye: Seed | None = None
    rematches: tuple[tuple[Seed, Seed], ...] = ()
    second_bye: bool = False


def rounds_for(size: int) -> tuple[int, int]:
    """Return how many rounds are usual for a field, and how many it may have at most.

    Usual is what singles out one entrant who has won all. Up to 10 entrants may all meet; more
    than that play at most about half of the others, so that a round without rematches always
    exists (Dirac's theorem), and at most twice the usual number.
    """
    usual = max(1, (size - 1).bit_length())
    if size <= FEW:
        return usual, size - 1 + size % 2
    return usual, min((size + 1) // 2, 2 * usual)


def pair(candidates: Sequence[Candidate], left: int) -> Paired:
    """Pair a round; ``left`` is the number of rounds still to be paired, this one included."""
    costs = Costs(candidates)
    found = pair_small(costs, left) if len(costs.vertices) <= FEW else pair_large(costs)
    met = {candidate.seed: candidate for candidate in candidates}
    pairs = sorted((p for p in found if NOBODY not in p), key=costs.table)
    byes = [seed for p in found if NOBODY in p for seed in p if seed != NOBODY]
    return Paired(
        tuple(pairs),
        byes[0] if byes else None,
        tuple((a, b) for a, b in pairs if b in met[a].met),
        any(met[seed].byes > 0 for seed in byes),
    )


def draw_round(
    size: int,
    rounds: int,
    drawn: Sequence[Drawn],
    outcomes: Mapping[str, Outcome],
    gone: Collection[Seed],
) -> tuple[Drawn, ...]:
    """Return the pairings of the next round, for all of ``size`` entrants who are not gone.

    Late entrants have the last seeds and no points for the rounds they have missed.
    """
    number = max((pairing.round for pairing in drawn), default=0) + 1
    candidates = standing(history(size, drawn, outcomes), gone)
    paired = pair(candidates, rounds - number + 1)
    result = [
        Drawn(
            f"r{number}-{table}",
            "main",
            number,
            table,
            (Entrant(a), Entrant(b)),
            repeated=(a, b) in paired.rematches,
        )
        for table, (a, b) in enumerate(paired.pairs, 1)
    ]
    if paired.bye is not None:
        table, sides = len(result) + 1, (Entrant(paired.bye), Bye())
        key = f"r{number}-{table}"
        result.append(Drawn(key, "main", number, table, sides, repeated=paired.second_bye))
    return tuple(result)


def standing(records: History, gone: Collection[Seed]) -> list[Candidate]:
    """Return what counts for the next pairing of those who are not gone."""
    return [
        Candidate(
            seed,
            sum(record.score for record in own),
            {
                r.opponent: r.round
                for r in own
                if r.opponent is not None and r.kind in {"won", "lost"}
            },
            sum(record.kind == "bye" for record in own),
            any(record.kind == "walkover" for record in own),
        )
        for seed, own in enumerate(records)
        if seed not in gone
    ]
