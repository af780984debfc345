"""Swiss round by round: nobody meets twice, floats are few, and later rounds stay possible."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.tournament.formats.costs import NOBODY, Candidate, Costs
from actors.tournament.formats.draw import Bye, Drawn, Outcome, Seed
from actors.tournament.formats.format import Shape, next_round, rounds
from actors.tournament.formats.history import history
from actors.tournament.formats.large import match, pair_large
from actors.tournament.formats.small import FEW, Future, pair_small
from actors.tournament.formats.swiss import Paired, draw_round, pair, rounds_for, standing
from tests.counted import counted
from tests.patience import examples
from tests.tournament.play import CALM, Odds, Played, entrants, last_round, play

seeds = st.integers(0, 2**32)


def _candidates(played: Played) -> list[Candidate]:
    records = history(played.size, played.drawn, played.outcomes)
    return standing(records, played.gone)


def test_the_first_round_sets_the_upper_half_against_the_lower():
    drawn = draw_round(8, 3, (), {}, ())
    assert [entrants(pairing) for pairing in drawn] == [[0, 4], [1, 5], [2, 6], [3, 7]]
    assert [pairing.key for pairing in drawn] == ["r1-1", "r1-2", "r1-3", "r1-4"]


def test_the_last_of_an_odd_field_has_the_bye():
    drawn = draw_round(13, 4, (), {}, ())
    assert entrants(drawn[-1]) == [12]
    assert drawn[-1].sides[1] == Bye()
    assert [entrants(pairing) for pairing in drawn[:-1]] == [[s, s + 6] for s in range(6)]


def test_the_second_round_pairs_winners_and_losers():
    drawn = draw_round(16, 4, (), {}, ())
    outcomes = {pairing.key: Outcome(0, "played") for pairing in drawn}
    second = draw_round(16, 4, drawn, outcomes, ())
    assert [entrants(pairing) for pairing in second] == [
        *([0, 4], [1, 5], [2, 6], [3, 7]),
        *([8, 12], [9, 13], [10, 14], [11, 15]),
    ]


def test_an_odd_group_floats_its_last_to_the_first_of_the_next():
    field = [Candidate(seed, 1 if seed < 7 else 0) for seed in range(14)]
    paired = pair(field, 1)
    assert (6, 7) in paired.pairs
    assert sum((a < 7) != (b < 7) for a, b in paired.pairs) == 1


def test_two_small_floats_come_before_a_large_one():
    scores = [3] + [2] * 2 + [1] * 2 + [0] * 7
    paired = pair([Candidate(seed, score) for seed, score in enumerate(scores)], 1)
    floats = sorted(scores[a] - scores[b] for a, b in paired.pairs)
    assert floats[-3:] == [1, 1, 1]


def test_who_is_gone_is_left_out_and_who_is_late_begins_with_nothing():
    played = play(Shape("swiss", rounds=4), 12, Random(1), stop=1.0)
    played.drawn = draw_round(12, 4, (), {}, ())
    outcomes = {pairing.key: Outcome(0, "played") for pairing in played.drawn}
    second = draw_round(13, 4, played.drawn, outcomes, {0, 3})
    there = sorted(seed for pairing in second for seed in entrants(pairing))
    assert there == [1, 2, *range(4, 13)]
    late = next(c for c in standing(history(13, played.drawn, outcomes), ()) if c.seed == 12)
    assert (late.score, dict(late.met), late.byes) == (0, {}, 0)


@settings(max_examples=examples(80))
@given(st.integers(2, FEW), seeds)
def test_a_small_field_plays_all_rounds_it_may_without_a_repetition(size: int, seed: int):
    most = rounds_for(size)[1]
    assert most == size - 1 + size % 2
    played = play(Shape("swiss", rounds=most), size, Random(seed), CALM)
    assert max(pairing.round for pairing in played.drawn) == most
    assert not any(pairing.repeated for pairing in played.drawn)
    pairs = [frozenset(entrants(pairing)) for pairing in played.drawn]
    assert len(set(pairs)) == len(pairs)


@settings(max_examples=examples(60))
@given(st.integers(FEW + 1, 40), seeds)
def test_a_larger_field_plays_all_rounds_it_may_without_a_repetition(size: int, seed: int):
    played = play(Shape("swiss", rounds=99), size, Random(seed), Odds(Random(seed).random()))
    assert max(pairing.round for pairing in played.drawn) == rounds_for(size)[1]
    pairs = [frozenset(entrants(pairing)) for pairing in played.drawn]
    assert len(set(pairs)) == len(pairs)


@settings(max_examples=examples(60))
@given(st.integers(5, 30), seeds)
def test_the_bye_goes_to_the_fewest_points_among_who_may_have_it(size: int, seed: int):
    shape = Shape("swiss", rounds=rounds_for(size)[0])
    played = play(shape, size + 1 - size % 2, Random(seed), Odds(walkover=0.1), stop=0.03)
    candidates = _candidates(played)
    if not (drawn := next_round(shape, played.size, played.drawn, played.outcomes)):
        return
    [bye] = entrants(drawn[-1])
    eligible = [c.score for c in candidates if not c.byes and not c.walkover]
    chosen = next(c for c in candidates if c.seed == bye)
    assert chosen.score in eligible
    if len(candidates) >= FEW:  # with fewer the rounds that remain count before this
        assert chosen.score == min(eligible)


@settings(max_examples=examples(40))
@given(st.integers(FEW + 1, 30), seeds)
def test_pairs_left_out_of_the_graph_would_not_make_it_cheaper(size: int, seed: int):
    random = Random(seed)
    odds = Odds(random.choice((0.0, 0.3, 0.5)), random.choice((0.0, 0.2, 0.9)), leaves=0.05)
    played = play(Shape("swiss", rounds=99), size, random, odds, stop=0.01)
    costs = Costs(_candidates(played))
    if len(costs.vertices) <= FEW:
        return
    found, best = pair_large(costs), match(costs, combinations(costs.vertices, 2))
    assert _cost(costs, found) == _cost(costs, best)


@settings(max_examples=examples(40))
@given(st.integers(4, FEW - 2), seeds)
def test_the_small_and_the_large_way_agree_on_a_last_round(size: int, seed: int):
    played = play(Shape("swiss"), size, Random(seed), Odds(walkover=0.1), stop=0.05)
    costs = Costs(_candidates(played))
    small, large = pair_small(costs, 1), match(costs, combinations(costs.vertices, 2))
    assert _cost(costs, small) == _cost(costs, large)


def _cost(costs: Costs, pairs: list[tuple[Seed, Seed]]) -> int:
    return sum(costs.cost(*pair) for pair in pairs)


def test_a_round_that_would_spoil_the_next_one_is_not_chosen():
    """Six entrants, two rounds left: the cheapest round leaves two times three who may meet."""
    met = {0: [4, 5], 1: [3, 5], 2: [3, 4], 3: [1, 2], 4: [0, 2], 5: [0, 1]}
    field = [Candidate(seed, 0, dict.fromkeys(met[seed], 1)) for seed in range(6)]
    alone, ahead = pair(field, 1), pair(field, 2)
    assert alone.pairs == ((0, 3), (1, 4), (2, 5))
    assert ahead.pairs != alone.pairs
    assert not ahead.rematches
    for a, b in ahead.pairs:
        met[a].append(b)
        met[b].append(a)
    after = [Candidate(seed, 0, dict.fromkeys(met[seed], 1)) for seed in range(6)]
    assert not pair(after, 1).rematches


def test_where_rematches_cannot_be_avoided_they_are_few_and_old_and_named():
    met = {
        0: {1: 1, 2: 2, 3: 3},
        1: {0: 1, 2: 3, 3: 2},
        2: {0: 2, 1: 3, 3: 1},
        3: {0: 3, 1: 2, 2: 1},
    }
    paired = pair([Candidate(seed, 0, met[seed]) for seed in range(4)], 1)
    assert paired.pairs == ((0, 1), (2, 3))
    assert paired.rematches == paired.pairs
    field = [Candidate(s, 0, dict.fromkeys(set(range(12)) - {s}, 1)) for s in range(12)]
    assert len(pair(field, 1).rematches) == 6
    field[0], field[11] = (
        Candidate(0, 0, dict.fromkeys(range(1, 11), 1)),
        Candidate(11, 5, dict.fromkeys(range(1, 11), 1)),
    )
    paired = pair(field, 1)
    assert (0, 11) in paired.pairs or (11, 0) in paired.pairs
    assert len(paired.rematches) == 5


def test_a_second_bye_comes_only_when_all_have_had_one():
    field = [Candidate(seed, 0, byes=1) for seed in range(3)]
    assert pair(field, 1).second_bye
    field[0] = Candidate(0, 9)
    assert pair(field, 1) == Paired(((1, 2),), 0)
    met = [Candidate(0, 9), Candidate(1, 0, {2: 1}, 1), Candidate(2, 0, {1: 1}, 1)]
    assert pair(met, 1) == Paired(((1, 2),), 0, ((1, 2),))


def test_a_repetition_is_marked_in_the_draw():
    drawn: tuple[Drawn, ...] = ()
    outcomes: dict[str, Outcome] = {}
    for _ in range(2):
        drawn += draw_round(2, 2, drawn, outcomes, ())
        outcomes |= {pairing.key: Outcome(0, "played") for pairing in last_round(drawn)}
    assert [pairing.repeated for pairing in drawn] == [False, True]
    drawn, outcomes = (), {}
    for _ in range(4):
        drawn += draw_round(3, 4, drawn, outcomes, ())
        outcomes |= {p.key: Outcome(0, "played") for p in last_round(drawn) if len(entrants(p)) > 1}
    assert [pairing.repeated for pairing in drawn] == [False] * 6 + [True, True]


def test_the_bye_goes_to_no_winner_without_play_while_others_may_have_it():
    field = [Candidate(0, 5), Candidate(1, 1), Candidate(2, 0, walkover=True)]
    assert pair(field, 1).bye == 1
    larger = [Candidate(seed, seed // 6, walkover=seed < 6) for seed in range(13)]
    assert pair(larger, 1).bye == 11


def test_a_rematch_is_preferred_to_a_second_bye():
    """All but 0 have had a bye, and 1 has met all but 0, who would be needed twice."""
    others = dict.fromkeys(range(2, 13), 1)
    field = [Candidate(0, 0), Candidate(1, 0, others, 1)]
    field += [Candidate(seed, 0, {1: 1}, 1) for seed in range(2, 13)]
    paired = pair(field, 1)
    assert paired.bye == 0
    assert not paired.second_bye
    assert len(paired.rematches) == 1


def test_who_was_drawn_together_and_did_not_play_may_meet():
    drawn = draw_round(2, 1, (), {}, ())
    again = draw_round(2, 1, drawn, {"r1-1": Outcome(0, "walkover")}, ())
    assert entrants(again[0]) == [0, 1]
    assert not again[0].repeated
    begun = {"r1-1": Outcome(0, "withdrawn", games=(1, 0))}
    assert draw_round(2, 1, drawn, begun, ())[0].repeated


@pytest.mark.parametrize(
    ("size", "usual", "most"),
    [(2, 1, 1), (3, 2, 3), (8, 3, 7), (9, 4, 9), (10, 4, 9), (11, 4, 6), (16, 4, 8), (256, 8, 16)],
)
def test_the_field_bounds_the_rounds(size: int, usual: int, most: int):
    assert rounds_for(size) == (usual, most)
    assert rounds(Shape("swiss"), size) == usual
    assert rounds(Shape("swiss", rounds=50), size) == most


def test_the_same_results_give_the_same_round():
    played = play(Shape("swiss", rounds=6), 41, Random(2), Odds(walkover=0.1), stop=0.01)
    drawn = draw_round(41, 6, played.drawn, played.outcomes, ())
    backwards = dict(reversed(played.outcomes.items()))
    assert draw_round(41, 6, played.drawn, backwards, ()) == drawn


def test_a_future_is_found_for_every_small_field():
    for places in range(2, FEW + 1, 2):
        everything = (1 << places * (places - 1) // 2) - 1
        future = Future(places)
        assert future.holds(everything, places - 1)
        assert not future.holds(everything, places)
        assert len(future.rounds) == {2: 1, 4: 3, 6: 15, 8: 105, 10: 945}[places]
    two_triangles = sum(1 << bit for bit in (0, 1, 2, 9, 13, 14))
    assert not Future(6).holds(two_triangles, 1)


def test_a_future_is_what_trying_everything_finds():
    future = Future(6)
    for left in (1, 2, 3):
        several = [some for some in combinations(future.rounds, left) if _apart(some)]
        sets = [sum(some) for some in several]
        for free in range(0, 1 << 15, 11):
            assert future.holds(free, left) == any(not pairs & ~free for pairs in sets)


def _apart(rounds_: tuple[int, ...]) -> bool:
    return all(not a & b for a, b in combinations(rounds_, 2))


@pytest.mark.parametrize("size", [9, 10])
def test_a_small_field_needs_few_steps(size: int):
    """Two who did not come may still meet: without `_may_hold` this takes 50,000 steps."""
    drawn = draw_round(size, 9, (), {}, ())
    outcomes = {pairing.key: Outcome(0, "played") for pairing in drawn}
    outcomes["r1-2"] = Outcome(None, "double_no_show")
    with counted() as calls:
        draw_round(size, 9, drawn, outcomes, ())
    assert 0 < calls["Future._search"] < 2_000


def test_the_largest_field_needs_few_pairs_and_calls():
    """All 32,640 pairs take seconds; the graph has a few thousand in any round."""
    played = play(Shape("swiss", rounds=12), 256, Random(3), Odds(walkover=0.02))
    drawn = tuple(pairing for pairing in played.drawn if pairing.round < 12)
    with counted() as calls:
        draw_round(256, 12, drawn, played.outcomes, ())
    assert 256 < calls["Costs.cost"] < 6_000
    assert calls["max_weight_matching"] == 1
    assert sum(calls.values()) < 2_000_000


def test_nobody_stands_for_the_bye_alone():
    assert NOBODY not in Costs([Candidate(0, 0), Candidate(1, 0)]).vertices
    assert NOBODY in Costs([Candidate(0, 0)]).vertices
