"""Round robin: everybody meets everybody, once a round at most."""

from collections import Counter
from itertools import combinations

from actors.tournament.formats import robin
from tests.tournament.play import entrants

SIZES = range(robin.LEAST, robin.MOST + 1)


def test_everybody_meets_everybody_once_and_nobody_twice_in_a_round():
    for size in SIZES:
        drawn = robin.draw(size)
        met = sorted(tuple(entrants(pairing)) for pairing in drawn)
        assert met == list(combinations(range(size), 2))
        times = Counter((p.round, seed) for p in drawn for seed in entrants(p))
        assert max(times.values()) == 1
        rounds = size - 1 + size % 2
        assert {pairing.round for pairing in drawn} == set(range(1, rounds + 1))
        sat_out = Counter(dict.fromkeys(range(size), rounds))
        sat_out.subtract(seed for _, seed in times)
        assert set(sat_out.values()) == {size % 2}
        assert len({pairing.key for pairing in drawn}) == len(drawn)


def test_the_best_two_meet_in_the_last_round():
    for size in SIZES:
        [number] = [p.round for p in robin.draw(size) if entrants(p) == [0, 1]]
        assert number == max(p.round for p in robin.draw(size))
