"""What is shown first stays where it is: no page moves while it is filled."""

from playwright.sync_api import Browser, expect

from tests.e2e.player import Player
from tests.e2e.server import Process

SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
LATER = (("/tournaments", "Tournaments"), ("/tournaments/new", "New tournament"))
"""Pages whose script and style sheet are loaded when they are shown."""
GOOD = 0.1
"""A page is good up to this Cumulative Layout Shift: https://web.dev/articles/cls."""


def test_no_page_moves_while_it_is_filled(browser: Browser, server: Process):
    ada = Player.with_account(browser, server.url, "Ada", "correct horse battery")
    ada.context.add_init_script(SHIFTS)
    me = ada.wait_for("welcome")["player"]["id"]
    shifts: dict[str, float] = {}
    ada.page.evaluate("localStorage.setItem('rally.chat.open', 'open')")
    first = (("/", "Lobby"), (f"/player/{me}", "Ada"), ("/friends", "Friends"))
    for width in (1350, 412):
        for path, heading in (*first, *LATER):
            page = ada.open(path)
            page.set_viewport_size({"width": width, "height": 900})
            page.reload()
            expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
            expect(page.locator(".connection-bar")).to_be_hidden()
            if width > 1280:
                expect(page.get_by_role("textbox", name="Write in the Lobby")).to_be_visible()
            page.wait_for_load_state("networkidle")
            shifts[f"{path} {width}"] = page.evaluate("() => shifted")
            page.close()
    assert {path: shift for path, shift in shifts.items() if shift > GOOD} == {}
    assert ada.problems == []
    ada.context.close()
