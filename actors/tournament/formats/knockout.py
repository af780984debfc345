"""How far each entrant has come in an elimination."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from actors.tournament.formats.draw import Drawn, Seed, Slots


class Reached(Struct, frozen=True, order=True):
    """How far somebody has come; the greater is ahead.

    Who is still in comes before who is out, and of the former who has not lost yet. Then counts the
    last stage (see `_stage`), and at last whether they have won the match for third place.
    """

    still_in: bool
    unbeaten: bool
    stage: int
    third: bool


def reached(size: int, drawn: Sequence[Drawn], slots: Mapping[str, Slots]) -> dict[Seed, Reached]:
    """Return for each of ``size`` entrants how far they have come."""
    tree = [pairing for pairing in drawn if pairing.part != "third"]
    winners = max(pairing.round for pairing in tree if pairing.part == "main")
    double = any(pairing.part == "final" for pairing in tree)
    stage = dict.fromkeys(range(size), 0)
    still_in, lost = set[Seed](), set[Seed]()
    for pairing in tree:
        found = slots[pairing.key]
        for seed in found.sides:
            if seed is not None:
                stage[seed] = max(stage[seed], _stage(pairing, winners, double=double))
                if found.state in {"open", "ready"}:
                    still_in.add(seed)
        if found.loser is not None:
            lost.add(found.loser)
    last = [slots[pairing.key] for pairing in tree if slots[pairing.key].state != "void"][-1]
    if last.winner is not None:
        still_in.add(last.winner)
    third = {slots[pairing.key].winner for pairing in drawn if pairing.part == "third"}
    return {
        seed: Reached(seed in still_in, seed in still_in - lost, stage[seed], seed in third)
        for seed in range(size)
    }


def _stage(pairing: Drawn, winners: int, *, double: bool) -> int:
    """Return the stage of a pairing: who is out at a later one has come further.

    In double elimination it is the round of the losers' side. A round of the winners' side stands
    for the one where its losers go, since who leaves the tournament there is out at that stage.
    """
    if pairing.part in {"final", "reset"}:
        return 2 * winners
    if pairing.part == "losers" or not double or pairing.round == 1:
        return pairing.round
    return 2 * pairing.round - 2
