"""The ranking of all entrants, at the end and at any time before.

Who is equal shares a place, and the next place counts them all: 1, 2, 3, 3, 5. Who leaves keeps
the place that they have reached; who is disqualified is last.

- **Single elimination**: by the round reached; the match for third place splits those two.
- **Double elimination**: by the round of the losers' side in which somebody is out.
- **Round robin**: points, then points against each other of those who are tied (and again in each
  part that this leaves tied), then the difference of games, then the difference of points.
- **Swiss**: points, Buchholz with the least opponent cut, Buchholz, points against each other if
  all who are tied have met, the difference of games, then the difference of points.

A round that somebody wins brings a point, with or without play, and so does a bye.
"""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from actors.tournament.formats.buchholz import buchholz
from actors.tournament.formats.draw import Drawn, Outcome, Seed, resolve
from actors.tournament.formats.history import History, history, records
from actors.tournament.formats.knockout import reached
from actors.tournament.formats.table import Ranked, Row, by, by_encounter, rows


class Standing(Struct, frozen=True):
    """Where an entrant stands. ``won`` and ``lost`` count pairings, a bye is neither.

    ``tie_breaks`` of a round robin are the differences of games and of points; of Swiss they are
    Buchholz with a cut, Buchholz, and these two. Eliminations have none.
    """

    seed: Seed
    place: int
    points: int
    won: int
    lost: int
    tie_breaks: tuple[float, ...] = ()
    disqualified: bool = False


def rank_elimination(
    size: int,
    drawn: Sequence[Drawn],
    outcomes: Mapping[str, Outcome],
    disqualified: Collection[Seed] = (),
) -> tuple[Standing, ...]:
    """Return all ``size`` entrants of a single or double elimination from the first place on."""
    slots = resolve(drawn, outcomes)
    sums = rows(records(size, slots, drawn))
    how_far = reached(size, drawn, slots)
    order = sorted(set(how_far.values()), reverse=True)
    ranked = [[seed for seed in range(size) if how_far[seed] == far] for far in order]
    return _places(ranked, sums, [()] * size, disqualified)


def rank_robin(
    size: int,
    drawn: Sequence[Drawn],
    outcomes: Mapping[str, Outcome],
    disqualified: Collection[Seed] = (),
) -> tuple[Standing, ...]:
    """Return all ``size`` entrants of a round robin from the first place on."""
    own = records(size, resolve(drawn, outcomes), drawn)
    sums = rows(own)
    tied = by(range(size), lambda seed: sums[seed].score)
    ranked = _split_ties(tied, own, sums, complete=False)
    return _places(ranked, sums, [(row.games, row.points) for row in sums], disqualified)


def rank_swiss(
    size: int,
    drawn: Sequence[Drawn],
    outcomes: Mapping[str, Outcome],
    disqualified: Collection[Seed] = (),
) -> tuple[Standing, ...]:
    """Return all ``size`` entrants of a Swiss from the first place on."""
    own = history(size, drawn, outcomes)
    sums = rows(own)
    strength = buchholz(own)
    tied = by(
        range(size),
        lambda seed: sums[seed].score,
        lambda seed: strength[seed][0],
        lambda seed: strength[seed][1],
    )
    ranked = _split_ties(tied, own, sums, complete=True)
    broken = [(*strength[s], sums[s].games, sums[s].points) for s in range(size)]
    return _places(ranked, sums, broken, disqualified)


def _places(
    ranked: Ranked,
    sums: Sequence[Row],
    tie_breaks: Sequence[tuple[float, ...]],
    disqualified: Collection[Seed],
) -> tuple[Standing, ...]:
    out = set(disqualified)
    result: list[Standing] = []
    for group in [[s for s in equal if s not in out] for equal in ranked] + [sorted(out)]:
        place = len(result) + 1
        for seed in group:
            row, broken = sums[seed], tie_breaks[seed]
            result.append(Standing(seed, place, row.score, row.won, row.lost, broken, seed in out))
    return tuple(result)


def _split_ties(tied: Ranked, own: History, sums: Sequence[Row], *, complete: bool) -> Ranked:
    """Split who is equal so far by what they did against each other, then by games and points."""
    return [
        part
        for group in tied
        for equal in by_encounter(group, own, complete=complete)
        for part in by(equal, lambda seed: sums[seed].games, lambda seed: sums[seed].points)
    ]
