"""Two people at their pages: requests, presence and blocks, live; a menu beside every name."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.player import Player
from tests.e2e.server import Process

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def pair(browser: Browser, server: Process) -> Iterator[tuple[Player, Player]]:
    """Ada on her friends page and Bob in the lobby; each test goes on from the one before."""
    two = [Player.with_account(browser, server.url, name, PASSWORD) for name in ("Ada", "Bob")]
    two[0].page.get_by_role("link", name="Friends").click()
    yield two[0], two[1]
    for player in two:
        assert player.problems == []
        player.context.close()


def _menu(page: Page, name: str, item: str) -> None:
    page.get_by_role("button", name=f"What to do with {name}").first.click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def _can_be_blocked(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"What to do with {name}").first.click()
    expect(page.get_by_role("menuitem", name="Block", exact=True)).to_be_visible()
    page.keyboard.press("Escape")


def _friends(page: Page) -> list[str]:
    return page.get_by_role("list", name="Your friends").get_by_role("listitem").all_inner_texts()


def test_a_request_shows_at_once_and_is_accepted(pair: tuple[Player, Player]):
    ada, bob = pair[0].page, pair[1].page
    expect(ada.get_by_text("Nobody yet.")).to_be_visible()
    ada.get_by_label("Name, or how it begins").fill("bo")
    expect(ada.get_by_text("1 player found")).to_be_visible()
    _can_be_blocked(ada, "Bob")
    ada.get_by_role("button", name="Add Bob as a friend").click()
    expect(ada.get_by_text("Bob has been asked to be your friend.")).to_be_visible()
    expect(ada.get_by_role("list", name="You have asked")).to_contain_text("Bob")

    expect(bob.get_by_text("Ada asks to be your friend.")).to_be_visible()
    bob.get_by_role("link", name="Friends, 1 request waits").click()
    _can_be_blocked(bob, "Ada")
    bob.get_by_role("button", name="Accept the request of Ada").click()
    expect(bob.get_by_role("list", name="Your friends")).to_contain_text("online")
    expect(bob.get_by_role("link", name="Friends", exact=True)).to_be_visible()
    expect(ada.get_by_text("1 friend is here now")).to_be_visible()
    expect(ada.get_by_role("list", name="Your friends")).to_contain_text("online")
    expect(ada.get_by_text("No requests.")).to_be_visible()


def test_a_match_of_a_friend_is_watched(
    pair: tuple[Player, Player], browser: Browser, server: Process
):
    (ada, bob), watcher = (player.page for player in pair), pair[0]
    bob.goto(pair[1].url)
    bob.get_by_role("button", name="Easy").click()
    bob.wait_for_url("**/match/*")
    ada.get_by_role("link", name="Watch the match of Bob").focus()
    ada.keyboard.press("Enter")
    assert watcher.wait_for("match")["sides"] == []
    expect(ada).to_have_title(re.compile("Bob"))
    expect(ada.get_by_role("heading", name="Watching")).to_be_focused()
    expect(ada.locator(".opponent")).to_have_count(0)  # both players are opponents
    score = watcher.wait_for("point")["score"]
    words = f"{score[0]}, .* {score[1]}"
    for page in (ada, bob):
        expect(page.locator(".scoreboard")).to_contain_text(re.compile(words))

    _can_be_blocked(ada, "Bob")
    ada.reload()
    watcher.wait_for("match", 2)
    ada.go_back()
    expect(ada.get_by_role("heading", name="Friends", exact=True)).to_be_visible()
    ada.go_forward()
    watcher.wait_for("match", 3)

    stranger = Player.as_guest(browser, server.url, "Stranger", ada.url.removeprefix(server.url))
    expect(stranger.page.get_by_role("heading", name="Nothing to watch")).to_be_focused()
    assert stranger.problems == []
    stranger.context.close()

    bob.get_by_role("button", name="Resign").click()
    bob.get_by_role("dialog").get_by_role("button", name="Resign").click()
    ada.wait_for_url("**/result")
    expect(ada.get_by_role("link", name="To the lobby", exact=True)).to_be_visible()
    expect(ada.get_by_role("button", name="Play again")).to_have_count(0)
    _can_be_blocked(ada, "Bob")
    ada.get_by_role("link", name="Bob", exact=True).click()
    expect(ada.get_by_role("button", name="Block")).to_be_visible()
    ada.go_back()
    ada.go_back()
    expect(ada.get_by_role("list", name="Your friends")).to_contain_text("online")
    expect(ada.get_by_role("link", name="Watch")).to_have_count(0)


def test_presence_follows_the_other_page(pair: tuple[Player, Player]):
    ada, bob = pair[0].page, pair[1].page
    row = ada.get_by_role("list", name="Your friends").get_by_role("listitem")
    bob.goto(pair[1].url)
    bob.get_by_role("button", name="Easy").click()
    expect(row).to_contain_text("in a match")
    row.get_by_role("link", name="Watch").focus()
    bob.wait_for_url("**/match/*")
    bob.get_by_role("button", name="Resign").click()
    bob.get_by_role("dialog").get_by_role("button", name="Resign").click()
    bob.wait_for_url("**/result")
    expect(row).to_contain_text("online")
    expect(row.get_by_role("link", name="Bob", exact=True)).to_be_focused()
    bob.close()
    expect(row).to_contain_text("offline, seen just now")
    pair[1].page = pair[1].open("/friends")
    expect(row).to_contain_text("online")


def test_a_removal_can_be_undone_and_then_is_made(pair: tuple[Player, Player]):
    ada, bob = pair[0].page, pair[1].page
    _menu(ada, "Bob", "Remove from friends")
    expect(ada.get_by_text("Bob is not your friend any more.")).to_be_visible()
    assert _friends(ada) == []
    expect(ada.get_by_role("button", name="Undo")).to_be_focused()
    ada.keyboard.press("Enter")
    expect(ada.get_by_role("list", name="Your friends")).to_contain_text("Bob")
    assert len(_friends(bob)) == 1

    _menu(ada, "Bob", "Remove from friends")
    notice = ada.locator(".notice", has_text="Bob is not your friend any more.")
    notice.get_by_role("button", name="Close this message").click()
    expect(bob.get_by_text("Nobody yet.")).to_be_visible()


def test_a_name_in_the_lobby_is_blocked_by_keys_alone(pair: tuple[Player, Player]):
    ada, bob = pair[0].page, pair[1].page
    bob.goto(pair[1].url)
    bob.get_by_role("button", name="Open", exact=True).click()
    ada.get_by_role("link", name="Rally, to the lobby").click()
    name = ada.get_by_role("link", name="Bob", exact=True)
    name.focus()
    ada.keyboard.press("Tab")
    expect(ada.get_by_role("button", name="Join the game of Bob")).to_be_focused()
    ada.keyboard.press("Tab")
    ada.keyboard.press("Enter")
    expect(ada.get_by_role("menuitem", name="Profile")).to_be_focused()
    ada.keyboard.press("Escape")
    expect(ada.get_by_role("button", name="What to do with Bob")).to_be_focused()
    ada.keyboard.press("Enter")
    ada.keyboard.press("End")
    expect(ada.get_by_role("menuitem", name="Block")).to_be_focused()
    ada.keyboard.press("ArrowDown")
    ada.keyboard.press("ArrowUp")
    ada.keyboard.press("Enter")
    expect(name).to_be_hidden()
    expect(ada.get_by_text("Bob is blocked")).to_be_visible()

    bob.goto(f"{pair[1].url}/player/{pair[0].wait_for('welcome')['player']['id']}")
    expect(bob.get_by_text("There is no such player, or not for you.")).to_be_visible()
    ada.get_by_role("link", name="Friends").click()
    ada.get_by_role("button", name="Unblock Bob").click()
    expect(ada.get_by_text("You have blocked nobody.")).to_be_visible()
    bob.reload()
    expect(bob.get_by_role("heading", name="Ada")).to_be_visible()


def test_a_guest_is_told_what_an_account_is_for(browser: Browser, server: Process):
    player = Player.as_guest(browser, server.url, "Wanderer")
    player.page.get_by_role("link", name="Friends").click()
    expect(player.page.get_by_role("heading", name="Friends need an account")).to_be_visible()
    player.page.get_by_role("link", name="Make an account").click()
    expect(player.page.get_by_role("heading", name="You play as a guest")).to_be_visible()
    assert player.problems == []
    player.context.close()
