"""Accounts at the page: what a form says, two tabs with one cookie, a stolen one, log-out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.player import Player
from tests.e2e.server import Process

PASSWORD = "correct horse battery"


@pytest.fixture
def ada(browser: Browser, server: Process) -> Iterator[Player]:
    """Somebody at the sign-in."""
    yield from _until_the_end(Player(browser, server.url, "Ada"))


@pytest.fixture
def guest(browser: Browser, server: Process) -> Iterator[Player]:
    """Somebody in the lobby."""
    player = Player.as_guest(browser, server.url, "Ada")
    player.in_lobby()
    yield from _until_the_end(player)


def _until_the_end(player: Player) -> Iterator[Player]:
    yield player
    assert player.problems == []
    player.context.close()


def _sign_in_is_shown(page: Page) -> None:
    expect(page.get_by_role("button", name="Play as guest")).to_be_visible()


def _note(page: Page, label: str) -> str:
    """The text below a field."""
    field = page.get_by_label(label)
    return page.locator(f"#{field.get_attribute('aria-describedby')}").inner_text()


def test_the_form_says_what_is_wrong_where_it_is(ada: Player):
    page = ada.page
    page.get_by_role("button", name="Register").click()
    page.get_by_label("Name that others see").fill("Ada Lovelace")
    page.get_by_label("Log-in name").fill("a b")
    page.get_by_role("textbox", name="E-mail").fill("ada")
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Make an account").click()
    assert "Letters, digits" in _note(page, "Log-in name")
    assert "looks like" in _note(page, "E-mail")
    assert "At least 8" in _note(page, "Password")

    page.get_by_label("Log-in name").fill("lovelace")
    page.get_by_role("textbox", name="E-mail").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill("lovelace1")  # only the server knows better
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_text("Your own names and the name of this game")).to_be_visible()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Make an account").click()
    ada.in_lobby()
    assert page.evaluate("scrollY") == 0  # the form was longer than the window


def test_tabs_with_one_cookie_stay_signed_in(guest: Player):
    tabs = [guest.page, *(guest.open("/") for _ in range(3))]
    for _ in range(3):
        for tab in tabs:  # all of them ask for new tokens at once
            tab.evaluate("setTimeout(() => location.reload(), 0)")
        for tab in tabs:
            tab.wait_for_load_state()
            expect(tab.get_by_role("heading", name="Lobby")).to_be_visible()


def test_log_out_reaches_the_other_tab(guest: Player):
    other = guest.open("/")
    expect(other.get_by_role("heading", name="Lobby")).to_be_visible()
    guest.page.get_by_role("button", name="Log out").click()
    _sign_in_is_shown(guest.page)
    _sign_in_is_shown(other)


def test_a_stolen_cookie_throws_out_the_thief_and_the_owner(
    guest: Player, browser: Browser, server: Process
):
    stolen = guest.context.cookies()
    assert [cookie.get("httpOnly") for cookie in stolen] == [True]
    guest.page.reload()  # exchanges it
    guest.in_lobby()
    thief = browser.new_context()
    thief.add_cookies([{**cookie} for cookie in stolen])  # type: ignore[list-item]
    page = thief.new_page()
    page.goto(server.url)
    _sign_in_is_shown(page)
    _sign_in_is_shown(guest.page)
    thief.close()


def test_no_token_is_kept_where_a_script_finds_it(guest: Player):
    kept = guest.page.evaluate(
        "JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])"
    )
    assert "eyJ" not in kept
    for cookie in guest.context.cookies():
        assert str(cookie.get("value")) not in kept
