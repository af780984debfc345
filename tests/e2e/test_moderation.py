"""A line is reported; a moderator sees it, deletes it, and mutes its author, who is told of it."""

from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from store.moderation.queries import SET_ROLE
from store.sqlite import FILE
from store.sqlite.connection import connect, run
from tests.e2e.player import Player
from tests.e2e.server import Process
from tests.e2e.test_chat import PASSWORD, WIDE, field, said, say


class Three(NamedTuple):
    """Bob says what Ada reports, and Cyd moderates."""

    ada: Page
    bob: Page
    cyd: Page


@pytest.fixture(scope="module")
def three(browser: Browser, server: Process) -> Iterator[Three]:
    """All three at wide windows, Ada and Bob with the chat open."""
    people = [
        Player.with_account(browser, server.url, name, PASSWORD) for name in ("Ada", "Bob", "Cyd")
    ]
    for player in people:
        player.page.set_viewport_size(WIDE)
        player.in_lobby()
    cyd = people[2]
    profile = cyd.page.locator(".topbar-player").get_attribute("href")
    assert profile is not None
    _appoint(server, profile.removeprefix("/player/"))
    for player in people[:2]:
        player.page.get_by_role("button", name="Chat", exact=True).click()
        expect(field(player.page)).to_be_visible()
    yield Three(*(player.page for player in people))
    for player in people:
        assert player.problems == []
        player.context.close()


def _appoint(server: Process, player: str) -> None:
    with closing(connect(server.data / FILE)) as database:
        run(database, SET_ROLE, (player, "moderator"))


def _dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def _list(page: Page, name: str) -> Locator:
    return page.get_by_role("list", name=name, exact=True)


def test_for_everybody_else_there_is_no_such_page(three: Three, server: Process):
    page = three.ada.context.new_page()
    page.goto(f"{server.url}/moderation")
    expect(page.get_by_text("This page is for moderators.")).to_be_visible()
    expect(page.get_by_role("link", name="Moderation")).to_be_hidden()
    page.close()


def test_a_line_is_reported_deleted_and_its_author_muted_until_it_is_lifted(three: Three):
    ada, bob, cyd = three
    say(ada, "Good evening")
    expect(said(bob, "Good evening")).to_be_visible()
    say(bob, "Rude words")
    expect(said(ada, "Rude words")).to_be_visible()
    _report(ada)
    cyd.reload()
    cyd.get_by_role("link", name="Moderation, 1 report waits").click()
    report = _list(cyd, "Open reports").get_by_role("listitem").first
    expect(report).to_contain_text("Good evening")
    expect(report.locator(".meant")).to_contain_text("Rude words")
    expect(report.locator(".report-why")).to_contain_text("“Not nice”, says Ada")
    report.get_by_role("button", name="Delete the line of Bob").click()
    _dialog(cyd).get_by_role("button", name="Delete", exact=True).click()
    expect(cyd.get_by_text("The line is deleted.")).to_be_visible()
    for page in (ada, bob):
        expect(said(page, "Rude words")).to_be_hidden()
    expect(report.locator(".meant")).to_contain_text("Rude words")
    report.get_by_role("button", name="Mute Bob…").click()
    _mute(cyd)
    barred = bob.locator(".composer-barrier")
    for _ in range(2):
        expect(barred).to_contain_text("Cyd has muted you in this room: “Be kind”. Until ")
        expect(field(bob)).to_be_hidden()
        bob.reload()
    expect(barred).to_be_visible()
    report.get_by_role("button", name="Done: close the report about Bob").click()
    cyd.get_by_role("button", name="Close this message").last.click()
    expect(_list(cyd, "Closed reports")).to_contain_text("Done by Cyd")
    expect(cyd.get_by_role("link", name="Moderation", exact=True)).to_be_visible()
    expect(_list(cyd, "Muted now")).to_contain_text("by Cyd: Be kind")
    cyd.get_by_role("button", name="Lift the mute of Bob").click()
    expect(barred).to_be_hidden()
    say(bob, "Sorry")
    expect(said(ada, "Sorry")).to_be_visible()
    log = _list(cyd, "Log")
    for words in ("muted Bob", "lifted a mute of Bob", "closed a report", "deleted a line"):
        expect(log).to_contain_text(words)


def _report(page: Page, text: str = "Rude words") -> None:
    line = said(page, text)
    line.hover()
    line.get_by_role("button", name="What to do with this line").click()
    page.get_by_role("menuitem", name="Report").click()
    _dialog(page).get_by_label("What is wrong with it").fill("Not nice")
    _dialog(page).get_by_role("button", name="Report").click()
    expect(page.get_by_text("Reported; a moderator will look at it.").last).to_be_visible()


def _mute(page: Page) -> None:
    """Mute for an hour, with the keyboard alone."""
    expect(_dialog(page).get_by_label("Where")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("An")
    page.keyboard.press("Tab")
    page.keyboard.type("Be kind")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bob is muted until")).to_be_visible()


def test_a_moderator_sets_the_rules_of_a_room(three: Three):
    cyd = three.cyd
    cyd.locator(".topbar-chat").click()
    cyd.get_by_role("button", name="What to do with this room").click()
    cyd.get_by_role("menuitem", name="Room rules…").click()
    _dialog(cyd).get_by_label("Who may speak").select_option("People with an account")
    _dialog(cyd).get_by_role("button", name="Set", exact=True).click()
    words = "Only people with an account speak here now."
    for page in three:
        expect(page.get_by_text(words)).to_be_visible()
    expect(three.ada.get_by_role("button", name="What to do with this room")).to_be_hidden()


def test_a_report_is_closed_though_its_tab_is_closed_before_the_undo_has_lapsed(
    three: Three, server: Process
):
    ada, bob, cyd = three
    say(bob, "One more to be reported")
    _report(ada, "One more to be reported")
    page = cyd.context.new_page()
    page.goto(f"{server.url}/moderation")
    report = _list(page, "Open reports").get_by_role("listitem").filter(has_text="One more to be")
    report.first.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.goto("about:blank")  # as when it is closed
    page.goto(f"{server.url}/moderation")
    expect(_list(page, "Closed reports")).to_contain_text("Dismissed by Cyd")
    expect(page.get_by_text("Nothing is reported.")).to_be_visible()
    page.close()
