"""What a visit costs the network and the browser, and what the browser says about it."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.server import Process

LOADED = """() => performance.getEntriesByType("resource")
  .filter(({ name }) => /[.](js|css)$/.test(name))
  .map(({ transferSize, decodedBodySize }) => [transferSize, decodedBodySize])"""
MOTION = '() => getComputedStyle(document.querySelector(".outlet > *")).animationName'
COSTLY = {
    "filter": "none",
    "backdropFilter": "none",
    "opacity": "1",
    "borderRadius": "0px",
    "clipPath": "none",
    "maskImage": "none",
    "mixBlendMode": "normal",
}
"""Properties of the court and what is around it, and what they must be."""
EACH = """() => {
  const found = [];
  for (let one = document.querySelector(".court"); one; one = one.parentElement) found.push(one);
  return found;
}"""
AT_REST = f"() => ({EACH})().every((one) => one.getAnimations().length === 0)"
AROUND = f"""() => ({EACH})().flatMap((one) => Object.entries({json.dumps(COSTLY)})
  .filter(([name, value]) => getComputedStyle(one)[name] !== value)
  .map(([name]) => `${{one.className}}: ${{name}}`))"""
SYSTEM_COLOURS = """() => {
  for (const name of ["floor", "light"]) {
    document.documentElement.style.setProperty(`--court-${name}`, "Canvas");
  }
}"""
BLACK, WHITE = [0, 0, 0], [255, 255, 255]
FLOOR = """(wanted) => {
  const court = document.querySelector(".court");
  const found = court.getContext("2d").getImageData(court.width / 4, court.height / 4, 1, 1).data;
  return wanted.every((part, place) => part === found[place]);
}"""
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


def _match(context: BrowserContext, url: str) -> Page:
    """Open the page as a guest, and a match."""
    context.request.post(f"{url}/api/v1/guest", data={"name": "Ada"}, headers={"Origin": url})
    page = context.new_page()
    page.goto(url)
    page.get_by_role("button", name="Easy").click()
    page.wait_for_url("**/match/*")
    expect(page.get_by_text("move your paddle")).to_be_visible()
    return page


def test_the_console_of_a_new_visitor_is_empty(context: BrowserContext, server: Process):
    page, errors = _visit(context, server.url)
    page.get_by_label("What shall the other side call you?").fill("Ada")
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
    page.get_by_label("What shall the other side call you?").fill("Ada")
    page.get_by_role("button", name=SIGN_IN).click()
    expect(page.get_by_role("link", name="Ada, your profile")).to_be_visible()
    assert page.evaluate(MOTION) == "arrive"


def test_who_comes_back_loads_nothing_again(context: BrowserContext, server: Process):
    first, _ = _visit(context, server.url)
    for sent, whole in first.evaluate(LOADED):
        assert 0 < sent < whole / 2
    again, _ = _visit(context, server.url)
    assert [sent for sent, _ in again.evaluate(LOADED)] == [0, 0]


def test_nothing_around_the_court_is_drawn_anew_with_it(context: BrowserContext, server: Process):
    """Without a graphics card each of these makes the browser draw more than the court changes."""
    page = _match(context, server.url)
    page.wait_for_function(AT_REST)
    assert page.evaluate(AROUND) == []


def test_the_court_follows_the_theme_and_forced_colours(context: BrowserContext, server: Process):
    """The tokens may be system colours there, which a canvas by itself takes for those of day."""
    page = _match(context, server.url)
    page.evaluate(SYSTEM_COLOURS)
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.wait_for_function(FLOOR, arg=BLACK)
    page.emulate_media(forced_colors="active", color_scheme="light")
    page.wait_for_function(FLOOR, arg=WHITE)
