"""A new visitor, and one who comes back: what they load, and what the browser says about it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.server import Process

LOADED = """() => performance.getEntriesByType("resource")
  .filter(({ name }) => /[.](js|css)$/.test(name))
  .map(({ transferSize, decodedBodySize }) => [transferSize, decodedBodySize])"""
MOTION = '() => getComputedStyle(document.querySelector(".outlet > *")).animationName'
SIGN_IN = "Play as guest"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def _visit(context: BrowserContext, url: str) -> tuple[Page, list[str]]:
    """Open the page; return it and the list to which its errors are added."""
    page, errors = context.new_page(), []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(url)
    expect(page.get_by_role("button", name=SIGN_IN)).to_be_visible()
    return page, errors


def test_the_console_of_a_new_visitor_is_empty(context: BrowserContext, server: Process):
    page, errors = _visit(context, server.url)
    page.get_by_label("Your name").fill("Ada")
    page.get_by_role("button", name=SIGN_IN).click()
    expect(page.get_by_role("link", name="Ada, your profile")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("button", name=SIGN_IN)).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name=SIGN_IN)).to_be_visible()
    assert errors == []


def test_the_first_page_is_there_at_once_and_the_next_one_arrives(
    context: BrowserContext, server: Process
):
    page, _ = _visit(context, server.url)
    assert page.evaluate(MOTION) == "none"
    page.get_by_label("Your name").fill("Ada")
    page.get_by_role("button", name=SIGN_IN).click()
    expect(page.get_by_role("link", name="Ada, your profile")).to_be_visible()
    assert page.evaluate(MOTION) == "arrive"


def test_who_comes_back_loads_nothing_again(context: BrowserContext, server: Process):
    first, _ = _visit(context, server.url)
    for sent, whole in first.evaluate(LOADED):
        assert 0 < sent < whole / 2
    again, _ = _visit(context, server.url)
    assert [sent for sent, _ in again.evaluate(LOADED)] == [0, 0]
