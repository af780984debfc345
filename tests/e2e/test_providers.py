"""Signing in with another site in a real browser, through the pages of a real OpenID provider."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.player import Player
from tests.e2e.server import Process, free_port
from tests.openid import openid_provider

PASSWORD = "correct horse battery"
FILE = """
[[provider]]
id = "club"
kind = "oidc"
name = "The Club"
client_id = "rally"
secret_files = ["secret"]
issuer = "{issuer}"

[[provider]]
id = "42"
kind = "42"
name = "42"
client_id = "u-1"
secret_files = ["secret"]
issuer = "http://127.0.0.1:9"
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    folder, port = tmp_path_factory.mktemp("providers"), free_port()
    with openid_provider(f"http://127.0.0.1:{port}/sign-in/club") as issuer:
        (folder / "secret").write_text("s3cret")
        (folder / "providers.toml").write_text(FILE.format(issuer=issuer))
        option = ("--providers", str(folder / "providers.toml"))
        process = Process(folder / "data", *option, port=port)
        yield process
        process.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def _sign_in_there(page: Page, name: str) -> None:
    """Fill in the provider's own pages."""
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill("x")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def test_somebody_signs_in_by_another_site_and_comes_back(page: Page, server: Process):
    page.goto(f"{server.url}/leaderboard")
    page.get_by_role("button", name="Sign in with The Club").click()
    _sign_in_there(page, "ada")
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    assert page.url == f"{server.url}/sign-in/club"
    expect(page.get_by_label("Log-in name")).to_have_value("ada")
    page.get_by_label("Name that others see").fill("Ada")
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", name="Leaderboard")).to_be_visible()
    assert page.url == f"{server.url}/leaderboard"
    page.reload()  # the cookie is as good as after any other sign-in
    expect(page.get_by_role("link", name=re.compile("Ada"))).to_be_visible()

    page.goto(f"{server.url}/account/sign-in")
    expect(page.locator(".row-note", has_text="ada · linked")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Unlink The Club")).click()
    expect(page.get_by_text("This is the only way into this account")).to_be_visible()
    page.get_by_role("button", name="Log out here").click()
    page.get_by_role("button", name="Sign in with The Club").click()
    expect(page.get_by_role("link", name=re.compile("Ada"))).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.get_by_role("link", name=re.compile("Ada"))).to_be_visible()


def test_a_guest_takes_along_what_they_have_played(browser: Browser, server: Process):
    gus = Player.as_guest(browser, server.url, "Gus", "/account")
    gus.page.get_by_role("button", name="Sign in with The Club").click()
    _sign_in_there(gus.page, "gus")
    expect(gus.page.get_by_label("What you have played as Gus")).to_have_value("keep")
    gus.page.get_by_role("button", name="Make my account").click()
    expect(gus.page.get_by_role("heading", name="What others see")).to_be_visible()
    gus.page.get_by_role("link", name="Sign-in").click()
    account = gus.page.locator(".facts").first
    expect(account).to_contain_text("None: you sign in another way")
    assert gus.problems == []
    gus.context.close()


def test_an_account_is_linked_after_a_proof(browser: Browser, server: Process):
    eve = Player.with_account(browser, server.url, "Eve", PASSWORD, "/account/sign-in")
    page = eve.page
    page.get_by_role("button", name="Link The Club").click()
    page.get_by_role("dialog").get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("dialog").get_by_role("button", name="Confirm").click()
    _sign_in_there(page, "eve")
    expect(page.get_by_text("Linked: The Club, where you are eve.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Unlink The Club")).click()
    expect(page.get_by_text("None. Link one")).to_be_visible()
    assert eve.problems == []
    eve.context.close()


def test_every_dead_end_says_what_to_do(page: Page, server: Process):
    page.goto(server.url)
    page.get_by_role("button", name="Sign in with The Club").click()
    page.get_by_role("link", name="[ Cancel ]").click()
    expect(page.get_by_role("heading", name="You have said no")).to_be_visible()
    expect(page.get_by_role("button", name="Begin again with The Club")).to_be_visible()
    page.goto(f"{server.url}/sign-in/club?state=made-up&code=stolen")
    expect(page.get_by_role("heading", name="This attempt has ended")).to_be_visible()
    assert page.url == f"{server.url}/sign-in/club"
    page.reload()
    expect(page.get_by_role("heading", name="There is nothing to finish here")).to_be_visible()
    page.get_by_role("link", name="Leave it").click()
    expect(page.get_by_role("button", name="Sign in with 42")).to_be_visible()


def test_a_second_factor_is_asked_for_on_the_way_back(page: Page, server: Process):
    second = {"ticket": "t", "ways": ["totp"], "expires_in": 300}
    page.route(
        "**/providers/club/finish",
        lambda route: route.fulfill(status=202, json={"second_factor": second}),
    )
    page.goto(server.url)
    page.get_by_role("button", name="Sign in with The Club").click()
    _sign_in_there(page, "fay")
    expect(page.locator("[autocomplete=one-time-code]")).to_be_focused()
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_role("button", name="Play as guest")).to_be_visible()
