"""What a page says is true: of lists not known yet, of clicks offline, of a match elsewhere."""

import re

from playwright.sync_api import Browser, Route, expect

from tests.e2e.player import Player, meet
from tests.e2e.proxy import proxied
from tests.e2e.server import Process
from tests.logged import secret

PASSWORD = "nineteen quiet herons"
EMPTY = ("No requests.", "You have blocked nobody.", "Nobody yet.")
FAILED = "This cannot be shown just now."
BAR = ".match-bar"


def _unavailable(route: Route) -> None:
    route.fulfill(status=503, json={"type": "urn:rally:problem:unavailable", "status": 503})


def test_lists_that_cannot_be_read_are_not_called_empty(browser: Browser, server: Process):
    ada = Player.with_account(browser, server.url, "Ada states", PASSWORD)
    page = ada.page
    ada.in_lobby()
    ada.context.route("**/api/v1/friends", _unavailable)
    page.goto(f"{server.url}/friends")
    expect(page.get_by_text(FAILED)).to_have_count(3)
    for text in EMPTY:
        expect(page.get_by_text(text)).to_be_hidden()
    again = page.get_by_role("button", name="Try again").first
    again.focus()
    page.keyboard.press("Enter")
    expect(again).not_to_have_attribute("aria-busy", "true")
    expect(again).to_be_focused()
    ada.context.unroute("**/api/v1/friends")
    page.keyboard.press("Enter")
    for text in EMPTY:
        expect(page.get_by_text(text)).to_be_visible()
    expect(page.get_by_role("heading", name="Requests")).to_be_focused()
    assert ada.problems == []
    ada.context.close()


def test_a_profile_that_cannot_be_read_says_so_and_can_be_tried_again(
    browser: Browser, server: Process
):
    ada = Player.as_guest(browser, server.url, "Ada")
    ada.in_lobby()
    ada.context.route("**/api/v1/players/*", _unavailable)
    ada.page.get_by_role("link", name="Ada, your profile").click()
    expect(ada.page.get_by_text("The server cannot do this just now")).to_be_visible()
    ada.context.unroute("**/api/v1/players/*")
    ada.page.get_by_role("button", name="Try again").click()
    heading = ada.page.get_by_role("heading", name="Ada")
    expect(heading).to_be_focused()
    expect(ada.page).to_have_title("Ada · Rally")
    ada.context.close()


def test_pages_of_tournaments_that_cannot_be_fetched_or_filled(browser: Browser, server: Process):
    ada = Player.as_guest(browser, server.url, "Ada")
    page = ada.page
    ada.in_lobby()
    ada.wait_for("welcome")  # each one tries again by itself
    ada.context.route("**/js/tournaments/**", lambda route: route.abort())
    page.get_by_role("link", name="Tournaments").first.click()
    expect(page.get_by_text("The server cannot be reached.")).to_be_visible()
    ada.context.unroute("**/js/tournaments/**")
    ada.context.route("**/api/v1/tournaments?*", _unavailable)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Tournaments")).to_be_focused()
    expect(page.get_by_text("The server cannot do this just now")).to_be_visible()
    expect(page.get_by_text("There is none of this kind just now.")).to_be_hidden()
    ada.context.unroute("**/api/v1/tournaments?*")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("There is none of this kind just now.")).to_be_visible()
    ada.context.close()


def test_what_is_clicked_offline_never_happens_later(browser: Browser, server: Process):
    with proxied(server.port) as network:
        ada = Player.as_guest(browser, network.url, "Ada")
        page = ada.page
        ada.in_lobby()
        ada.wait_for("playing")
        network.freeze()  # in silence: the page does not know yet
        easy = page.get_by_role("button", name="Easy")
        easy.click()
        expect(easy).to_have_attribute("aria-busy", "true")
        expect(page.locator(".connection-bar")).to_be_visible()
        page.get_by_role("button", name="Medium").click()
        expect(page.get_by_text("You are not connected, so this was not sent.")).to_be_visible()
        page.get_by_role("link", name="Friends").click()
        network.thaw()
        expect(page.locator(".connection-bar")).to_be_hidden()
        page.get_by_role("link", name="Rally, to the lobby").click()
        page.get_by_role("button", name="Find an opponent").click()
        expect(page.get_by_role("heading", name="Looking for an opponent")).to_be_visible()
        assert ada.count("matched") == 0, "what was asked before this has not come about"
        expect(page).to_have_title("Looking for an opponent · Rally")
        assert ada.problems == []
        ada.context.close()


def test_a_second_tab_says_that_the_match_is_played_in_another_one(
    browser: Browser, server: Process
):
    ada = Player.as_guest(browser, server.url, "Ada")
    ada.page.get_by_role("button", name="Easy").click()
    match = ada.wait_for("matched")["match"]
    ada.wait_for("countdown")
    second = ada.open("/friends")
    bar = second.locator(BAR)
    expect(bar).to_contain_text("Your match against Rally AI is played in another tab.")
    bar.get_by_role("link", name="Play here").click()
    expect(second).to_have_url(f"{server.url}/match/{match}")
    expect(bar).to_be_hidden()
    expect(ada.page.get_by_text("This match goes on in another tab")).to_be_visible()
    assert ada.problems == []
    ada.context.close()


def test_the_focus_goes_back_to_where_it_was(browser: Browser, server: Process):
    ada, bob = (Player.as_guest(browser, server.url, name) for name in ("Ada", "Bob"))
    bob.in_lobby()
    bob.page.get_by_role("button", name="Open", exact=True).click()
    ada.in_lobby()
    name = ada.page.locator(".game .person-name")
    name.focus()
    ada.page.keyboard.press("Enter")
    expect(ada.page.get_by_role("heading", name="Bob")).to_be_focused()
    ada.page.go_back()
    expect(name).to_be_focused()
    ada.page.locator(".game").get_by_role("button", name=re.compile("^Join")).click()
    for player in (ada, bob):
        player.wait_for("countdown")
    ada.page.evaluate("document.activeElement.blur()")
    ada.page.go_back()
    expect(ada.page.get_by_role("dialog")).to_be_visible()
    ada.page.keyboard.press("Escape")
    expect(ada.page.get_by_role("dialog")).to_have_count(0)
    expect(ada.page.get_by_role("heading", name="Match", exact=True)).to_be_focused()
    for player in (ada, bob):
        assert player.problems == []
        player.context.close()


def test_a_password_is_shown_on_demand_and_hidden_as_it_is_sent(browser: Browser, server: Process):
    secret(PASSWORD)
    page = browser.new_page()
    page.goto(server.url)
    page.get_by_role("button", name="Log in").first.click()
    page.get_by_label("Log-in name").fill("nobody")
    password = page.get_by_label("Password", exact=True)
    password.fill(PASSWORD)
    password.evaluate("field => field.setSelectionRange(3, 5)")
    page.get_by_role("button", name="Show the password").click()
    expect(password).to_have_attribute("type", "text")
    expect(password).to_be_focused()
    assert password.evaluate("field => [field.selectionStart, field.selectionEnd]") == [3, 5]
    page.locator("form").get_by_role("button", name="Log in").click()
    expect(password).to_have_attribute("type", "password")
    expect(page.get_by_text("Name and password do not match.")).to_be_visible()
    page.context.close()


def test_who_leaves_a_match_is_told_everywhere_how_long_it_waits_and_how_it_ended(
    browser: Browser, server: Process
):
    ada, bob = (Player.as_guest(browser, server.url, name) for name in ("Ada", "Bob"))
    match = meet(ada, bob)
    page = ada.page
    left, right = ("Ada", "Bob") if ada.last("matched")["side"] < 0 else ("Bob", "Ada")
    expect(page).to_have_title(re.compile(f"^0:0 {left} . {right} · Rally$"))
    page.get_by_role("link", name="Friends").click()
    page.get_by_role("button", name="Leave for now").click()
    bar = page.locator(BAR)
    expect(bar).to_contain_text(re.compile(r"against Bob waits for you\..*You lose it in \d+ s\."))
    expect(page).to_have_title(re.compile(r"^● \d+ s to return to your match"))
    page.get_by_role("link", name="Rally, to the lobby").click()
    expect(bar).to_be_visible()
    page.reload()
    expect(bar).to_contain_text("You lose it in")
    expect(page.get_by_text("You lost to Bob by not coming.")).to_be_visible()
    expect(bar).to_be_hidden()
    page.get_by_role("link", name="Result").click()
    expect(page).to_have_url(f"{server.url}/match/{match}/result")
    for player in (ada, bob):
        assert player.problems == []
        player.context.close()
