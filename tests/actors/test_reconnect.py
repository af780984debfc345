"""A connection is lost during a match: the match pauses, and goes on when the player is back."""

import pytest

from actors.core.address import Address
from actors.match.messages import Enter, Exit
from actors.player.messages import Detach
from tests.actors.page import Page
from tests.actors.test_crash import Fail
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.world import Duel, World


def away(page: Page) -> list[tuple[int, str]]:
    return [(absent["side"], absent["why"]) for absent in page.last("pause")["away"]]


def playing(world: World) -> Duel:
    duel = world.duel().start()
    duel.play_to(0.5)
    return duel


def test_a_closed_socket_pauses_at_once(sound: World) -> None:
    duel = playing(sound)
    duel.left.drop()
    pause = duel.right.last("pause")
    assert away(duel.right) == [(-1, "connection_lost")]
    assert pause["away"][0]["budget"] == 30000
    assert pause["until"] == pause["now"] + 30000
    assert abs(pause["time"] - 0.5) < 0.001


@pytest.mark.parametrize("moment", [number / 20 for number in range(20)])
def test_a_silent_freeze_is_noticed_within_five_seconds(sound: World, moment: float) -> None:
    duel = sound.duel(points=21).start()
    duel.left.delay = 0.3  # so that the server hears it between two heartbeats
    sound.wait(2.0 + moment)
    frozen_at = sound.now()
    duel.left.frozen = True
    sound.until(lambda: duel.right.of("pause"), 5.0)
    assert sound.now() - frozen_at <= 5.0
    assert duel.left.closed == 4408
    assert away(duel.right) == [(-1, "connection_lost")]
    sound.tell(Address("player", duel.left.player), Detach(duel.left.id))
    assert len(duel.right.of("pause")) == 1


def test_a_page_that_answers_is_not_taken_for_silent(sound: World) -> None:
    page = sound.page("ada", delay=0.4)
    sound.wait(60.0)
    assert page.closed is None


def test_who_resumes_and_enters_plays_on_after_the_countdown(sound: World) -> None:
    duel = playing(sound)
    duel.left.drop()
    sound.wait(2.0)
    page = duel.left.back()
    assert page.last("welcome")["match"] == duel.match
    view = page.enter(duel.match)
    assert view["phase"] == "countdown"
    assert duel.right.last("countdown")["starts"] == sound.at() + 3000
    assert duel.right.last("countdown")["time"] == duel.right.last("pause")["time"]
    duel.start()
    page.press(duel.match, 1)
    assert duel.right.last("paddle")["direction"] == 1


def test_a_reload_before_the_old_socket_ended_goes_on_without_a_pause(sound: World) -> None:
    duel = playing(sound)
    page = sound.page(duel.left.player)
    assert page.last("welcome")["match"] == duel.match
    page.enter(duel.match)
    sound.tell(Address("player", duel.left.player), Detach(duel.left.id))
    assert duel.state.phase == "playing"
    page.press(duel.match, 1)
    assert duel.right.last("paddle")["direction"] == 1
    assert not duel.right.of("pause")


def test_a_reload_after_the_old_socket_ended_counts_down_again(sound: World) -> None:
    duel = playing(sound)
    duel.left.drop()
    page = sound.page(duel.left.player)
    assert page.last("welcome")["resumed"] is False
    assert page.enter(duel.match)["phase"] == "countdown"


def test_the_tab_that_entered_last_plays_and_the_other_can_take_it_back(sound: World) -> None:
    duel = playing(sound)
    first, second = duel.left, sound.page(duel.left.player)
    second.enter(duel.match)
    assert first.last("moved")["match"] == duel.match
    assert not second.of("moved")
    first.press(duel.match, 1)
    assert first.last("error")["code"] == "not_entered"
    first.enter(duel.match)
    assert second.of("moved")
    first.press(duel.match, 1)
    assert duel.right.last("paddle")["direction"] == 1
    second.press(duel.match, -1)
    assert second.last("error")["code"] == "not_entered"


def test_a_takeover_releases_the_keys_of_the_first_tab(sound: World) -> None:
    duel = playing(sound)
    duel.left.press(duel.match, 1)
    sound.page(duel.left.player).enter(duel.match)
    assert duel.right.last("paddle")["direction"] == 0


def test_a_takeover_in_the_countdown_releases_them_too(sound: World) -> None:
    duel = sound.duel()
    duel.left.press(duel.match, 1)
    sound.page(duel.left.player).enter(duel.match)
    duel.start()
    assert not duel.right.of("paddle")


@pytest.mark.parametrize("end", ["exit", "drop"])
def test_the_end_of_a_tab_that_does_not_play_changes_nothing(sound: World, end: str) -> None:
    duel = playing(sound)
    sound.page(duel.left.player).enter(duel.match)
    before = duel.state
    if end == "exit":
        duel.left.say(Exit(duel.match))
    else:
        duel.left.drop()
    assert duel.state is before


def test_a_late_detach_of_the_old_socket_does_not_harm_the_new_one(sound: World) -> None:
    duel = playing(sound)
    old = duel.left
    old.frozen = True
    sound.wait(1.0)
    new = old.back()
    new.enter(duel.match)
    duel.start()
    before = duel.state
    sound.tell(Address("player", old.player), Detach(old.id))
    assert duel.state is before
    assert new.closed is None
    sound.wait(5.0)
    assert new.closed is None


def test_a_page_that_resumed_is_not_told_that_it_moved_to_itself(sound: World) -> None:
    duel = playing(sound)
    new = duel.left.back()
    new.enter(duel.match)
    assert not new.of("moved")


def test_nor_if_a_crash_took_the_end_of_its_old_socket_along(world: World, fail: Fail) -> None:
    duel = playing(world)
    fail("actors.match.phases.departed")
    duel.left.drop()
    assert world.crashes() == 1
    world.wait(0.1)
    new = duel.left.back()
    new.enter(duel.match)
    assert not new.of("moved")


@pytest.mark.parametrize("resumed", [False, True])
def test_an_enter_that_comes_after_the_end_of_its_socket_seats_nobody(
    sound: World, resumed: bool
) -> None:
    duel = playing(sound)
    duel.left.drop()
    if resumed:
        duel.left.back()
    duel.left.say(Enter(duel.match))
    assert duel.state.phase == "paused"
    assert duel.state.chairs[0].connection is None


def test_exit_is_away_and_not_resigned(sound: World) -> None:
    duel = playing(sound)
    duel.left.say(Exit(duel.match))
    assert away(duel.right) == [(-1, "exited")]
    assert duel.left.enter(duel.match)["phase"] == "countdown"
    assert not duel.right.of("finished")


def test_lost_in_the_countdown_it_starts_over(sound: World) -> None:
    duel = sound.duel()
    sound.wait(1.0)
    duel.left.drop()
    assert away(duel.right) == [(-1, "connection_lost")]
    sound.wait(5.0)
    assert duel.state.phase == "paused"
    duel.left.back().enter(duel.match)
    assert duel.right.last("countdown")["starts"] == sound.at() + 3000


def test_both_gone_both_back(sound: World) -> None:
    duel = playing(sound)
    duel.left.drop()
    duel.right.drop()
    sound.wait(1.0)
    left = duel.left.back()
    assert left.enter(duel.match)["phase"] == "paused"
    assert away(left) == [(1, "connection_lost")]
    right = duel.right.back()
    assert right.enter(duel.match)["phase"] == "countdown"
    assert left.of("countdown")
