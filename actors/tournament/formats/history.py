"""What each entrant has done, round by round: the base of Swiss pairings and of tables."""

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from actors.tournament.formats.draw import Drawn, Outcome, Seed, Slots, resolve

Kind = Literal["won", "lost", "walkover", "missed", "bye", "absent"]
"""``won`` and ``lost`` were played; ``walkover``: the opponent did not play; ``missed``: drawn, but
lost without play; ``absent``: in no pairing of the round, so late, or gone already."""


SCORES = {"won": 1, "lost": 0, "walkover": 1, "missed": 0, "bye": 1, "absent": 0}


class Record(Struct, frozen=True, gc=False):
    """One round of one entrant. ``games`` and ``points`` are (own, the opponent's)."""

    round: int
    kind: Kind
    opponent: Seed | None = None
    games: tuple[int, int] = (0, 0)
    points: tuple[int, int] = (0, 0)

    @property
    def score(self) -> int:
        """What the round brings: one point for a win, with or without play, and for a bye."""
        return SCORES[self.kind]


History = list[list[Record]]
"""The records of each entrant, by seed, in the order in which they were drawn."""


def was_played(outcome: Outcome) -> bool:
    """Whether a pairing counts as played: somebody was beaten, or it was not for them to decide.

    The latter is a result set by the organiser, or a lot after the server has failed.
    """
    return outcome.cause in {"played", "set", "lot"} or max(outcome.games) > 0


def records(size: int, slots: Mapping[str, Slots], drawn: Sequence[Drawn]) -> History:
    """Return what ``size`` entrants have done in pairings that are over."""
    result: History = [[] for _ in range(size)]
    for pairing in drawn:
        found = slots[pairing.key]
        if found.outcome is not None:
            for side, seed in enumerate(found.sides):
                if seed is not None:
                    result[seed].append(_record(pairing.round, side, found.sides, found.outcome))
    return result


def history(size: int, drawn: Sequence[Drawn], outcomes: Mapping[str, Outcome]) -> History:
    """Return the same for Swiss, where who is in no pairing of a round has a record too."""
    slots = resolve(drawn, outcomes)
    result = records(size, slots, drawn)
    rounds: dict[int, set[Seed | None]] = {}
    for pairing in drawn:
        rounds.setdefault(pairing.round, set()).update(slots[pairing.key].sides)
    for seed, own in enumerate(result):
        absent = [number for number, there in rounds.items() if seed not in there]
        if absent:
            own += [Record(number, "absent") for number in absent]
            own.sort(key=lambda record: record.round)
    return result


def _record(
    number: int, side: int, sides: tuple[Seed | None, Seed | None], outcome: Outcome
) -> Record:
    opponent = sides[1 - side]
    if opponent is None:
        return Record(number, "bye" if outcome.cause == "bye" else "walkover")
    won = outcome.winner == side
    if was_played(outcome):
        kind: Kind = "won" if won else "lost"
    else:
        kind = "walkover" if won else "missed"
    games, points = outcome.games, outcome.points
    if side == 1:
        games, points = (games[1], games[0]), (points[1], points[0])
    return Record(number, kind, opponent, games, points)
