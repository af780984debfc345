"""Double elimination: out after two losses, and the same two meet again as late as possible."""

from itertools import product
from random import Random

import pytest

from actors.tournament.formats import double
from actors.tournament.formats.draw import Loser, Winner, resolve
from actors.tournament.formats.format import Shape
from tests.tournament.play import CALM, WILD, play


def test_each_winner_and_each_loser_goes_on_once():
    for size in range(double.LEAST, double.MOST + 1):
        _goes_on_once(size)


def _goes_on_once(size: int) -> None:
    drawn = double.draw(size, reset=False)
    sources = [side for pairing in drawn for side in pairing.sides]
    winners = [side.pairing for side in sources if isinstance(side, Winner)]
    losers = [side.pairing for side in sources if isinstance(side, Loser)]
    assert sorted(winners) == sorted(p.key for p in drawn if p.key != "gf")
    assert sorted(losers) == sorted(p.key for p in drawn if p.part == "main")
    rounds = (size - 1).bit_length()
    assert max((p.round for p in drawn if p.part == "losers"), default=0) == 2 * (rounds - 1)


@pytest.mark.parametrize("reset", [False, True])
@pytest.mark.parametrize("size", [*range(2, 20), 31, 32, 33, 64])
def test_everybody_but_the_winner_is_out_after_two_losses(size: int, *, reset: bool):
    played = play(Shape("double", reset=reset), size, Random(size), CALM)
    slots = resolve(played.drawn, played.outcomes)
    lost = [found.loser for found in slots.values()]
    counts = sorted(lost.count(seed) for seed in range(size))
    if slots["gf2" if reset else "gf"].state == "over" and not reset:
        assert counts in ([0, *[2] * (size - 1)], [1, 1, *[2] * (size - 2)])
    else:
        assert counts in ([0, *[2] * (size - 1)], [1, *[2] * (size - 1)])


def _meetings(masks: dict[int, int], rounds: int) -> list[int]:
    """Return when somebody who drops in a round may meet who lost to them before: losers' rounds.

    Two slots of round 2r run together after as many halvings as their numbers have different bits.
    """
    apart = [
        (drop, masks[drop] ^ (masks[before] >> (drop - before)))
        for drop in range(2, rounds + 1)
        for before in range(1, drop)
    ]
    return sorted(2 * drop - 2 + (2 * bits.bit_length() - 1 if bits else 0) for drop, bits in apart)


@pytest.mark.parametrize("rounds", range(2, 7))
def test_no_other_order_of_dropping_delays_rematches_more(rounds: int):
    orders = product(*(range(1 << (rounds - drop)) for drop in range(2, rounds + 1)))
    all_masks = ({1: 0} | dict(enumerate(order, 2)) for order in orders)
    best = max(_meetings(masks, rounds) for masks in all_masks)
    assert _meetings(double.drop_masks(rounds), rounds) == best


@pytest.mark.parametrize(
    ("size", "earliest"), [(4, 2), (8, 3), (16, 4), (32, 5), (64, 7), (128, 8)]
)
def test_nobody_meets_again_on_the_losers_side_before_that_round(size: int, earliest: int):
    seen = size * 4
    for seed in range(10):
        played = play(Shape("double"), size, Random(seed), WILD)
        slots = resolve(played.drawn, played.outcomes)
        met = set[frozenset[int | None]]()
        for pairing in played.drawn:
            pair = frozenset(slots[pairing.key].sides)
            if slots[pairing.key].outcome is None or None in pair:
                continue
            if pair in met and pairing.part == "losers":
                seen = min(seen, pairing.round)
            met.add(pair)
    assert seen >= earliest


def test_with_a_second_final_both_sides_of_the_first_meet_again():
    drawn = double.draw(8, reset=True)
    assert drawn[-1].only_if == "gf"
    assert drawn[-1].part == "reset"
    assert [p.key for p in drawn if p.part == "final"] == ["gf"]
    assert double.draw(8, reset=False) == drawn[:-1]
