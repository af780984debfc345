"""Single elimination: the seeds' order, byes, and the match for third place."""

from actors.tournament.formats import single
from actors.tournament.formats.draw import Bye, Drawn, Entrant, Loser, Winner
from tests.tournament.play import entrants

SIZES = range(single.LEAST, single.MOST + 1)


def _first(drawn: tuple[Drawn, ...]) -> list[Drawn]:
    return [pairing for pairing in drawn if pairing.round == 1 and pairing.part == "main"]


def test_eight_entrants_are_drawn_in_the_usual_order():
    drawn = single.draw(8, third=False)
    seeds = [[seed + 1 for seed in entrants(pairing)] for pairing in _first(drawn)]
    assert seeds == [[1, 8], [4, 5], [2, 7], [3, 6]]
    assert [pairing.key for pairing in drawn] == [
        *("w1-1", "w1-2", "w1-3", "w1-4", "w2-1", "w2-2", "w3-1")
    ]
    assert drawn[4].sides == (Winner("w1-1"), Winner("w1-2"))


def test_sixteen_entrants_are_drawn_in_the_usual_order():
    seeds = [[s + 1 for s in entrants(p)] for p in _first(single.draw(16, third=False))]
    assert seeds == [[1, 16], [8, 9], [4, 13], [5, 12], [2, 15], [7, 10], [3, 14], [6, 11]]


def test_byes_go_to_the_top_seeds_and_everybody_is_in_one_first_pairing():
    for size in SIZES:
        first = _first(single.draw(size, third=True))
        assert sorted(seed for pairing in first for seed in entrants(pairing)) == list(range(size))
        byes = sorted(s for p in first if Bye() in p.sides for s in entrants(p))
        assert byes == list(range(2 * len(first) - size))


def test_if_the_better_seed_always_wins_the_best_ones_are_left():
    for size in SIZES:
        drawn = single.draw(size, third=False)
        won: dict[str, int] = {}
        for pairing in drawn:
            known = [
                side.seed if isinstance(side, Entrant) else won[side.pairing]
                for side in pairing.sides
                if isinstance(side, Entrant | Winner)
            ]
            won[pairing.key] = min(known)
        rounds = drawn[-1].round
        for number in range(1, rounds + 1):
            left = sorted(won[pairing.key] for pairing in drawn if pairing.round == number)
            assert left == list(range(2 ** (rounds - number)))


def test_each_winner_goes_on_to_one_pairing_and_the_last_one_is_the_final():
    for size in SIZES:
        drawn = single.draw(size, third=True)
        sources = [side for pairing in drawn for side in pairing.sides]
        winners = [side.pairing for side in sources if isinstance(side, Winner)]
        losers = [side.pairing for side in sources if isinstance(side, Loser)]
        final = drawn[-1]
        others = [p.key for p in drawn if p.part == "main" and p is not final]
        assert sorted(winners) == sorted(others)
        semifinals = [p.key for p in drawn if p.part == "main" and p.round == final.round - 1]
        assert losers == (semifinals if size >= 4 else [])
        assert len(drawn) == len(others) + 1 + (size >= 4)
