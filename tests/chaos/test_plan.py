"""A seed always gives the same plan, with no more faults than a match can bear."""

from chaos_proof.plan import MOST_POINTS, plan

GRACE = 30.0
SILENCE = 5.0
"""Seconds after which a bot takes a frozen link for dead and connects again."""


def test_the_same_seed_draws_the_same():
    assert plan(20, 10, 3, quick=False) == plan(20, 10, 3, quick=False)
    assert plan(20, 10, 3, quick=False) != plan(20, 10, 4, quick=False)


def test_kills_come_in_order_while_points_are_still_to_be_told():
    for seed in range(50):
        run = plan(4, 30, seed, quick=False)
        told = [kill.points for kill in run.kills]
        assert told == sorted(told)
        assert told[-1] < run.matches * run.points
        assert run.kills[0].when in {"point", "rally"}


def test_many_kills_get_long_matches():
    assert plan(20, 10, 1, quick=False).points < plan(2, 10, 1, quick=False).points
    assert plan(1, 1000, 1, quick=False).points == MOST_POINTS


def test_no_bot_is_away_for_as_long_as_its_budget():
    for seed in range(50):
        for faults in plan(10, 1, seed, quick=False).faults:
            assert sum(fault.lasting + SILENCE for fault in faults) <= GRACE


def test_quick_breaks_one_link_of_each_match_in_each_way():
    run = plan(3, 2, 1, quick=True)
    assert [len(faults) for faults in run.faults] == [0, 1, 0, 1, 0, 1]
    assert {faults[0].kind for faults in run.faults[1::2]} == {"close", "reset", "freeze"}
    assert run.limit < 45.0 - 8.0  # minus a slow start and the check
