"""The opponent's card in a match: beside the court in a wide window, folded in a narrow one."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.e2e.player import Player, meet
from tests.e2e.screens import LAPTOP, PHONE
from tests.e2e.server import Process

PASSWORD = "correct horse battery"
NUMBER = count(1)
GEOMETRY = (Path(__file__).parent / "geometry.js").read_text()


@pytest.fixture
def pair(browser: Browser, server: Process) -> Iterator[tuple[Player, Player]]:
    """Ada has an account, Bob is a guest; they have begun to play."""
    ada = Player.with_account(browser, server.url, f"Ada {next(NUMBER)}", PASSWORD)
    bob = Player.as_guest(browser, server.url, "Bob")
    ada.page.set_viewport_size(ViewportSize(width=LAPTOP.width, height=LAPTOP.height))
    meet(ada, bob)
    yield ada, bob
    for player in (ada, bob):
        assert player.problems == []
        player.context.close()


def _card(page: Page):
    return page.locator(".opponent")


def _box(page: Page, selector: str) -> dict[str, Any]:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return {"left": box["x"], "right": box["x"] + box["width"], **box}


def test_it_stands_beside_the_court_of_a_wide_window(pair: tuple[Player, Player]):
    page = pair[0].page
    card = _card(page)
    expect(card.get_by_role("link", name="Bob")).to_be_visible()
    expect(card.get_by_text("Guest")).to_be_visible()
    expect(card.get_by_text("played")).to_be_visible()
    court, beside = _box(page, ".stage"), _box(page, ".opponent")
    assert court["right"] < beside["left"], "beside it, not over it"
    assert beside["right"] <= LAPTOP.width
    assert beside["y"] < court["y"] + court["height"] / 2
    assert court["width"] > 0.75 * LAPTOP.width
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        faults = page.evaluate(GEOMETRY, {"first": [".stage", ".opponent"], **LAPTOP._asdict()})
        assert faults == []


def test_it_is_folded_where_there_is_no_room(pair: tuple[Player, Player]):
    page = pair[1].page
    card = _card(page)
    expect(card.get_by_text("Your opponent")).to_be_visible()
    expect(card.get_by_role("link", name=pair[0].name)).to_be_hidden()
    card.get_by_text("Your opponent").click()
    expect(card.get_by_role("link", name=pair[0].name)).to_be_visible()
    size = PHONE._replace(touch=False)
    page.set_viewport_size(ViewportSize(width=size.width, height=size.height))
    assert page.evaluate(GEOMETRY, {"first": [".stage"], **size._asdict()}) == []


def test_the_machine_has_no_card(browser: Browser, server: Process):
    cyd = Player.as_guest(browser, server.url, "Cyd")
    cyd.page.get_by_role("button", name="Easy").click()
    cyd.wait_for("countdown")
    expect(cyd.page.locator(".stage")).to_be_visible()
    expect(_card(cyd.page)).to_be_hidden()
    assert cyd.problems == []
    cyd.context.close()


def test_who_is_blocked_has_no_card_and_sees_none(pair: tuple[Player, Player]):
    ada, bob = pair
    ada.page.get_by_role("button", name="What to do with Bob").click()
    ada.page.get_by_role("menuitem", name="Block", exact=True).click()
    expect(_card(ada.page)).to_be_hidden()
    with bob.page.expect_response("**/api/v1/players/*") as answer:
        bob.page.reload()
    assert answer.value.status == 404
    expect(bob.page.locator(".score-name").first).to_be_visible()
    expect(_card(bob.page)).to_be_hidden()
    ada.page.get_by_role("button", name="Undo").click()
    expect(_card(ada.page)).to_be_visible()
