"""The calendar is set during a match: play does not notice, and the result has the new date."""

import pytest

from actors.matchmaker.messages import Queue
from tests.actors.hands import play_out
from tests.actors.world import World, rules

HOUR = 3600.0
STEPS = [HOUR, -HOUR, 8 * HOUR]


@pytest.mark.parametrize("step", STEPS)
def test_a_match_in_play_does_not_jump(step: float) -> None:
    world, other = World(), World()
    duels = [each.duel(points=3).start() for each in (world, other)]
    for duel in duels:
        duel.play_to(1.5)
    world.clock.step(step)
    for duel in duels:
        duel.play_to(2.0)
        duel.left.press(duel.match, 1)
        duel.play_to(3.0)
    one, same = duels
    assert rules(one.state) == rules(same.state)
    assert one.left.numbers() == same.left.numbers()
    play_out(one)
    assert one.left.last("finished")["cause"] == "played"
    (result,) = world.store.results
    assert result.finished_at / 1000.0 == pytest.approx(world.clock.date(), abs=2.0)


@pytest.mark.parametrize("step", STEPS)
def test_a_pause_lasts_as_long_as_was_told(step: float) -> None:
    world = World()
    duel = world.duel().start()
    duel.left.drop()
    until = duel.right.last("pause")["until"] / 1000.0
    world.clock.step(step)
    world.wait(until - world.now() - 0.01)
    assert not duel.right.of("finished")
    world.wait(0.2)
    assert duel.right.last("finished")["cause"] == "forfeit_absent"


def test_a_process_whose_clock_is_an_hour_behind_the_last_one_goes_on() -> None:
    world = World()
    duel = world.duel().start()
    duel.left.drop()
    world.wait(1.0)
    before = world.now()
    world.kill(downtime=-HOUR)
    assert world.now() < before
    pages = [world.page(page.player) for page in (duel.left, duel.right)]
    for page in pages:
        page.enter(duel.match)
    world.wait(4.0)
    assert duel.state.phase == "playing"
    for page in pages:
        page.say(Queue("again"))
        assert page.last("error")["code"] == "already_playing"
