"""What a format draws, and how results fill it: one shape for all formats.

A draw is a list of pairings in the order in which they may be played. Each side of a pairing names
its source: an entrant, the winner or loser of a pairing before it in the list, or nobody. The list
never changes, except that Swiss adds rounds; who is where follows from the outcomes, by `resolve`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

Part = Literal["main", "losers", "final", "third", "reset"]
"""Where a pairing belongs. ``main`` is the whole tree of single elimination (its final too), the
winners' side of double elimination, and all rounds of the other formats; ``losers`` is the losers'
side; ``final`` and ``reset`` are the last two pairings of double elimination."""
Cause = Literal[
    "played", "bye", "walkover", "double_no_show", "disqualified", "withdrawn", "set", "lot"
]
"""Why a pairing is over. ``played``: they met, also if one resigned or left in mid-match;
``walkover``: one did not come; ``disqualified`` and ``withdrawn``: who lost has left the
tournament, or both if nobody won; ``set``: the organiser said so;
``lot``: the server has failed too often; ``bye``: there was nobody to
play from the start."""
State = Literal["open", "ready", "over", "void"]
"""``open``: it waits for others; ``ready``: both sides are known; ``over``: it has an outcome;
``void``: it is never played, because nobody comes to it, or because a reset is not needed."""
Seed = int
"""Index of an entrant in the seeded field, from 0: 0 is the first seed."""


class Entrant(Struct, frozen=True, tag="entrant"):
    """A side that is known from the draw."""

    seed: Seed


class Winner(Struct, frozen=True, tag="winner"):
    """A side for who wins another pairing."""

    pairing: str


class Loser(Struct, frozen=True, tag="loser"):
    """A side for who loses another pairing, unless they have left the tournament by that."""

    pairing: str


class Bye(Struct, frozen=True, tag="bye"):
    """A side for nobody, from the start."""


Source = Entrant | Winner | Loser | Bye


class Drawn(Struct, frozen=True):
    """A pairing as it was drawn.

    ``key`` is unique in the tournament and stays: w1-3, l2-1, r4-2 (round, table), gf, gf2, third.
    ``round`` counts from 1 within its part, ``table`` from 1 within its round. With ``only_if`` it
    is played only if the second side has won the pairing with that key. ``repeated`` says of a
    pairing of Swiss that the two have met before, or that the entrant has had a bye before.
    """

    key: str
    part: Part
    round: int
    table: int
    sides: tuple[Source, Source]
    only_if: str | None = None
    repeated: bool = False


class Outcome(Struct, frozen=True):
    """How a pairing ended. ``winner`` is the index of a side, None if nobody goes on.

    ``games`` are the games that each side has won of a best-of, ``points`` the sums of its points.
    """

    winner: Literal[0, 1] | None
    cause: Cause
    games: tuple[int, int] = (0, 0)
    points: tuple[int, int] = (0, 0)


class Slots(Struct, frozen=True, gc=False):
    """Who is in a pairing by now, and what has become of it.

    ``sides`` are the seeds that are known. A side that is ``vacant`` will never have anybody, so
    who comes to the other side goes on without play. ``outcome`` is there when it is over.
    """

    sides: tuple[Seed | None, Seed | None]
    state: State
    vacant: tuple[bool, bool] = (False, False)
    outcome: Outcome | None = None

    @property
    def winner(self) -> Seed | None:
        """Who has won it, if anybody has."""
        side = None if self.outcome is None else self.outcome.winner
        return None if side is None else self.sides[side]

    @property
    def loser(self) -> Seed | None:
        """Who has lost it, if there is a winner and somebody else."""
        side = None if self.outcome is None else self.outcome.winner
        return None if side is None else self.sides[1 - side]


def resolve(drawn: Sequence[Drawn], outcomes: Mapping[str, Outcome]) -> dict[str, Slots]:
    """Return who is in each pairing, by its key, and what has become of it.

    An outcome counts only where both sides are known. With one side vacant the other wins, by a
    bye if it was vacant from the draw, else by a walkover; with both vacant the pairing is void.
    """
    found: dict[str, Slots] = {}
    byes: set[str] = set()  # void from the draw: nobody ever comes to what they feed either
    for pairing in drawn:
        found[pairing.key] = slots = _slots(pairing, outcomes.get(pairing.key), found, byes)
        if slots.state == "void" and all(_drawn_empty(s, found, byes) for s in pairing.sides):
            byes.add(pairing.key)
    return found


def depends(drawn: Sequence[Drawn], key: str) -> tuple[str, ...]:
    """Return the keys of all pairings whose sides depend on this one's outcome, nearest first."""
    reached = {key: 0}
    for pairing in drawn:  # sources come first in the list
        near = [reached[source] for source in _sources(pairing) if source in reached]
        if near:
            reached[pairing.key] = min(near) + 1
    del reached[key]
    return tuple(sorted(reached, key=reached.__getitem__))


def _slots(
    pairing: Drawn, outcome: Outcome | None, found: Mapping[str, Slots], byes: set[str]
) -> Slots:
    if pairing.only_if is not None:
        first = found[pairing.only_if]
        if first.state == "void" or (first.outcome is not None and first.outcome.winner != 1):
            return Slots((None, None), "void", (True, True))
    left, no_left = _who(pairing.sides[0], found)
    right, no_right = _who(pairing.sides[1], found)
    sides, vacant = (left, right), (no_left, no_right)
    if left is not None and right is not None:
        return Slots(sides, "ready" if outcome is None else "over", vacant, outcome)
    if no_left and no_right:
        return Slots(sides, "void", vacant)
    if (left is None and not no_left) or (right is None and not no_right):
        return Slots(sides, "open", vacant)
    empty = pairing.sides[0] if no_left else pairing.sides[1]
    cause = "bye" if _drawn_empty(empty, found, byes) else "walkover"
    return Slots(sides, "over", vacant, Outcome(1 if no_left else 0, cause))


def _who(source: Source, found: Mapping[str, Slots]) -> tuple[Seed | None, bool]:
    """Return who comes from a source, if known, and whether nobody ever will."""
    match source:
        case Entrant(seed):
            return seed, False
        case Bye():
            return None, True
        case Winner(pairing) | Loser(pairing):
            slots = found[pairing]
    if slots.state in {"open", "ready"}:
        return None, False
    if isinstance(source, Winner):
        return slots.winner, slots.winner is None
    left = slots.outcome is None or slots.outcome.cause in {"disqualified", "withdrawn"}
    who = None if left else slots.loser
    return who, who is None


def _drawn_empty(source: Source, found: Mapping[str, Slots], byes: set[str]) -> bool:
    """Whether nobody could ever have come from a source, whatever the results."""
    match source:
        case Bye():
            return True
        case Winner(pairing):
            return pairing in byes
        case Loser(pairing):
            outcome = found[pairing].outcome
            return pairing in byes or (outcome is not None and outcome.cause == "bye")
        case Entrant():
            return False


def _sources(pairing: Drawn) -> Iterator[str]:
    for source in pairing.sides:
        if isinstance(source, Winner | Loser):
            yield source.pairing
    if pairing.only_if is not None:
        yield pairing.only_if
