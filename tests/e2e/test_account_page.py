"""The account page: names, sessions, privacy, data, and an end; every dialog with Back."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.player import Player
from tests.e2e.server import ROOT, Process
from tests.logged import secret

PASSWORD = "correct horse battery"
NEW_PASSWORD = "purple otter lamp"
NUMBERS = count(1)


@pytest.fixture
def ada(browser: Browser, server: Process) -> Iterator[Player]:
    """Somebody on their account page, with a name that nobody else has."""
    name = f"Ada {next(NUMBERS)}"
    player = Player.with_account(browser, server.url, name, PASSWORD, "/account/sign-in")
    player.wait_for("welcome")
    yield from _until_the_end(player)


@pytest.fixture
def guest(browser: Browser, server: Process) -> Iterator[Player]:
    """The same without an account."""
    yield from _until_the_end(Player.as_guest(browser, server.url, "Wanderer", "/account"))


@pytest.fixture(scope="module")
def settled(browser: Browser, server: Process) -> Iterator[Player]:
    """Somebody with an account, for the tests that leave it as it is."""
    yield from _until_the_end(Player.with_account(browser, server.url, "Grace", PASSWORD))


def _until_the_end(player: Player) -> Iterator[Player]:
    yield player
    assert player.problems == []
    player.context.close()


def _of(player: Player, part: str = "Profile") -> Page:
    """A page of the account, with the lobby behind the first of them."""
    page = player.page
    page.get_by_role("link", name="Rally, to the lobby").click()
    page.get_by_role("link", name="Account").click()
    expect(page.get_by_role("heading", name="What others see")).to_be_visible()
    if part != "Profile":
        _turn_to(page, part)
    return page


def _turn_to(page: Page, part: str) -> None:
    links = page.get_by_role("navigation", name="Account")
    links.get_by_role("link", name=part).click()
    expect(page.get_by_role("heading", name=f"Account {part}")).to_be_focused()
    expect(links.get_by_role("link", name=part)).to_have_attribute("aria-current", "page")


def _change(page: Page, what: str, **fields: str) -> None:
    page.get_by_role("button", name=f"Change: {what}").click()
    dialog = page.get_by_role("dialog")
    for label, value in fields.items():
        dialog.get_by_label(label.replace("_", " ")).fill(value)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()


def test_a_new_name_and_a_second_session_that_is_ended(
    ada: Player, browser: Browser, server: Process
):
    page, login = ada.page, ada.login
    _turn_to(page, "Profile")
    _change(page, "Name that others see", Name_that_others_see="Countess")
    expect(page.get_by_role("status").get_by_text("You are called Countess now.")).to_be_visible()
    expect(page.get_by_role("link", name="Countess, your profile")).to_be_visible()
    assert ada.wait_for("profile")["player"]["name"] == "Countess"

    second = Player(browser, server.url, "elsewhere")
    second.log_in(login, PASSWORD)
    _turn_to(page, "Sign-in")
    rows = page.get_by_role("listitem").filter(has_text="Chrome on Linux")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="End the session").click()
    expect(rows).to_have_count(1)
    expect(second.page.get_by_role("button", name="Play as guest")).to_be_visible()
    second.context.close()


def test_a_new_password_needs_the_old_one_and_ends_the_others(
    ada: Player, browser: Browser, server: Process
):
    page = ada.page
    second = Player(browser, server.url, "elsewhere")
    second.log_in(ada.login, PASSWORD)
    page.get_by_role("button", name="Change: Password").click()
    dialog = page.get_by_role("dialog", name="Confirm that it is you")
    dialog.get_by_label("Your password").fill("something else")
    dialog.get_by_role("button", name="Confirm").click()
    expect(dialog.get_by_text("This is not your password.")).to_be_visible()
    expect(dialog.get_by_label("Your password")).to_be_focused()
    ada.prove(PASSWORD)
    dialog = page.get_by_role("dialog", name="Change your password")
    dialog.get_by_label("New password").fill(NEW_PASSWORD)
    expect(dialog.get_by_text("Strong")).to_be_visible()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("All other sessions have ended.")).to_be_visible()
    page.get_by_role("button", name="Change: E-mail").click()  # nobody is asked twice
    expect(page.get_by_role("dialog", name="Change your e-mail")).to_be_visible()
    page.keyboard.press("Escape")
    expect(second.page.get_by_role("button", name="Play as guest")).to_be_visible()
    second.log_in(ada.login, NEW_PASSWORD)
    page.get_by_role("button", name="Leave only my password").click()
    dialog = page.get_by_role("dialog", name="Take off all other ways in?")
    dialog.get_by_role("button", name="Leave only my password").click()
    expect(page.get_by_text("Only your password opens your account now.")).to_be_visible()
    expect(second.page.get_by_role("button", name="Play as guest")).to_be_visible()
    second.context.close()


def test_back_closes_a_dialog_and_forward_does_not_bring_it_again(settled: Player):
    page = _of(settled, "Sign-in")
    for name, title in (
        ("Change: E-mail", "Confirm that it is you"),
        ("Log out everywhere", "Log out everywhere?"),
    ):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("dialog", name=title)).to_be_visible()
        page.go_back()
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(page.get_by_role("button", name=name)).to_be_focused()
    page.go_forward()
    expect(page.get_by_role("heading", name="Account Sign-in")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()

    page.get_by_role("button", name="Change: E-mail").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.wait_for_function("() => !history.state.layer")  # the entry is removed a moment later
    page.go_back()
    expect(page.get_by_role("heading", name="Account Profile")).to_be_visible()
    page.go_back()
    settled.in_lobby()
    page.go_forward()
    page.go_forward()
    expect(page.get_by_role("heading", name="How you sign in")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="How you sign in")).to_be_visible()


def test_each_part_of_the_account_is_a_page_with_its_address(settled: Player):
    page = _of(settled)
    parts = {
        "Sign-in": ("/account/sign-in", "Where you are signed in"),
        "Notifications": ("/account/notifications", "Notifications"),
        "Programs and data": ("/account/programs", "Your data"),
        "Profile": ("/account", "Privacy"),
    }
    for part, (path, card) in parts.items():
        _turn_to(page, part)
        expect(page).to_have_url(settled.url + path)
        expect(page).to_have_title(re.compile(part))
        expect(page.get_by_role("heading", name=card, exact=True)).to_be_visible()
    page.go_back()
    expect(page).to_have_url(settled.url + "/account/programs")
    expect(page.get_by_role("button", name="Delete account")).to_be_visible()


def test_privacy_is_kept_as_it_is_chosen(settled: Player):
    page = _of(settled)
    choice = page.get_by_label("Who sees where you are")
    choice.select_option("Nobody")
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Who sees where you are")).to_have_value("nobody")


def test_all_data_is_a_file(settled: Player, tmp_path: Path):
    page = _of(settled, "Programs and data")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download my data").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.name == "rally.json"
    assert json.loads(path.read_text())["account"]["display_name"] == settled.name


def test_a_guest_becomes_an_account(guest: Player):
    page = guest.page
    before = guest.wait_for("welcome")["player"]["id"]
    expect(page.get_by_label("Name that others see")).to_have_value(guest.name)
    page.get_by_label("Log-in name").fill(guest.login)
    page.get_by_role("textbox", name="E-mail").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_role("heading", name="What others see")).to_be_visible()
    player = guest.wait_for("profile")["player"]
    assert player == {"id": before, "name": guest.name, "guest": False}


def test_the_end_of_an_account(ada: Player):
    page = _of(ada, "Programs and data")
    page.get_by_role("button", name="Delete account").click()
    ada.prove(PASSWORD)
    dialog = page.get_by_role("dialog", name="Delete your account?")
    expect(dialog.get_by_text("Nothing brings them back")).to_be_visible()
    dialog.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("Your account is deleted.")).to_be_visible()
    page.get_by_role("button", name="Log in").first.click()
    page.get_by_label("Log-in name").fill(ada.login)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("form").get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Name and password do not match.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Play as guest")).to_be_visible()


def _admin(server: Process, *arguments: str) -> str:
    command = [sys.executable, "scripts/admin", "--data", str(server.data), *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_a_one_time_link_sets_a_new_password(ada: Player, server: Process):
    link = re.search(r"/password-reset#\S+", _admin(server, "reset-password", ada.login))
    assert link is not None
    secret(link[0].partition("#")[2])
    page = ada.page
    page.goto(ada.url + link[0])
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("heading", name="Your password is set")).to_be_focused()
    page.get_by_role("link", name="To the sign-in").click()
    ada.log_in(ada.login, NEW_PASSWORD)

    page.goto("about:blank")
    page.goto(ada.url + link[0])
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_text("This link does not work any more")).to_be_visible()


def test_a_ban_is_felt_at_once_and_says_why(ada: Player, server: Process):
    _admin(server, "ban", ada.login, "7d", "Insults in chat")
    expect(ada.page.get_by_role("alert").filter(has_text="account is banned")).to_be_visible()
    ada.page.get_by_role("button", name="Log in").first.click()
    ada.page.get_by_label("Log-in name").fill(ada.login)
    ada.page.get_by_label("Password").fill(PASSWORD)
    ada.page.locator("form").get_by_role("button", name="Log in").click()
    expect(ada.page.get_by_text("The reason: Insults in chat")).to_be_visible()


@pytest.mark.parametrize(("status", "words"), [(429, "Too many tries"), (503, "Too many people")])
def test_whoever_has_to_wait_is_told_how_long(
    browser: Browser, server: Process, status: int, words: str
):
    player = Player(browser, server.url, "Ada")
    page = player.page
    problem = {"type": "urn:rally:problem:busy" if status == 503 else "", "status": status}
    answer = {"status": status, "json": problem, "headers": {"Retry-After": "2"}}
    page.route("**/api/v1/guest", lambda route: route.fulfill(**answer))
    page.get_by_label("What shall the other side call you?").fill(player.name)
    page.get_by_role("button", name="Play as guest").click()
    expect(page.get_by_role("alert").filter(has_text=words)).to_contain_text("2 s")
    expect(page.get_by_role("button", name="Wait")).to_be_disabled()
    page.unroute("**/api/v1/guest")
    page.get_by_role("button", name="Play as guest").click()
    player.in_lobby()
    assert player.problems == []
    player.context.close()
