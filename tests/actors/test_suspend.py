"""A match that keeps nobody waiting is paused for as long as its player likes."""

import pytest

from actors.match.messages import Exit, Look, Resign, Suspend
from actors.match.presence import SUSPENDED
from actors.seats.messages import Local, Machine
from tests.actors.page import Page
from tests.actors.test_crash import Fail
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.world import World, rules


def alone(world: World, frame: Machine | Local) -> tuple[Page, str]:
    """A match without an opponent, in play."""
    page = world.page("ada")
    page.say(frame)
    match = page.last("matched")["match"]
    page.enter(match)
    world.until(lambda: world.state(match).phase == "playing", 10.0)
    world.wait(0.3)
    return page, match


def pause(page: Page, match: str, *, on: bool = True) -> None:
    """Say it, and look at what comes from now on."""
    page.clear()
    page.say(Suspend(match, on))


@pytest.mark.parametrize("frame", [Machine("m"), Local("l")], ids=["machine", "local"])
def test_it_stands_without_using_up_anything_and_goes_on_with_a_countdown(
    sound: World, frame: Machine | Local
) -> None:
    page, match = alone(sound, frame)
    pause(page, match)
    told = page.last("pause")
    assert (told["chosen"], told["away"]) == (True, [])
    assert told["until"] == told["now"] + int(SUSPENDED * 1000.0)
    before = rules(sound.state(match))
    sound.wait(900.0)
    assert rules(sound.state(match)) == before
    pause(page, match, on=False)
    assert page.last("countdown")["budgets"] == [30000, 30000]
    sound.wait(3.1)
    assert sound.state(match).phase == "playing"


def test_the_countdown_can_be_paused_too(sound: World) -> None:
    page, match = alone(sound, Machine("m"))
    pause(page, match)
    pause(page, match, on=False)
    pause(page, match)
    assert page.last("pause")["chosen"]
    sound.wait(10.0)
    assert sound.state(match).phase == "paused"


def test_saying_it_twice_changes_nothing(sound: World) -> None:
    page, match = alone(sound, Machine("m"))
    pause(page, match, on=False)
    assert not page.of("countdown", "error")
    pause(page, match)
    pause(page, match)
    assert not page.of("pause", "error")


@pytest.mark.parametrize("way", ["exit", "drop"])
def test_whoever_leaves_a_paused_match_finds_it_as_it_was(sound: World, way: str) -> None:
    page, match = alone(sound, Machine("m"))
    pause(page, match)
    page.say(Exit(match)) if way == "exit" else page.drop()
    sound.wait(600.0)
    assert sound.state(match).phase == "paused"
    page = sound.page("ada") if way == "drop" else page
    view = page.enter(match)
    assert (view["phase"], view["chosen"]) == ("paused", True)
    assert view["players"][0]["budget"] == 30000
    pause(page, match, on=False)
    assert page.of("countdown")


def test_after_half_an_hour_it_is_broken_off(sound: World) -> None:
    page, match = alone(sound, Machine("m"))
    pause(page, match)
    sound.wait(SUSPENDED - 1.0)
    assert not page.of("finished")
    sound.wait(2.0)
    end = page.last("finished")
    assert (end["cause"], end["winner"]) == ("aborted", 0)


def test_it_is_paused_still_after_a_kill(sound: World) -> None:
    page, match = alone(sound, Machine("m"))
    pause(page, match)
    sound.wait(1.0)
    sound.kill()
    page = sound.page("ada")
    sound.wait(300.0)
    view = page.enter(match)
    assert (view["phase"], view["chosen"], view["players"][0]["budget"]) == ("paused", True, 30000)
    pause(page, match, on=False)
    sound.wait(3.1)
    assert sound.state(match).phase == "playing"


def test_it_is_paused_still_after_a_crash(world: World, fail: Fail) -> None:
    page, match = alone(world, Machine("m"))
    pause(page, match)
    fail("actors.match.desk.Desk.show")
    page.say(Look("l", match))
    world.wait(0.1)
    assert world.crashes() == 1
    world.wait(120.0)
    assert world.state(match).phase == "paused"
    assert world.state(match).suspended_at is not None


def test_a_paused_match_can_be_resigned(sound: World) -> None:
    page, match = alone(sound, Machine("m"))
    pause(page, match)
    page.say(Resign("r", match))
    sound.until(lambda: page.of("finished"))
    assert page.last("finished")["cause"] == "resigned"


def test_an_opponent_is_not_kept_waiting(sound: World) -> None:
    duel = sound.duel().start()
    pause(duel.left, duel.match)
    assert duel.left.last("error")["code"] == "opponent_waits"
    assert duel.state.phase == "playing"


def test_only_the_page_that_plays_pauses(sound: World) -> None:
    _, match = alone(sound, Machine("m"))
    other = sound.page("ada")
    pause(other, match)
    assert other.last("error")["code"] == "not_entered"
    assert sound.state(match).phase == "playing"
