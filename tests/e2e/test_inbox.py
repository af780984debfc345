"""The inbox in the browser: the bell rings on every page, and what is read is read everywhere."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.player import Player
from tests.e2e.server import Process

PASSWORD = "correct horse battery"
TOLD = "Bob is your friend now."


@pytest.fixture(scope="module")
def pair(browser: Browser, server: Process) -> Iterator[tuple[Player, Player]]:
    """Ada and Bob in the lobby; each test goes on from the one before."""
    two = [Player.with_account(browser, server.url, name, PASSWORD) for name in ("Ada", "Bob")]
    yield two[0], two[1]
    for player in two:
        assert player.problems == []
        player.context.close()


def _bell(page: Page, name: str = "Inbox") -> None:
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()


def _id(player: Player) -> str:
    href = player.page.locator(".topbar-player").get_attribute("href")
    assert href is not None
    return href.rpartition("/")[2]


def test_an_inbox_without_notes_says_what_it_is_for(pair: tuple[Player, Player]):
    ada = pair[0].page
    ada.get_by_role("button", name="Inbox", exact=True).click()
    dialog = ada.get_by_role("dialog", name="Inbox")
    expect(dialog.get_by_text("Nothing has come for you yet.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Mark all as read")).to_be_disabled()
    ada.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_the_bell_rings_on_every_page(pair: tuple[Player, Player]):
    ada, bob = pair
    second = ada.open("/friends")
    _bell(second)
    ada.page.goto(f"{ada.url}/player/{_id(bob)}")
    ada.page.get_by_role("button", name="Add as a friend").click()
    bob.page.get_by_role("link", name="Friends, 1 request waits").click()
    bob.page.get_by_role("button", name="Accept the request of Ada").click()
    for page in (ada.page, second):
        if page is second:  # the other page shows Bob, which says it
            expect(page.locator(".notice").get_by_text(TOLD)).to_be_visible()
        _bell(page, "Inbox, 1 new note")
        expect(page).to_have_title("(1) Bob · Rally" if page is ada.page else "(1) Friends · Rally")


def test_what_is_read_on_one_page_is_read_on_all(pair: tuple[Player, Player]):
    ada, bob = pair
    second = ada.context.pages[1]
    second.reload()
    _bell(second, "Inbox, 1 new note")
    ada.page.get_by_role("button", name="Inbox, 1 new note").click()
    dialog = ada.page.get_by_role("dialog", name="Inbox")
    [row] = dialog.get_by_role("listitem").all()
    expect(row).to_contain_text(TOLD)
    expect(row).to_contain_text("new")
    dialog.get_by_role("button", name="Mark all as read").click()
    expect(row).not_to_contain_text("new")
    ada.page.go_back()
    expect(dialog).to_be_hidden()
    assert ada.page.url.endswith(f"/player/{_id(bob)}"), "Back has only closed the dialog"
    for page in (ada.page, second):
        _bell(page)
        expect(page).not_to_have_title("(1)")


def test_an_entry_leads_to_its_place(pair: tuple[Player, Player]):
    ada, bob = pair
    ada.page.goto(ada.url)
    ada.page.get_by_role("button", name="Inbox", exact=True).click()
    ada.page.get_by_role("dialog").get_by_role("link", name=TOLD).click()
    expect(ada.page.get_by_role("heading", name="Bob")).to_be_visible()
    expect(ada.page.get_by_role("dialog")).to_be_hidden()
    assert ada.page.url.endswith(f"/player/{_id(bob)}")


def test_a_block_takes_what_is_about_the_blocked(pair: tuple[Player, Player]):
    ada, _ = pair
    ada.page.goto(ada.url + "/friends")
    ada.page.get_by_role("button", name="What to do with Bob").first.click()
    ada.page.get_by_role("menuitem", name="Block", exact=True).click()
    expect(ada.page.get_by_text("You have blocked").first).to_be_visible()
    ada.page.get_by_role("button", name="Inbox", exact=True).click()
    dialog = ada.page.get_by_role("dialog", name="Inbox")
    expect(dialog.get_by_text("Nothing has come for you yet.")).to_be_visible()
