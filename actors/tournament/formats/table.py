"""The table of a round robin or of Swiss: who has how many points, and what breaks a tie."""

from collections.abc import Callable, Sequence
from itertools import groupby

from msgspec import Struct

from actors.tournament.formats.draw import Seed
from actors.tournament.formats.history import History, Record

Ranked = list[list[Seed]]
"""Seeds from the first place on; those of one list share a place."""
Measure = Callable[[Seed], float]


class Row(Struct, frozen=True):
    """The sums of one entrant: rounds won and lost, and differences of games and of points."""

    score: int
    won: int
    lost: int
    games: int
    points: int


def rows(records: History) -> list[Row]:
    """Return the sums of all entrants; a win without play counts as won, a bye does not."""
    return [_row(own) for own in records]


def by(group: Sequence[Seed], *measures: Measure) -> Ranked:
    """Split a group by measures, the greater first; the second only splits who is equal, etc."""

    keys = {seed: [-measure(seed) for measure in measures] for seed in group}
    order = sorted(sorted(group), key=keys.__getitem__)
    return [list(equal) for _, equal in groupby(order, keys.__getitem__)]


def by_encounter(group: list[Seed], records: History, *, complete: bool) -> Ranked:
    """Split a tied group by the points they made against each other, and each part again.

    With ``complete`` it counts only if all of them have met each other by play (C.07, 6.2).
    """
    if len(group) < 2:
        return [group]
    members = set(group)
    among = {seed: [r for r in records[seed] if r.opponent in members] for seed in group}
    if complete and any(not _met_all(seed, members, among[seed]) for seed in group):
        return [group]
    parts = by(group, lambda seed: sum(record.score for record in among[seed]))
    if len(parts) == 1:
        return parts
    return [p for part in parts for p in by_encounter(part, records, complete=complete)]


def _row(own: Sequence[Record]) -> Row:
    score = won = lost = games = points = 0
    for record in own:
        score += record.score
        won += record.kind in {"won", "walkover"}
        lost += record.kind in {"lost", "missed"}
        games += record.games[0] - record.games[1]
        points += record.points[0] - record.points[1]
    return Row(score, won, lost, games, points)


def _met_all(seed: Seed, members: set[Seed], among: Sequence[Record]) -> bool:
    played = {record.opponent for record in among if record.kind in {"won", "lost"}}
    return played | {seed} == members
