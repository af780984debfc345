"""A tournament of the viewer's own, with names as long as they may be, in each of its states."""

import re

from playwright.sync_api import Page, expect

NAME = "The cup of everybody"
ALIASES = (
    *("WWWWWW MMMMMM WWWWW MMMM", "W" * 24, "Ada", "Bob", "Celine", "Dmitri"),
    *(f"{place:02} WWWWWW MMMMMM WWWWW" for place in range(7)),
)


def cup(page: Page) -> None:
    """Go from the list to the page of the tournament, which is made if there is none yet."""
    mine = page.get_by_role("list", name="Yours")
    expect(page.locator(".list-columns .card:last-child .placeholder")).to_have_attribute(
        "data-status", re.compile("empty|ready")
    )
    if mine.get_by_role("link", name=NAME).count() > 0:
        mine.get_by_role("link", name=NAME).first.click()
    else:
        _make(page)
    expect(page.locator(".bracket-box").first).to_be_visible()


def station(page: Page) -> None:
    """Let this computer be a station of it."""
    cup(page)
    page.get_by_role("link", name="Shared computer").click()
    begin = page.get_by_role("button", name="Play at this computer")
    ready = page.get_by_role("button", name="Start", exact=True)
    expect(begin.or_(ready)).to_be_visible()
    if begin.count() > 0:
        begin.click()
    expect(ready).to_be_visible()


def big_screen(page: Page) -> None:
    """Show it on the big screen."""
    cup(page)
    page.get_by_role("link", name="Big screen").click()
    expect(page.locator(".bracket-box").first).to_be_visible()


def _make(page: Page) -> None:
    page.get_by_role("link", name="New tournament").click()
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_text("More settings").click()
    page.get_by_label("Seeds").select_option("entry")  # always the same pairings
    page.get_by_role("button", name="Make it").click()
    page.get_by_text("Enter names").click()
    page.get_by_label("Aliases, one in each line").fill("\n".join(ALIASES))
    page.get_by_role("button", name="Enter them").click()
    expect(page.get_by_text(f"{len(ALIASES)} entrants were added")).to_be_visible()
    page.get_by_role("button", name="Start", exact=True).click()
