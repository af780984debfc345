"""Lines on the page: whatever is in them is text, and nothing moves but what is scrolled."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.e2e.far_room import FAR, FarRoom
from tests.e2e.player import Player
from tests.e2e.server import Process
from tests.e2e.test_chat import said, tab
from tests.e2e.test_shifts import SHIFTS

WIDE = ViewportSize(width=1440, height=900)
ATTACKS: list[str] = json.loads(
    (Path(__file__).parents[1] / "webui" / "xss.json").read_text(encoding="utf-8")
)


@pytest.fixture
def ada(browser: Browser, server: Process) -> Iterator[Player]:
    """Ada, who has left the chat open."""
    ada = Player.as_guest(browser, server.url, "Ada")
    ada.context.add_init_script("localStorage.setItem('rally.chat.open', 'open')")
    yield ada
    assert ada.problems == []
    ada.context.close()


def _page(ada: Player) -> Page:
    page = ada.context.new_page()
    page.on("pageerror", lambda error: ada.problems.append(str(error)))
    page.set_viewport_size(WIDE)
    return page


def test_whatever_is_said_stays_text_and_whoever_has_scrolled_up_stays_there(
    ada: Player,
):
    page, room = _page(ada), FarRoom(5, 5)
    page.add_init_script(SHIFTS)
    room.open(page, ada.url)
    tab(page, "Zoe").click()
    expect(said(page, "Far line 5")).to_be_visible()
    page.evaluate("() => { shifted = 0; }")
    for text in ATTACKS:
        room.tell(text)
    expect(page.locator(f'[data-number="{len(room.lines)}"]')).to_be_in_viewport()
    texts = page.evaluate(
        "[...document.querySelectorAll('.line-words')].map(({ textContent }) => textContent)"
    )
    plain = [text for text in ATTACKS if not text.startswith("/me ")]
    assert [text for text in plain if text not in texts] == []
    tags = page.evaluate(
        "[...document.querySelectorAll('.line-words *')].map(({ tagName }) => tagName)"
    )
    assert {*tags} <= {"A", "MARK"}
    assert page.evaluate("window.xss") is None
    assert page.evaluate("() => shifted") < 0.01
    lines = page.get_by_role("log")
    lines.evaluate("(log) => { log.scrollTop = log.scrollHeight / 2; }")
    expect(page.get_by_role("button", name="To the newest")).to_be_visible()
    top = lines.evaluate("(log) => log.scrollTop")
    room.tell("One more")
    expect(page.get_by_role("button", name="1 new line")).to_be_visible()
    assert lines.evaluate("(log) => log.scrollTop") == top
    page.get_by_role("button", name="1 new line").click()
    expect(said(page, "One more")).to_be_in_viewport()
    page.close()


def test_history_both_ways_and_a_jump_to_what_is_new(ada: Player):
    page = _page(ada)
    FarRoom(300, 20).open(page, ada.url)
    tab(page, "Zoe, 100 new lines").click()
    lines = page.get_by_role("log")
    expect(said(page, "Far line 300")).to_be_in_viewport()
    first = page.locator('[data-number="205"]')
    top = lines.evaluate(
        """(log) => {
            log.scrollTop = 60;
            return log.querySelector('[data-number="205"]').getBoundingClientRect().top;
        }"""
    )
    expect(page.locator('[data-number="151"]')).to_have_count(1)
    box = first.bounding_box()
    assert box is not None
    assert abs(box["y"] - top) < 1
    page.get_by_role("button", name="To the first of 100 new lines").click()
    expect(said(page, "Far line 21").first).to_be_in_viewport()
    expect(page.locator(".line-mark.unread")).to_be_in_viewport()
    expect(page.get_by_role("button", name="To the first of")).to_be_hidden()
    while page.locator('[data-number="300"]').count() == 0:
        lines.evaluate("(log) => { log.scrollTop = log.scrollHeight; }")
        page.wait_for_timeout(20)
    expect(page.locator('[data-number="250"]')).to_have_count(1)
    page.close()


def test_a_line_that_is_found_far_above_is_shown_among_those_around_it(ada: Player):
    page = _page(ada)
    room = FarRoom(300, 300)
    room.open(page, ada.url)
    found = {"room": FAR, "event": room.lines[99]}
    page.route(
        "**/api/v1/lines?words=far&skip=0",
        lambda route: route.fulfill(json={"lines": [found], "more": False}),
    )
    page.locator(".dock").get_by_role("button", name="Rooms and search").click()
    page.get_by_role("menuitem", name="Search what was said").click()
    page.get_by_label("Search in your rooms").fill("far")
    page.get_by_role("button", name="Far line 100").click()
    line = page.locator('li[data-number="100"]')
    expect(line).to_be_in_viewport()
    expect(line).to_be_focused()
    expect(page.locator('li[data-number="95"]')).to_have_count(1)
    expect(page.locator('li[data-number="105"]')).to_have_count(1)
    page.close()
