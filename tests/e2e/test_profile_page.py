"""A profile: its image, what it says, its matches; and the ways to and from it."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.e2e.past import played
from tests.e2e.player import Player
from tests.e2e.server import Process


def _file(name: str, kind: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": data}


def _picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (400, 200), "#c02060").save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def ada(browser: Browser, server: Process) -> Iterator[Player]:
    """A person who edits a profile; each test goes on from the one before."""
    player = Player.with_account(browser, server.url, "Ada", "correct horse battery")
    yield player
    assert player.problems == []
    player.context.close()


def _edit(player: Player) -> Page:
    player.page.get_by_role("link", name=f"{player.name}, your profile").click()
    player.page.get_by_role("link", name="Edit profile").click()
    expect(player.page.get_by_role("heading", name="Your profile")).to_be_visible()
    return player.page


def test_what_is_no_image_is_refused_in_words(ada: Player):
    page = _edit(ada)
    files = page.get_by_label("Choose an image")
    files.set_input_files(_file("notes.txt", "text/plain", b"hello"))
    expect(page.get_by_role("alert").filter(has_text="not an image the page")).to_be_visible()
    files.set_input_files(_file("broken.png", "image/png", b"\x89PNG and no more"))
    expect(page.get_by_role("alert").filter(has_text="cannot be read")).to_be_visible()
    files.set_input_files(_file("large.png", "image/png", bytes(5 * 1024 * 1024 + 1)))
    expect(page.get_by_role("alert").filter(has_text="larger than 5 MB")).to_be_visible()


def test_an_image_is_looked_at_and_taken_and_removed(ada: Player):
    page = ada.page
    drawn = page.locator(".topbar-player img").get_attribute("src") or ""
    assert "/drawn/" in drawn
    page.get_by_label("Choose an image").set_input_files(_file("me.png", "image/png", _picture()))
    expect(page.get_by_role("img", name="Preview of the new image")).to_be_visible()
    expect(page.get_by_role("button", name="Use this image")).to_be_focused()
    page.get_by_role("button", name="Keep the old one").click()
    page.get_by_label("Choose an image").set_input_files(_file("me.png", "image/png", _picture()))
    page.get_by_role("button", name="Use this image").click()
    expect(page.get_by_text("Your new image is there.")).to_be_visible()
    expect(page.locator(".topbar-player img")).not_to_have_attribute("src", drawn)
    shown = page.locator(".avatar-form img")
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 256
    page.get_by_role("button", name="Remove the image").click()
    expect(page.locator(".topbar-player img")).to_have_attribute("src", drawn)


def test_country_and_words_are_shown(ada: Player):
    page = ada.page
    page.get_by_label("Country").select_option("Switzerland")
    page.get_by_label("In your words").fill("x" * 281)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("At most 280 characters.")).to_be_visible()
    page.get_by_label("In your words").fill("Poetical science.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your profile is saved.")).to_be_visible()
    page.get_by_role("link", name="To your profile").click()
    expect(page.get_by_text("Poetical science.")).to_be_visible()
    expect(page.get_by_text("Switzerland")).to_be_visible()
    expect(page.get_by_text("No finished match yet.")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Country")).to_have_value("CH")
    page.go_forward()
    expect(page.get_by_text("Poetical science.")).to_be_visible()


def test_the_matches_of_a_player_a_page_at_a_time(ada: Player, browser: Browser, server: Process):
    bob = Player.as_guest(browser, server.url, "Bob")
    ids = [player.wait_for("welcome")["player"]["id"] for player in (ada, bob)]
    bob.context.close()
    played(server.data, (ids[0], "Ada"), (ids[1], "Bob"), 12)
    page = ada.page
    page.reload()
    rows = page.get_by_role("list", name="Matches").get_by_role("listitem")
    expect(rows).to_have_count(10)
    expect(rows.first).to_contain_text("Won")
    expect(rows.first.get_by_role("button", name="What to do with Bob")).to_be_visible()
    expect(rows.first).to_contain_text("played to the end · 3 min")
    expect(page.locator(".figure").filter(has_text="won").first).to_contain_text("12")
    page.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(12)
    expect(page.get_by_text("Those are all 12 matches.")).to_be_visible()
    expect(rows.nth(10).get_by_role("link").first).to_be_focused()
    rows.last.scroll_into_view_if_needed()
    left_at = page.evaluate("scrollY")
    assert left_at > 0
    rows.last.get_by_role("link", name="Result of the match").click()
    expect(page.get_by_role("heading", name="You won")).to_be_visible()
    page.get_by_role("link", name="Bob", exact=True).click()
    expect(page.get_by_role("heading", name="Bob")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(rows).to_have_count(12)
    page.wait_for_function("y => scrollY === y", arg=left_at)


def test_who_is_not_there(ada: Player):
    ada.page.goto(f"{ada.url}/player/nobody")
    expect(ada.page.get_by_text("There is no such player, or not for you.")).to_be_visible()
