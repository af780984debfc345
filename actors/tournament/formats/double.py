"""Double elimination: who has lost twice is out."""

from actors.tournament.formats.draw import Drawn, Loser, Source, Winner
from actors.tournament.formats.single import tree

LEAST, MOST = 2, 128


def draw(size: int, *, reset: bool) -> tuple[Drawn, ...]:
    """Return all pairings for ``size`` entrants.

    Those who lose the first round of the winners' side meet in l1. After that, rounds with an even
    number take in who has just lost on the winners' side, and rounds with an odd number halve the
    losers' side. The winners of both sides meet in the final. With ``reset`` they meet once more if
    who came from the losers' side wins it, since the other has then lost only once.
    """
    winners = tree(size)
    rounds = winners[-1].round
    drops = drop_masks(rounds)
    pairings: list[Drawn] = []
    left: list[Source] = []  # who is still in on the losers' side, from the top down
    for number in range(1, rounds + 1):
        fresh = [pairing for pairing in winners if pairing.round == number]
        pairings += fresh
        lost: list[Source] = [Loser(pairing.key) for pairing in fresh]
        if number == 1:
            left = lost
        else:
            slots = [lost[slot ^ drops[number]] for slot in range(len(lost))]
            left = _play(pairings, 2 * number - 2, list(zip(left, slots, strict=True)))
        if number < rounds:
            left = _play(pairings, 2 * number - 1, list(zip(left[::2], left[1::2], strict=True)))
    sides = (Winner(winners[-1].key), left[0])
    final = Drawn("gf", "final", 1, 1, sides)
    again = Drawn("gf2", "reset", 1, 1, (Loser("gf"), Winner("gf")), only_if="gf")
    return (*pairings, final, again) if reset else (*pairings, final)


def drop_masks(rounds: int) -> dict[int, int]:
    """Return for each round from the second on where its losers drop in.

    Who loses at table t (from 0) drops to slot ``t ^ mask`` of their round on the losers' side.
    Anybody they have beaten is there in a known slot too, and the two cannot meet again before
    both slots run together. Each mask is the one by which they meet latest.
    """
    masks = {1: 0}
    for number in range(2, rounds + 1):
        slots = 1 << (rounds - number)
        moved = [masks[before] >> (number - before) for before in masks]
        masks[number] = max(
            range(slots), key=lambda mask: sorted((mask ^ m).bit_length() for m in moved)
        )
    return masks


def _play(pairings: list[Drawn], number: int, pairs: list[tuple[Source, Source]]) -> list[Source]:
    """Add a round of the losers' side, and return its winners."""
    drawn = [
        Drawn(f"l{number}-{table}", "losers", number, table, pair)
        for table, pair in enumerate(pairs, 1)
    ]
    pairings += drawn
    return [Winner(pairing.key) for pairing in drawn]
