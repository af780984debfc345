"""The page in the colours of the system, and on paper."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.past import played
from tests.e2e.player import Player
from tests.e2e.server import Process

PASSWORD = "correct horse battery"
PALE = """() => {
    const hasText = (each) => [...each.childNodes].some(({ nodeType }) => nodeType === 3);
    const all = [...document.querySelectorAll("main *")];
    const isPale = (each) => {
        const [r, g, b] = getComputedStyle(each).color.match(/[\\d.]+/g).map(Number);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b > 110;
    };
    const texts = all.filter((each) => each.checkVisibility() && hasText(each));
    return texts.filter(isPale).map((each) => each.outerHTML);
}"""
"""The texts that are paler than dark grey."""


@pytest.fixture(scope="module")
def ada(browser: Browser, server: Process) -> Iterator[Player]:
    """A person with three matches behind her."""
    player = Player.with_account(browser, server.url, "Ada", PASSWORD)
    mine = player.wait_for("welcome")["player"]["id"]
    played(server.data, (mine, "Ada"), ("someone", "Bob"), 3)
    yield player
    assert player.problems == []
    player.context.close()


def _colours(element: Locator) -> Counter[tuple[int, ...]]:
    """Count the pixels of each colour."""
    image = Image.open(BytesIO(element.screenshot(animations="disabled"))).convert("RGB")
    pixels = image.tobytes()
    return Counter(zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True))


def _stands_out(chosen: Locator, other: Locator) -> bool:
    """Tell whether much of what is chosen has a colour that the other has not."""
    ours, theirs = _colours(chosen), _colours(other)
    return sum(count for colour, count in ours.items() if colour not in theirs) > 100


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_chosen_looks_chosen_in_the_colours_of_the_system(
    browser: Browser, server: Process, ada: Player, scheme: str
):
    stranger = browser.new_context(forced_colors="active", reduced_motion="reduce").new_page()
    stranger.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    stranger.goto(server.url)
    tabs = stranger.locator(".tab")
    expect(tabs.first).to_have_attribute("aria-pressed", "true")
    assert _stands_out(tabs.nth(0), tabs.nth(1))
    stranger.context.close()

    page = ada.page
    page.emulate_media(
        forced_colors="active", color_scheme="light" if scheme == "light" else "dark"
    )
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{ada.url}/friends")
    assert _stands_out(page.locator("[aria-current=page]"), page.locator("[aria-label=Account]"))
    page.goto(ada.url)
    choices = page.locator(".choice label")
    assert _stands_out(choices.nth(0), choices.nth(1))
    choices.nth(1).click()
    assert _stands_out(choices.nth(1), choices.nth(0))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_lines_of_the_court_are_seen_in_the_colours_of_the_system(ada: Player, scheme: str):
    page = ada.page
    page.emulate_media(
        forced_colors="active", color_scheme="light" if scheme == "light" else "dark"
    )
    page.goto(ada.url)
    page.get_by_role("button", name="Easy").click()
    expect(page.locator(".numeral").first).to_be_visible()
    page.locator(".banner").evaluate("banner => { banner.style.visibility = 'hidden'; }")
    colours = _colours(page.locator(".court"))
    floor = colours.most_common(1)[0][0]
    seen = sum(
        n for c, n in colours.items() if max(abs(a - b) for a, b in zip(c, floor, strict=True)) > 90
    )
    assert seen > 1500, colours.most_common(5)
    page.get_by_role("button", name="Resign").click()
    page.get_by_role("dialog").get_by_role("button", name="Resign").click()
    expect(page.locator(".result-score")).to_be_visible()
    page.emulate_media(forced_colors="none", color_scheme="dark")


@pytest.mark.parametrize(
    ("path", "shown"), [("/player/{ada}", ".played .row"), ("/match/past0/result", ".result-score")]
)
def test_paper_is_white_and_has_nothing_to_press(ada: Player, path: str, shown: str):
    page = ada.page
    page.emulate_media(media="screen", color_scheme="dark", forced_colors="none")
    page.goto(ada.url + path.format(ada=ada.wait_for("welcome")["player"]["id"]))
    expect(page.locator(shown).first).to_be_visible()
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.emulate_media(media="print")
    for pressed in (".topbar", "button", "a.button", ".skip"):
        assert page.locator(pressed).filter(visible=True).count() == 0, pressed
    colours = _colours(page.locator("html"))
    assert colours[255, 255, 255] > 0.8 * colours.total(), colours.most_common(5)
    assert page.evaluate(PALE) == []
    page.emulate_media(media="screen")
