"""Bots and API tokens on the account page: from nothing to a bot that others meet, and back."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.player import Player
from tests.e2e.server import Process
from tests.logged import secret

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def pair(browser: Browser, server: Process) -> Iterator[tuple[Player, Player]]:
    """Ada on her account page and Bob in the lobby; each test goes on from the one before."""
    ada = Player.with_account(browser, server.url, "Ada", PASSWORD, "/account/programs")
    bob = Player.with_account(browser, server.url, "Bob", PASSWORD)
    yield ada, bob
    for player in (ada, bob):
        assert player.problems == []
        player.context.close()


@pytest.fixture(scope="module")
def tokens() -> list[str]:
    """What was shown of tokens, the newest last."""
    return []


def _ask(url: str, token: str, path: str, body: object = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with urlopen(Request(f"{url}/api/v1{path}", data, headers)) as answer:  # noqa: S310
        return json.load(answer)


def _make_token(page: Page, title: str, name: str) -> str:
    """Fill in the form for a token; return what is shown once."""
    dialog = page.get_by_role("dialog", name=title)
    dialog.get_by_role("button", name="Make the token").click()
    expect(dialog.get_by_text("Say what it is for")).to_be_visible()
    dialog.get_by_label("What it is for").fill(name)
    dialog.get_by_role("button", name="Make the token").click()
    shown = page.get_by_role("dialog", name=f"The token “{name}”")
    token = shown.get_by_label("The token").input_value()
    secret(token)
    shown.get_by_role("button", name="Copy", exact=True).click()
    expect(shown.get_by_role("status")).not_to_be_empty()
    shown.get_by_role("button", name="Done").click()
    expect(shown).to_be_hidden()
    return token


def test_a_bot_is_made_and_its_token_is_shown_once(pair: tuple[Player, Player], tokens: list[str]):
    page = pair[0].page
    expect(page.get_by_text("You have no programs.")).to_be_visible()
    page.get_by_role("button", name="Make a bot").click()
    dialog = page.get_by_role("dialog", name="Make a bot")
    dialog.get_by_label("Name of the bot").fill("Bob")
    dialog.get_by_role("button", name="Make a bot").click()
    expect(dialog.locator("[aria-invalid=true]")).to_be_visible()
    dialog.get_by_label("Name of the bot").fill("Robo")
    dialog.get_by_role("button", name="Make a bot").click()
    page.get_by_role("dialog").get_by_label("Your password").fill(PASSWORD)
    page.keyboard.press("Enter")
    tokens.append(_make_token(page, "New token of Robo", "laptop"))
    row = page.get_by_role("listitem").filter(has_text="laptop")
    expect(row).to_contain_text("read, play · never used · ends")
    assert _ask(pair[0].url, tokens[-1], "/me")["player"]["name"] == "Robo"
    page.reload()
    expect(row).to_contain_text("read, play · used")
    assert tokens[-1] not in page.content()


def test_others_see_that_it_is_a_bot_and_whose(pair: tuple[Player, Player], tokens: list[str]):
    ada, bob = pair
    _ask(ada.url, tokens[-1], "/games", {"settings": {"points": 3}})
    game = bob.page.get_by_role("listitem").filter(has_text="Robo")
    expect(game.locator(".mark")).to_have_text("bot")
    expect(game.get_by_role("button", name="Join the game of Robo (bot)")).to_be_visible()
    game.get_by_role("link", name="Robo").click()
    expect(bob.page.get_by_text("A bot of Ada")).to_be_visible()
    expect(bob.page.get_by_role("button", name="Invite to play")).to_be_visible()
    expect(bob.page.get_by_role("button", name="Add as a friend")).to_be_hidden()


def test_a_revoked_token_is_gone_at_once(pair: tuple[Player, Player], tokens: list[str]):
    ada = pair[0]
    ada.page.get_by_role("button", name="Make a token of your own").click()
    dialog = ada.page.get_by_role("dialog", name="Make a token of your own")
    expect(dialog.get_by_role("checkbox")).to_have_count(3)  # a person plays with their own hands
    own = _make_token(ada.page, "Make a token of your own", "reader")
    assert _ask(ada.url, own, "/me")["player"]["name"] == "Ada"
    ada.page.get_by_role("button", name="Revoke the token “reader”").click()
    ada.page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(ada.page.get_by_text("The token “reader” is revoked.")).to_be_visible()
    expect(ada.page.get_by_text("Your own tokens")).to_be_hidden()
    with pytest.raises(HTTPError, match="401"):
        _ask(ada.url, own, "/me")
    assert _ask(ada.url, tokens[-1], "/me")["player"]["name"] == "Robo"


def test_a_bot_is_renamed_and_deleted(pair: tuple[Player, Player], tokens: list[str]):
    page = pair[0].page
    page.get_by_role("button", name="What to do with the bot Robo").click()
    page.get_by_role("menuitem", name="Rename").click()
    page.get_by_role("dialog").get_by_label("Name of the bot").fill("Robot")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Robot")).to_be_visible()
    page.get_by_role("button", name="What to do with the bot Robot").click()
    page.get_by_role("menuitem", name="Delete the bot").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete the bot").click()
    expect(page.get_by_text("You have no programs.")).to_be_visible()
    with pytest.raises(HTTPError, match="401"):
        _ask(pair[0].url, tokens[-1], "/me")
