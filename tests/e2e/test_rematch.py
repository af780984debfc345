"""After a match comes the next one: against the same opponent, another one, or the same machine."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.player import Player, meet
from tests.e2e.server import Process


@pytest.fixture
def pair(browser: Browser, server: Process) -> Iterator[tuple[Player, Player]]:
    """Two people; no script of theirs may fail."""
    ada, bob = (Player.as_guest(browser, server.url, name) for name in ("Ada", "Bob"))
    two = ada, bob
    yield two
    for player in two:
        assert player.problems == []
        player.context.close()


def resigns(one: Player, *others: Player) -> None:
    """Let one resign once play has begun, and all see the result."""
    one.wait_for("flight")
    expect(one.page.locator(".banner")).to_be_hidden()
    one.page.get_by_role("button", name="Resign").click()
    one.page.get_by_role("dialog").get_by_role("button", name="Resign").click()
    for player in (one, *others):
        player.page.wait_for_url("**/result")


def test_a_rematch_is_offered_survives_a_reload_and_is_accepted(pair: tuple[Player, Player]):
    ada, bob = pair
    first = meet(ada, bob)
    resigns(ada, bob)
    ada.page.get_by_role("button", name="Rematch").click()
    expect(ada.page.get_by_text("You have asked Bob for a rematch.")).to_be_visible()
    expect(ada.page.get_by_role("button", name="Take it back")).to_be_focused()
    expect(bob.page.get_by_text("Ada asks for a rematch.")).to_be_visible()
    bob.page.reload()
    bob.page.get_by_role("button", name="Accept").click()
    for player in pair:
        player.page.wait_for_url("**/match/*")
        assert player.wait_for("matched", 2)["match"] != first
        player.wait_for("countdown", 2)


def test_who_goes_on_is_not_waited_for(pair: tuple[Player, Player]):
    ada, bob = pair
    meet(ada, bob)
    resigns(ada, bob)
    ada.page.get_by_role("button", name="Rematch").click()
    bob.page.get_by_role("button", name="Next opponent").click()
    expect(ada.page.get_by_text("There is no rematch: one of you has gone on.")).to_be_visible()
    expect(bob.page.get_by_role("heading", name="Looking for an opponent")).to_be_visible()
    # The session of who looks at the result ends elsewhere: the page goes on to the sign-in.
    ada.context.request.post(f"{ada.url}/api/v1/logout", data={}, headers={"Origin": ada.url})
    expect(ada.page.get_by_role("button", name="Play as guest")).to_be_visible()


def test_the_machine_is_paused_left_found_again_and_met_at_the_same_level(
    browser: Browser, server: Process
):
    eve = Player.as_guest(browser, server.url, "Eve")
    eve.page.get_by_label("Points to win").first.select_option("5")
    eve.page.get_by_role("button", name="Hard").click()
    assert eve.wait_for("match")["settings"]["points"] == 5
    expect(eve.page.locator(".banner")).to_be_hidden()
    eve.page.keyboard.press("p")
    expect(eve.page.get_by_text("Paused")).to_be_visible()
    eve.page.keyboard.press("Escape")
    eve.wait_for("countdown", 2)
    eve.page.go_back()
    eve.page.get_by_role("button", name="Leave for now").click()
    assert eve.wait_for("pause", 2)["chosen"]
    eve.page.go_forward()
    eve.page.locator(".banner").get_by_role("button", name="Go on").click()
    eve.wait_for("countdown", 3)
    resigns(eve)
    eve.page.reload()
    eve.page.get_by_role("button", name="Play again: Hard").click()
    eve.page.wait_for_url("**/match/*")
    again = eve.wait_for("matched", 2)["match"]
    assert server.get(f"/api/v1/matches/{again}", eve.context)["level"] == "hard"
    assert eve.problems == []
    eve.context.close()
