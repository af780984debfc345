"""Rooms that players make: found, joined, by invitation; and search in what was said."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.e2e.player import Player
from tests.e2e.server import Process
from tests.e2e.test_chat import PASSWORD, WIDE, field, said, say, tab


@pytest.fixture(scope="module")
def people(browser: Browser, server: Process) -> Iterator[tuple[Page, Page]]:
    """Ada and Bob, each at a wide window with the chat open."""
    two = [Player.with_account(browser, server.url, name, PASSWORD) for name in ("Ada", "Bob")]
    for player in two:
        player.page.set_viewport_size(WIDE)
        player.in_lobby()
        player.page.get_by_role("button", name="Chat", exact=True).click()
        expect(field(player.page)).to_be_visible()
    yield two[0].page, two[1].page
    for player in two:
        assert player.problems == []
        player.context.close()


def choose(page: Page, menu: str, item: str) -> None:
    """Press an item of a menu of the dock."""
    page.locator(".dock").get_by_role("button", name=menu).click()
    page.get_by_role("menuitem", name=item).click()


def make(page: Page, name: str, topic: str, who: str) -> None:
    """Make a room, and be in it."""
    choose(page, "Rooms and search", "New room")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_label("What it is about").fill(topic)
    dialog.get_by_label("Who may come").select_option(label=who)
    dialog.get_by_role("button", name="Make the room").click()
    expect(page.locator(".room-name")).to_have_text(name)
    expect(field(page)).to_have_attribute("placeholder", f"Write in {name}")


def notice(page: Page, text: str) -> Locator:
    """What the room itself says."""
    return page.locator(".line-notice", has_text=text)


def test_a_public_room_is_found_joined_and_somebody_is_removed(people: tuple[Page, Page]):
    ada, bob = people
    make(ada, "Spin doctors", "All about spin", "Everybody may join")
    expect(ada.locator(".room-topic")).to_have_text("All about spin")
    choose(bob, "Rooms and search", "Find a room")
    bob.get_by_label("Public rooms, by name").fill("spin")
    bob.get_by_role("button", name="Spin doctors", exact=True).click()
    expect(bob.get_by_text("You can read here. Join to speak.")).to_be_visible()
    expect(field(bob)).to_be_hidden()
    bob.get_by_role("button", name="Join", exact=True).click()
    expect(field(bob)).to_be_focused()
    expect(notice(ada, "Bob has joined.")).to_be_visible()
    say(bob, "Backspin is underrated")
    expect(said(ada, "Backspin is underrated")).to_have_count(1)
    ada.get_by_role("button", name="Members").click()
    row = ada.locator(".sheet .row", has_text="Bob")
    expect(row).to_contain_text("member")
    choose(ada, "What to do with Bob", "Remove from the room")
    ada.get_by_role("dialog").get_by_role("button", name="Remove from the room").click()
    expect(row).to_have_count(0)
    expect(bob.get_by_text("You can read here. Join to speak.")).to_be_visible()
    expect(notice(bob, "Ada has removed Bob.")).to_be_visible()
    ada.keyboard.press("Escape")
    expect(field(ada)).to_be_focused()
    tab(bob, "Lobby").click()
    expect(tab(bob, "Spin doctors")).to_have_count(0)


def test_a_room_by_invitation(people: tuple[Page, Page]):
    ada, bob = people
    make(ada, "Back room", "", "Only by invitation")
    ada.get_by_role("button", name="Members").click()
    ada.get_by_label("Invite somebody, by name").fill("Bob")
    ada.get_by_role("button", name="Invite Bob").click()
    expect(ada.locator(".sheet .row", has_text="Bob")).to_contain_text("invited")
    tab(bob, "Back room, you are invited").click()
    expect(notice(bob, "Ada has invited Bob.")).to_be_visible()
    bob.get_by_role("button", name="Accept").click()
    expect(field(bob)).to_be_focused()
    say(bob, "Quiet in here")
    tab(ada, "Back room").click()
    expect(said(ada, "Quiet in here")).to_have_count(1)
    bob.reload()
    expect(said(bob, "Quiet in here")).to_have_count(1)
    ada.get_by_role("button", name="Members").click()
    choose(ada, "What to do with Bob", "Make moderator")
    expect(ada.locator(".sheet .row", has_text="Bob")).to_contain_text("moderator")
    choose(bob, "What to do with this room", "Leave the room")
    bob.get_by_role("dialog").get_by_role("button", name="Leave the room").click()
    expect(tab(bob, "Back room")).to_have_count(0)
    expect(field(bob)).to_have_attribute("placeholder", "Write in the Lobby")
    ada.get_by_role("button", name="Back to the room").click()
    expect(notice(ada, "Bob has left.")).to_be_visible()


def test_a_line_is_found_by_its_words(people: tuple[Page, Page]):
    ada = people[0]
    tab(ada, "Lobby").click()
    choose(ada, "Rooms and search", "Search what was said")
    ada.get_by_label("Search in your rooms").fill("backspin under")
    found = ada.get_by_role("button", name="Bob in Spin doctors")
    found.focus()
    ada.keyboard.press("Enter")
    expect(tab(ada, "Spin doctors")).to_have_attribute("aria-selected", "true")
    line = ada.locator("li.chat-line", has_text="Backspin is underrated")
    expect(line).to_be_in_viewport()
    expect(line).to_be_focused()


def _paging(route: Route, what: str, item: Callable[[int], dict[str, Any]]) -> None:
    """Answer with 120 things, fifty at a time; after the first page one more has come."""
    skip = int(parse_qs(urlsplit(route.request.url).query)["skip"][0])
    newer = 1 if skip else 0
    numbers = range(120 + newer)[skip : skip + 50]
    found = [item(number - newer) for number in numbers]
    route.fulfill(json={what: found, "more": skip + 50 < 120 + newer})


def test_what_is_found_goes_on_beyond_the_first_fifty(people: tuple[Page, Page]):
    ada = people[0]

    def line(number: int) -> dict[str, Any]:
        event = {"number": number + 1, "kind": "line", "at": 1, "author": "z", "name": "Zoe"}
        return {"room": "lobby", "event": event | {"line": 1, "text": f"Found {number}"}}

    def room(number: int) -> dict[str, Any]:
        return {"id": f"r.{number}", "name": f"Room {number}", "topic": "", "members": 1}

    ada.route("**/api/v1/lines?*", lambda route: _paging(route, "lines", line))
    ada.route("**/api/v1/rooms/public?*", lambda route: _paging(route, "rooms", room))
    for item, words, rows in (
        ("Search what was said", "found", ".found"),
        ("Find a room", "room", ".sheet .row-link"),
    ):
        choose(ada, "Rooms and search", item)
        with ada.expect_response(lambda answer, asked=f"={words}&": asked in answer.url):
            ada.locator(".sheet input").fill(words)  # the first answer may be to an empty field
        expect(ada.locator(rows)).to_have_count(50)
        expect(ada.locator(".sheet .note")).to_have_text("The first 50")
        more = ada.locator(".sheet").get_by_role("button", name="Show more")
        more.click()
        expect(ada.locator(rows)).to_have_count(99)  # one of these fifty was shown before
        expect(ada.locator(rows).nth(50)).to_be_focused()
        more.click()
        expect(ada.locator(rows)).to_have_count(120)
        expect(more).to_be_hidden()
        expect(ada.locator(".sheet .note")).to_have_text("120 found")
        ada.locator(".sheet input").fill("")
        ada.keyboard.press("Escape")
    ada.unroute("**/api/v1/lines?*")
    ada.unroute("**/api/v1/rooms/public?*")
