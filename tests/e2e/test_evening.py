"""Three people talk, in a room and alone, fall out, play, reload, and lose the server meanwhile."""

import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.player import Player
from tests.e2e.server import Process
from tests.e2e.test_chat import PASSWORD, WIDE, field, said, say, tab
from tests.e2e.test_chat_rooms import choose, make, notice
from tests.e2e.test_invitations import cards

NAMES = ("Ada", "Bob", "Cyd")


@pytest.fixture
def three(browser: Browser, server: Process) -> Iterator[tuple[Player, ...]]:
    """Ada, Bob and Cyd, each at a wide window with the chat open; no script of theirs may fail."""
    people = tuple(Player.with_account(browser, server.url, name, PASSWORD) for name in NAMES)
    for player in people:
        player.page.set_viewport_size(WIDE)
        player.in_lobby()
        player.page.get_by_role("button", name="Chat", exact=True).click()
        expect(field(player.page)).to_be_visible()
    yield people
    for player in people:
        assert player.problems == []
        player.context.close()


def _join(page: Page) -> None:
    choose(page, "Rooms and search", "Find a room")
    page.get_by_label("Public rooms, by name").fill("spin")
    page.get_by_role("button", name="Join Spin doctors").click()
    expect(field(page)).to_have_attribute("placeholder", "Write in Spin doctors")


def test_an_evening_of_three(three: tuple[Player, ...], server: Process):
    ada, bob, cyd = (player.page for player in three)

    # a room
    make(ada, "Spin doctors", "All about spin", "Everybody may join")
    for page in (bob, cyd):
        _join(page)
    expect(notice(ada, "Cyd has joined.")).to_be_visible()
    for page, text in ((ada, "Who is here?"), (bob, "I am"), (cyd, "And so am I")):
        say(page, text)
        for other in (ada, bob, cyd):
            expect(said(other, text)).to_have_count(1)

    # a direct message
    bob.locator(".dock").get_by_role("button", name="What to do with Ada").first.click()
    bob.get_by_role("menuitem", name="Message").click()
    expect(field(bob)).to_have_attribute("placeholder", "Write to Ada")
    say(bob, "Between us")
    expect(tab(ada, "Bob, 1 new line")).to_be_visible()
    expect(tab(cyd, "Bob")).to_have_count(0)
    tab(ada, "Bob").click()
    expect(said(ada, "Between us")).to_be_visible()

    # a block in mid-conversation: nothing is left for Ada, and Cyd sees all
    field(bob).press_sequentially("and another th")
    ada.locator(".dock").get_by_role("button", name="What to do with Bob").last.click()
    ada.get_by_role("menuitem", name="Block").click()
    expect(tab(ada, "Bob")).to_have_count(0)
    say(bob, "Can you hear me?")
    expect(bob.locator(".queued.draft")).to_contain_text("Can you hear me?")
    tab(bob, "Spin doctors").click()
    say(bob, "Ada does not answer")
    expect(said(cyd, "Ada does not answer")).to_have_count(1)
    tab(ada, "Spin doctors").click()
    expect(said(ada, "And so am I")).to_have_count(1)
    for text in ("I am", "Ada does not answer"):
        expect(ada.locator(".line-words").get_by_text(text, exact=True)).to_have_count(0)

    # the server is killed while all three are typing
    for page, text in ((ada, "Half a li"), (bob, "Half of Bob's"), (cyd, "Cyd's")):
        field(page).press_sequentially(text)
    say(cyd, "Last words")
    expect(said(bob, "Last words")).to_have_count(1)
    server.stop(signal.SIGKILL)
    say(cyd, "Into the void")
    expect(cyd.locator(".queued")).to_contain_text("Into the void")
    server.start()
    for page in (ada, bob, cyd):
        expect(said(page, "Into the void")).to_have_count(1)
        expect(said(page, "Last words")).to_have_count(1)
    expect(field(ada)).to_have_value("Half a li")
    expect(ada.locator(".line-words").get_by_text("I am", exact=True)).to_have_count(0)

    # a reload, and an invitation into a match
    ada.reload()
    expect(field(ada)).to_have_value("Half a li")
    say(ada, "Cyd, a match?")
    expect(said(cyd, "Cyd, a match?")).to_have_count(1)
    cyd.locator(".dock").get_by_role("button", name="What to do with Ada").last.click()
    cyd.get_by_role("menuitem", name="Invite to play").click()
    cyd.get_by_role("dialog").get_by_role("button", name="Invite").click()
    cards(ada).get_by_role("button", name="Accept the invitation of Cyd").click()
    for player in (three[0], three[2]):
        player.page.wait_for_url("**/match/*")
        player.wait_for("countdown")
    assert three[0].last("match")["match"] == three[2].last("match")["match"]
    expect(said(bob, "Cyd, a match?")).to_have_count(0)
    expect(said(bob, "Who is here?")).to_have_count(0)
