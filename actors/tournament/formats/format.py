"""The one front of all formats: who uses it asks no further which format it is."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from actors.tournament.formats import double, robin, single, swiss
from actors.tournament.formats.draw import Drawn, Outcome, Seed, resolve
from actors.tournament.formats.standings import (
    Standing,
    rank_elimination,
    rank_robin,
    rank_swiss,
)

Format = Literal["single", "double", "robin", "swiss"]
_MODULES = {"single": single, "double": double, "robin": robin, "swiss": swiss}


class Shape(Struct, frozen=True):
    """What a tournament is to be.

    ``third``: single elimination has a match for third place; ``reset``: double elimination has a
    second final; ``rounds``: of Swiss, None for as many as are usual for the field.
    """

    format: Format
    third: bool = False
    reset: bool = False
    rounds: int | None = None
    best_of: Literal[1, 3, 5] = 1


def limits(format_: Format) -> tuple[int, int]:
    """Return the least and the greatest number of entrants."""
    module = _MODULES[format_]
    return module.LEAST, module.MOST


def draw_all(shape: Shape, size: int) -> tuple[Drawn, ...]:
    """Return all that can be drawn before play; of Swiss that is nothing, see `next_round`."""
    match shape.format:
        case "single":
            return single.draw(size, third=shape.third)
        case "double":
            return double.draw(size, reset=shape.reset)
        case "robin":
            return robin.draw(size)
        case "swiss":
            return ()


def rounds(shape: Shape, size: int) -> int:
    """Return how many rounds of Swiss are played, within what the field allows."""
    usual, most = swiss.rounds_for(size)
    return min(shape.rounds or usual, most)


def next_round(
    shape: Shape,
    size: int,
    drawn: Sequence[Drawn],
    outcomes: Mapping[str, Outcome],
    gone: Collection[Seed] = frozenset(),
) -> tuple[Drawn, ...] | None:
    """Return the next round of Swiss, to be added to ``drawn``; None if nothing more is drawn.

    Call it when all that was drawn is over. Late entrants just make ``size`` greater. It may take
    long (`swiss`), so it is for a thread of its own.
    """
    if not _continues(shape, size, drawn, gone):
        return None
    return swiss.draw_round(size, rounds(shape, size), drawn, outcomes, gone)


def is_over(
    shape: Shape,
    size: int,
    drawn: Sequence[Drawn],
    outcomes: Mapping[str, Outcome],
    gone: Collection[Seed] = frozenset(),
) -> bool:
    """Whether every pairing has ended, and no further one will be drawn."""
    if any(slots.state in {"open", "ready"} for slots in resolve(drawn, outcomes).values()):
        return False
    return not _continues(shape, size, drawn, gone)


def standings(
    shape: Shape,
    size: int,
    drawn: Sequence[Drawn],
    outcomes: Mapping[str, Outcome],
    disqualified: Collection[Seed] = frozenset(),
) -> tuple[Standing, ...]:
    """Return the ranking of all entrants, at the end or before: see the module `standings`."""
    match shape.format:
        case "single" | "double":
            rank = rank_elimination
        case "robin":
            rank = rank_robin
        case "swiss":
            rank = rank_swiss
    return rank(size, drawn, outcomes, disqualified)


def _continues(shape: Shape, size: int, drawn: Sequence[Drawn], gone: Collection[Seed]) -> bool:
    """Whether another round is drawn after these."""
    played = max((pairing.round for pairing in drawn), default=0)
    return shape.format == "swiss" and played < rounds(shape, size) and size - len(gone) > 1
