"""The grace budget: each player has thirty seconds per match, used up only while away."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.match.messages import Enter, Exit
from actors.match.presence import ENTER, LEAST, PAUSES
from actors.matchmaker.messages import Queue
from actors.seats.messages import Local, Machine
from tests.actors.page import Page
from tests.actors.world import Duel, World


def ended(page: Page) -> tuple[str, int] | None:
    """The cause and the winner, if the match has ended."""
    ends = page.of("finished")
    return (ends[0]["cause"], ends[0]["winner"]) if ends else None


def budgets(page: Page, duel: Duel) -> list[int]:
    return [player["budget"] for player in page.enter(duel.match)["players"]]


def test_past_the_budget_whoever_stayed_wins(sound: World) -> None:
    duel = sound.duel().start()
    duel.left.drop()
    sound.wait(29.99)
    assert ended(duel.right) is None
    sound.wait(0.1)
    assert ended(duel.right) == ("forfeit_absent", 1)


def test_absences_add_up(sound: World) -> None:
    duel = sound.duel(points=21).start()
    page = duel.left
    for seconds in (10.0, 12.0):
        page.drop()
        sound.wait(seconds)
        page = page.back()
        page.enter(duel.match)
        duel.start()
    page.drop()
    pause = duel.right.last("pause")
    assert pause["away"][0]["budget"] == pytest.approx(8000, abs=2)
    sound.wait(7.9)
    assert ended(duel.right) is None
    sound.wait(0.2)
    assert ended(duel.right) == ("forfeit_absent", 1)


def test_the_budget_stands_still_in_countdown_and_play(sound: World) -> None:
    duel = sound.duel(points=21)
    duel.left.drop()
    sound.wait(5.0)
    page = duel.left.back()
    page.enter(duel.match)
    duel.start()
    sound.wait(20.0)
    assert budgets(page, duel) == pytest.approx([25000, 30000], abs=2)


def test_each_uses_an_own_budget_also_when_both_are_away(sound: World) -> None:
    duel = sound.duel().start()
    duel.left.drop()
    sound.wait(5.0)
    duel.right.drop()
    sound.wait(10.0)
    page = duel.left.back()
    assert budgets(page, duel) == pytest.approx([15000, 20000], abs=2)
    sound.wait(19.9)
    assert ended(page) is None
    sound.wait(0.2)
    assert ended(page) == ("forfeit_absent", -1)


def test_nobody_wins_by_absence_while_nobody_is_there(sound: World) -> None:
    duel = sound.duel().start()
    duel.left.drop()
    sound.wait(20.0)
    duel.right.drop()
    sound.wait(15.0)
    assert duel.state.phase == "paused"
    page = duel.right.back()
    page.say(Enter(duel.match))
    sound.wait(0.1)
    assert ended(page) == ("forfeit_absent", 1)


def test_all_gone_for_two_minutes_is_aborted(sound: World) -> None:
    duel = sound.duel().start()
    duel.left.drop()
    sound.wait(10.0)
    duel.right.drop()
    sound.wait(119.9)
    assert duel.state.phase == "paused"
    sound.wait(0.2)
    result = sound.result(duel.match)
    assert (result.cause, result.winner) == ("aborted", 0)


@pytest.mark.parametrize("enters", [False, True])
def test_a_match_nobody_plays(sound: World, enters: bool) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    for page in (ada, bob):
        page.say(Queue("q"))
    match, side = ada.last("matched")["match"], ada.last("matched")["side"]
    if enters:
        ada.enter(match)
        sound.wait(ENTER - 0.2)
        assert ended(ada) is None
        sound.wait(0.3)
        assert ended(ada) == ended(bob) == ("no_show", side)
    else:
        sound.wait(119.9)
        assert ended(ada) is None
        sound.wait(0.2)
        assert ended(ada) == ended(bob) == ("aborted", 0)


def test_the_machine_waits_no_longer_than_a_person(sound: World) -> None:
    ada = sound.page("ada")
    ada.say(Machine("1"))
    match = ada.last("matched")["match"]
    ada.enter(match)
    ada.say(Exit(match))
    sound.wait(29.9)
    assert ended(ada) is None
    sound.wait(0.2)
    assert ended(ada) == ("forfeit_absent", 1)


def test_one_keyboard_left_alone_is_aborted(sound: World) -> None:
    ada = sound.page("ada")
    ada.say(Local("1"))
    match = ada.last("matched")["match"]
    ada.enter(match)
    ada.say(Exit(match))
    sound.wait(119.9)
    assert ended(ada) is None
    sound.wait(0.2)
    assert ended(ada) == ("aborted", 0)


steps = st.lists(
    st.tuples(st.sampled_from(["left", "right"]), st.integers(1, 60).map(lambda n: n / 4)),
    max_size=14,
)


@settings(max_examples=40)
@given(steps)
def test_the_budget_is_the_sum_of_the_own_absences(steps: Sequence[tuple[str, float]]) -> None:
    """In each step a player leaves or returns, and time passes; a naive model tells who has lost.

    Each absence costs its time, at least three seconds; after three of them play does not wait.
    """
    world = World()
    duel = world.duel(points=21).start()  # before the first serve the time is shorter
    used, gone = {"left": 0.0, "right": 0.0}, {"left": False, "right": False}
    before, times = dict(used), {"left": 0, "right": 0}
    for who, seconds in steps:
        page: Page = getattr(duel, who)
        if gone[who]:
            page = page.back()
            setattr(duel, who, page)
            page.enter(duel.match)
            used[who] = max(used[who], before[who] + LEAST)
        else:
            page.drop()
            before[who], times[who] = used[who], times[who] + 1
            if times[who] > PAUSES:
                return
        gone[who] = not gone[who]
        if both_or_lost(gone, used) or min(30.0 - u for u in used.values()) <= seconds:
            return
        world.wait(seconds)
        for side in used:
            used[side] += seconds if gone[side] else 0.0
        views = world.actor("match", duel.match)
        assert views.state.phase != "finished"
        left = [player.budget for player in view(world, duel)]
        assert left == pytest.approx([(30.0 - u) * 1000.0 for u in used.values()], abs=20)
    assert world.crashes() == 0


def both_or_lost(gone: dict[str, bool], used: dict[str, float]) -> bool:
    """Whether absence decides now in a way that other tests check."""
    return any(gone[side] and used[side] >= 29.9 for side in used)


def view(world: World, duel: Duel):
    from actors.match.view import whole

    return whole(duel.match, duel.state, duel.left.player, world.now(), 0).players
