"""A second factor in a real browser: an app that is a real program, and a real passkey."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.player import Player
from tests.e2e.server import Process
from tests.logged import secret

NUMBERS = count(1)
PASSWORD = "correct horse battery"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
pytestmark = pytest.mark.skipif(shutil.which("oathtool") is None, reason="apt-get install oathtool")


@pytest.fixture
def ada(browser: Browser, server: Process) -> Iterator[Player]:
    """Somebody at the server's name, where browsers make passkeys, with an authenticator."""
    url = server.url.replace("127.0.0.1", "localhost")
    name = f"Ada {next(NUMBERS)}"
    player = Player.with_account(browser, url, name, PASSWORD, "/account/sign-in")
    devtools = player.context.new_cdp_session(player.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield player
    assert player.problems == []
    player.context.close()


def _code(key: str, when: str = "now") -> str:
    asked = ["oathtool", "--totp", "-b", key, "-N", when]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def _first_step(page: Page, login: str) -> None:
    page.get_by_role("button", name="Log in").first.click()
    page.get_by_label("Log-in name").fill(login)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("form").get_by_role("button", name="Log in").click()


def _set_up_app(ada: Player) -> tuple[str, list[str]]:
    """Set up an app; return its key and the recovery codes."""
    page = ada.page
    _press(page, "Set up")
    ada.prove(PASSWORD)
    dialog = page.get_by_role("dialog", name="Set up an app for codes")
    expect(dialog.get_by_role("img", name="A QR code")).to_be_visible()
    key = dialog.locator(".totp-secret").inner_text().replace(" ", "")
    secret(key)
    dialog.get_by_label("The code that the app shows now").fill("12")
    _press(page, "Take it into use")
    expect(dialog.get_by_text("This code is not right.")).to_be_visible()
    dialog.get_by_label("The code that the app shows now").fill(_code(key))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Recovery codes")
    expect(dialog.get_by_role("listitem")).to_have_count(10)
    codes = dialog.get_by_role("listitem").all_inner_texts()
    with page.expect_download() as kept:
        _press(page, "Save")
    assert all(code in kept.value.path().read_text() for code in codes)
    _press(page, "I have kept them")
    return key, codes


def _show_code(ada: Player, key: str) -> None:
    """Show a code of the app; that of now was used to set it up, if that was just now."""
    page = ada.page
    expect(page.get_by_label("Code")).to_be_focused()
    page.get_by_label("Code").fill(_code(key))
    page.keyboard.press("Enter")
    used = page.get_by_text("This code was used already.")
    expect(used.or_(page.get_by_role("heading", name="Lobby"))).to_be_visible()
    if used.is_visible():
        page.get_by_label("Code").fill(_code(key, "now + 30 seconds"))
        page.keyboard.press("Enter")
    ada.in_lobby()


def test_an_app_and_a_passkey_from_setting_up_to_taking_off(ada: Player):
    page = ada.page
    key, codes = _set_up_app(ada)
    _press(page, "Make a passkey")
    dialog = page.get_by_role("dialog", name="Make a passkey")
    dialog.get_by_label("A name for it").fill("Laptop")
    _press(page, "Make it")
    expect(page.get_by_text("Passkey “Laptop”")).to_be_visible()

    _press(page, "Log out here")
    _first_step(page, ada.login)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    _press(page, "Use a recovery code")
    page.get_by_label("Code").fill(codes[0].upper())
    page.keyboard.press("Enter")
    ada.in_lobby()

    _press(page, "Log out")
    _first_step(page, ada.login)
    _press(page, "Use the app")
    _show_code(ada, key)

    _press(page, "Log out")
    page.get_by_role("button", name="Log in").first.click()
    _press(page, "Sign in with a passkey")
    ada.in_lobby()
    page.get_by_role("link", name="Account").click()
    page.get_by_role("link", name="Sign-in").click()
    expect(page.get_by_text("9 are left.")).to_be_visible()
    page.get_by_role("button", name="Remove: App for codes").click()
    dialog = page.get_by_role("dialog", name="Remove the app for codes?")
    dialog.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Set up", exact=True)).to_be_visible()


def test_what_needs_a_proof_asks_for_the_passkey(ada: Player, server: Process):
    page = ada.page
    _press(page, "Make a passkey")
    ada.prove(PASSWORD)
    _press(page, "Make it")
    _press(page, "I have kept them")
    page.route("**/account/prove", _as_if_later)
    page.get_by_role("button", name="Change: Password").click()
    dialog = page.get_by_role("dialog", name="Confirm that it is you")
    dialog.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("dialog", name="Change your password")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.wait_for_function("() => !history.state.layer")  # the entry is removed a moment later
    page.goto(server.url + "/account/sign-in")  # by its number
    expect(page.get_by_role("button", name="Play as guest")).to_be_visible()
    page.get_by_role("button", name="Log in").first.click()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    _first_step(page, ada.login)
    expect(page.get_by_text("Type one of the recovery codes")).to_be_visible()
    _press(page, "Start again")
    expect(page.get_by_label("Log-in name")).to_be_focused()


def _as_if_later(route) -> None:
    """Answer that the proof is over, though it is not."""
    if route.request.method != "GET":
        route.continue_()
        return
    answer = route.fetch()
    assert re.search(r'"proven":true', answer.text())
    route.fulfill(response=answer, body=answer.text().replace('"proven":true', '"proven":false'))
