"""Every screen at every size, full of people with long names: what is cut off, overlaps, is too
small for a finger, scrolls sideways, or is not in view though it is what the page is for.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.e2e.crowd import Crowd, enter, fill, gather, over, play, resign
from tests.e2e.screens import (
    CHAT,
    LAPTOP,
    MATCH,
    PHONE,
    SCREENS,
    SIZES,
    ZOOMED,
    Screen,
    Size,
    missing_routes,
)
from tests.e2e.server import Process

GEOMETRY = (Path(__file__).parent / "geometry.js").read_text()
IN_PLAY, KEYS = [".stage", ".score-points", ".score-name", ".ping"], ".screen-key"
Window = tuple[bool, bool]
"""Whether somebody is signed in, and whether it is a screen for fingers."""


@pytest.fixture(scope="module")
def crowd(browser: Browser, server: Process) -> Crowd:
    """The people, on a server of their own."""
    return gather(browser, server)


@pytest.fixture(scope="module")
def pages(browser: Browser, crowd: Crowd) -> Iterator[dict[Window, Page]]:
    """A page for each kind of window."""
    found = dict[Window, Page]()
    for signed_in, touch in product((False, True), (False, True)):
        context = crowd.context(browser, PHONE if touch else LAPTOP)
        page = (crowd.signed_in(context) if signed_in else context).new_page()
        fill(page, crowd.ada)
        found[signed_in, touch] = page
    yield found
    for page in found.values():
        page.context.close()


def test_no_route_is_forgotten():
    assert missing_routes({MATCH}) == set()
    assert missing_routes({MATCH}, SCREENS[:-1]) == {""}


def faults(page: Page, first: Sequence[str], *, touch: bool) -> list[str]:
    """Return what is wrong with the page as it is, at each size of its kind of window."""
    return [
        f"{size}: {fault}"
        for size in (*SIZES, ZOOMED)
        if size.touch == touch
        for fault in _measured(page, () if size is ZOOMED else first, size)
    ]


def _measured(page: Page, first: Sequence[str], size: Size) -> list[str]:
    page.set_viewport_size(ViewportSize(width=size.width, height=size.height))
    return page.evaluate(GEOMETRY, {"first": first, **size._asdict()})


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_a_screen_holds_at_every_size(crowd: Crowd, pages: dict[Window, Page], screen: Screen):
    found = list[str]()
    for touch in (False, True):
        page = pages[screen.signed_in, touch]
        screen.visit(page, crowd.url, ada=crowd.ada, bob=crowd.bob)
        found += faults(page, screen.first, touch=touch)
    assert not found, "\n".join(found)


def test_the_chat_holds_at_every_size(crowd: Crowd, pages: dict[Window, Page]):
    found = list[str]()
    for size in (*SIZES, ZOOMED):
        page = pages[True, size.touch]
        page.goto("about:blank")  # the chat goes from page to column by itself when there is room
        page.set_viewport_size(ViewportSize(width=size.width, height=size.height))
        CHAT.visit(page, crowd.url, ada=crowd.ada, bob=crowd.bob)
        measured = _measured(page, () if size is ZOOMED else CHAT.first, size)
        found += [f"{size}: {fault}" for fault in measured]
    assert not found, "\n".join(found)


def test_a_long_list_is_shown_bit_by_bit_and_what_matters_first(
    crowd: Crowd, pages: dict[Window, Page]
):
    page = pages[True, False]
    page.goto(crowd.url)
    games = page.get_by_role("list", name="Open games").get_by_role("listitem")
    expect(games).to_have_count(12)
    expect(games.first).to_contain_text("your friend")
    more = page.get_by_role("button", name="Show more, 12 are left")
    more.click()
    expect(games).to_have_count(24)
    expect(games.last).not_to_contain_text("your friend")
    expect(games.nth(12).get_by_role("link")).to_be_focused()
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()
    page.get_by_label("Length").select_option("to 3 points")
    expect(games).to_have_count(4)
    page.goto(f"{crowd.url}/friends")
    titles = page.get_by_role("heading", level=2)
    expect(titles).to_have_text(["Requests", "Find a player", "Your friends", "Blocked"])


@pytest.mark.parametrize("touch", [False, True])
def test_a_match_of_two_on_one_keyboard_and_its_result(
    crowd: Crowd, pages: dict[Window, Page], touch: bool
):
    page = pages[True, touch]
    play(page, crowd.url)
    found = faults(page, IN_PLAY + ([KEYS] if touch else []), touch=touch)
    resign(page)
    found += faults(page, [".dialog .button"], touch=touch)
    over(page)
    found += faults(page, ["h1", ".result-score"], touch=touch)
    assert not found, "\n".join(found)


def test_a_match_of_two_people(browser: Browser, crowd: Crowd, pages: dict[Window, Page]):
    bob = crowd.signed_in(crowd.context(browser, LAPTOP), "bob").new_page()
    ada = pages[True, True]
    for page in (bob, ada):
        enter(page, crowd.url)
        page.get_by_role("button", name="Find an opponent").click()
    ada.wait_for_url("**/match/*")
    found = list[str]()
    for touch in (True, False):
        page = pages[True, touch]
        page.goto(ada.url)
        expect(page.locator(".fair-play summary")).to_be_visible()
        found += faults(page, IN_PLAY + ([KEYS] if touch else []), touch=touch)
    bob.context.close()
    expect(pages[True, False].get_by_text("Paused")).to_be_visible()
    found += faults(pages[True, False], [".stage", ".banner-title"], touch=False)
    assert not found, "\n".join(found)
