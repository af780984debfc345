"""Two people invite each other to play, from a menu and a profile, whatever happens in between."""

import re
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.player import Player
from tests.e2e.server import Process


@pytest.fixture
def pair(browser: Browser, server: Process) -> Iterator[tuple[Player, Player]]:
    """Ada at the profile of Bob, who is in the lobby; no script of theirs may fail."""
    ada, bob = (Player.as_guest(browser, server.url, name) for name in ("Ada", "Bob"))
    bob.in_lobby()
    bob_id = bob.wait_for("welcome")["player"]["id"]
    ada.page.goto(f"{server.url}/player/{bob_id}")
    expect(ada.page.get_by_role("heading", name="Bob")).to_be_visible()
    yield ada, bob
    for player in (ada, bob):
        assert player.problems == []
        player.context.close()


def cards(page: Page) -> Locator:
    return page.get_by_role("region", name="Invitations to play")


def invite(ada: Player, bob: Player, points: str = "3") -> None:
    """Let Ada invite Bob, by the button of his profile."""
    ada.page.get_by_role("button", name="Invite to play").click()
    dialog = ada.page.get_by_role("dialog", name="Invite Bob to play")
    dialog.get_by_label("Points to win").select_option(points)
    dialog.get_by_role("button", name="Invite").click()
    expect(dialog).to_be_hidden()
    ada.page.wait_for_function("() => !history.state?.layer")  # a step back would stop a reload
    expect(cards(ada.page)).to_contain_text("You have invited Bob")
    expect(cards(bob.page)).to_contain_text("Ada invites you to play")
    expect(cards(bob.page)).to_contain_text(f"to {points} points")


def both_play(ada: Player, bob: Player) -> None:
    """Check that both were led into the match, which begins."""
    for player in (ada, bob):
        player.page.wait_for_url("**/match/*")
        player.wait_for("countdown")
        expect(cards(player.page)).to_be_hidden()
    assert ada.last("match")["match"] == bob.last("match")["match"]
    assert ada.last("match")["settings"]["points"] == 3


def test_who_accepts_plays_in_one_tab_and_the_other_goes_along(pair: tuple[Player, Player]):
    ada, bob = pair
    invite(ada, bob)
    expect(bob.page).to_have_title(re.compile("Ada invites you"))
    other = bob.open("/friends")
    expect(cards(other)).to_contain_text("Ada invites you to play")
    other.get_by_role("button", name="Accept the invitation of Ada").press("Enter")
    other.wait_for_url("**/match/*")
    both_play(ada, bob)
    expect(cards(other)).to_be_hidden()


def test_what_is_declined_or_taken_back_is_gone_everywhere_and_said_once(
    pair: tuple[Player, Player],
):
    ada, bob = pair
    invite(ada, bob)
    ada.page.get_by_role("button", name="Take back the invitation to Bob").click()
    expect(bob.page.get_by_text("Ada has taken back the invitation.")).to_be_visible()
    invite(ada, bob)
    other = bob.open("/")
    expect(cards(other)).to_be_visible()
    bob.page.get_by_role("button", name="Decline the invitation of Ada").click()
    expect(ada.page.get_by_text("Bob has declined your invitation.")).to_be_visible()
    for page in (ada.page, bob.page, other):
        expect(cards(page)).to_be_hidden()
    ada.page.get_by_role("button", name="Invite to play").click()
    ada.page.get_by_role("dialog").get_by_role("button", name="Invite").click()
    expect(ada.page.get_by_role("alert").filter(has_text="too fast")).to_be_visible()


def test_it_outlives_a_reload_and_a_kill_and_both_are_led_into_the_match(
    pair: tuple[Player, Player], server: Process
):
    ada, bob = pair
    invite(ada, bob)
    for player, words in ((ada, "You have invited Bob"), (bob, "Ada invites you to play")):
        player.page.reload()
        expect(cards(player.page)).to_contain_text(words)
    before = [player.count("welcome") for player in pair]
    server.stop(signal.SIGKILL)
    server.start()
    for player, count in zip(pair, before, strict=True):
        player.wait_for("welcome", count + 1)
    expect(cards(ada.page)).to_contain_text("You have invited Bob")
    bob.page.get_by_role("button", name="Accept the invitation of Ada").click()
    both_play(ada, bob)


def test_who_plays_is_left_alone_until_the_match_is_over(pair: tuple[Player, Player]):
    ada, bob = pair
    bob.page.get_by_role("button", name="Easy").click()
    bob.page.wait_for_url("**/match/*")
    ada.page.get_by_role("button", name="Invite to play").click()
    ada.page.get_by_role("dialog").get_by_role("button", name="Invite").click()
    expect(cards(bob.page)).to_have_text("1 invitation waits", use_inner_text=True)
    expect(cards(bob.page).get_by_role("button")).to_have_count(0)
    bob.wait_for("flight")
    bob.page.get_by_role("button", name="Resign").click()
    bob.page.get_by_role("dialog").get_by_role("button", name="Resign").click()
    bob.page.wait_for_url("**/result")
    expect(bob.page.get_by_role("button", name="Accept the invitation of Ada")).to_be_visible()
