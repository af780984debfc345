"""Random schedules of several nodes: promises are kept, and planted mistakes are found."""

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from tests.cluster import (
    plants,
    test_asks,
    test_atlas,
    test_letters,
    test_pages,
    test_presence,
    test_trouble,
    test_watches,
)
from tests.cluster.cluster import Cluster
from tests.cluster.schedule import play, run

Plant = Callable[[pytest.MonkeyPatch], None]

SCHEDULES = 24
"""How many schedules are played, from seed 0."""


def test_every_promise_is_kept() -> None:
    outcomes = run(range(SCHEDULES))
    assert [f"{o.seed}: {o.violation}" for o in outcomes if o.violation is not None] == []
    harm = sum((outcome.harm for outcome in outcomes), Counter[str]())
    assert len(harm) == 12, "everything has gone wrong"
    assert sum(outcome.results for outcome in outcomes) > 2 * SCHEDULES
    assert sum(outcome.lines for outcome in outcomes) > 10 * SCHEDULES


def test_a_schedule_can_be_played_again() -> None:
    assert play(5) == play(5)


FOUND: dict[Plant, int] = {
    plants.claim_takes_what_others_have: 0,
    plants.first_one_back_buries_the_others: 2,
    plants.losses_are_not_noticed: 2,
    plants.end_of_a_page_is_not_asked_about: 2,
    plants.lease_is_renewed_after_it_was_over: 40,
    plants.match_leaves_its_record_to_its_owner: 45,
}
"""For each mistake a seed that finds it."""


@pytest.mark.parametrize("plant", FOUND)
def test_a_planted_mistake_is_found(plant: Plant) -> None:
    seed = FOUND[plant]
    with pytest.MonkeyPatch.context() as patch:
        plant(patch)
        found = play(seed).violation
    print(f"{plant.__name__}: {found}")
    assert found is not None
    assert play(seed).violation is None, "the seed proves nothing: it breaks without the plant"


def _held(cluster: Cluster) -> None:
    with pytest.MonkeyPatch.context() as patch:
        test_asks.test_what_is_held_is_bounded(cluster, patch)


BREAKS: dict[Plant, Callable[[Cluster], None]] = {
    plants.anybody_may_write: test_trouble.test_the_flush_of_a_frozen_node_is_fenced,
    plants.flush_is_written_again: (
        partial(
            test_letters.test_a_letter_that_is_offered_again_is_not_handled_by_the_next_owner,
            away=True,
        )
    ),
    plants.letter_is_handled_again: (
        test_letters.test_a_letter_that_was_told_before_it_was_written_is_handled_once
    ),
    plants.news_that_was_lost_is_not_told_again: (
        lambda cluster: test_presence.test_news_that_was_lost_between_two_parts_is_told_again(
            test_presence.Friends(cluster), "away"
        )
    ),
    plants.part_that_does_not_answer_is_not_asked_again: (
        lambda cluster: test_presence.test_a_list_whose_questions_were_lost_comes_all_the_same(
            test_presence.Friends(cluster)
        )
    ),
    plants.list_ignores_what_is_told_meanwhile: (
        lambda cluster: test_presence.test_a_list_has_what_is_told_while_it_waits(
            test_presence.Friends(cluster)
        )
    ),
    plants.monitors_stay_behind: test_watches.test_a_player_is_lost_with_the_node,
    plants.nobody_begins_again: test_watches.test_a_watch_that_was_lost_begins_with_the_resync,
    plants.pages_of_a_lost_node_stay: test_pages.test_the_pages_of_a_lost_node_are_forgotten,
    plants.held_messages_are_dropped: _held,
    plants.older_picture_buries_a_new_node: (
        test_atlas.test_an_older_picture_does_not_bury_a_node_that_has_just_joined
    ),
    plants.old_news_of_owners_are_believed: lambda _: test_atlas.test_old_news_count_for_nothing(),
}
"""For each mistake that schedules find too seldom, the test that finds it."""


@pytest.mark.parametrize("plant", BREAKS)
def test_a_planted_mistake_breaks_a_test(plant: Plant) -> None:
    with pytest.MonkeyPatch.context() as patch:
        plant(patch)
        with pytest.raises((AssertionError, pytest.fail.Exception)):
            BREAKS[plant](Cluster())


def test_every_planted_mistake_is_found() -> None:
    assert {*FOUND, *BREAKS} == {*plants.PLANTS}
