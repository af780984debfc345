"""From a new account to a confirmed address, a forgotten password and back in, by real mails."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.player import Player
from tests.e2e.server import Process
from tests.gateway.client import STUCK
from tests.gateway.sink import SENDER, Letter, Sink, sink
from tests.logged import secret

PASSWORD, NEW = "correct horse battery", "purple otter lamp"


@pytest.fixture
def post() -> Iterator[Sink]:
    with sink() as opened:
        yield opened


@pytest.fixture
def server(tmp_path: Path, post: Sink) -> Iterator[Process]:
    options = ("--smtp", f"smtp://127.0.0.1:{post.port}", "--mail-from", SENDER)
    process = Process(tmp_path / "data", *options)
    yield process
    process.stop()


def arrived(ada: Player, post: Sink, subject: str) -> Letter:
    address = f"{ada.login.lower()}@example.org"
    for _ in range(int(STUCK * 20)):
        if letter := post.take(address, subject):
            return letter
        ada.page.wait_for_timeout(50)
    raise AssertionError([(one.to, one.subject) for one in post.letters])


def test_an_address_is_confirmed_and_leads_back_in(browser: Browser, server: Process, post: Sink):
    ada = Player.with_account(browser, server.url, "Ada", PASSWORD, "/account/sign-in")
    page = ada.page
    expect(page.get_by_text("Not confirmed yet.")).to_be_visible()
    page.goto(f"{server.url}/confirm-email#{arrived(ada, post, 'Confirm').token}")
    page.get_by_role("button", name="Confirm the address").click()
    expect(page.get_by_role("heading", name="Your address is confirmed")).to_be_visible()
    assert page.url.endswith("/confirm-email")  # the secret is not left in the address
    page.get_by_role("link", name="To your account").click()
    expect(page.get_by_text("Confirmed.", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Send the mail again")).to_be_hidden()

    page.get_by_role("button", name="Log out here").click()
    page.get_by_role("button", name="Log in", exact=True).first.click()
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_role("textbox", name="E-mail").fill(f"{ada.login.lower()}@example.org")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("heading", name="Look into your mails")).to_be_visible()
    page.goto(f"{server.url}/password-reset#{arrived(ada, post, 'new password').token}")
    secret(NEW)
    page.get_by_label("New password").fill(NEW)
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("heading", name="Your password is set")).to_be_visible()
    page.get_by_role("link", name="To the sign-in").click()
    ada.log_in(ada.login, NEW)
    expect(page.get_by_role("link", name="Account")).to_be_visible()
    assert ada.problems == []
    ada.context.close()
