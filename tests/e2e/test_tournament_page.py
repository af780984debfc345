"""A tournament from the page: who plays it, who organises it, a shared computer, the big screen."""

import re
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.e2e.player import Player
from tests.e2e.server import Process

NAMES = ("Ada", "Bob", "Celine", "Dmitri")


def _make(player: Player, name: str) -> str:
    """Make a tournament of short matches; return the path of its page."""
    page = player.page
    page.goto(f"{player.url}/tournaments")
    page.get_by_role("link", name="New tournament").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Points to win").select_option("1")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    return page.evaluate("location.pathname")


def _enter(page: Page, *names: str) -> None:
    page.get_by_text("Enter names").click()
    page.get_by_label("Aliases, one in each line").fill("\n".join(names))
    page.get_by_role("button", name="Enter them").click()
    expect(page.get_by_text(f"{len(names)} entrants were added")).to_be_visible()


def _decide(page: Page, two: re.Pattern[str], winner: str) -> None:
    page.get_by_role("button", name=two).first.click()
    page.get_by_role("dialog").get_by_role("button", name=winner, exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def _act_from_the_lobby(player: Player, path: str, act: dict[str, Any]) -> None:
    """Leave the tournament's page, so that nobody looks at it, and do something as an organiser."""
    with player.page.expect_response("**/api/v1/refresh") as refreshed:
        player.page.goto(player.url)
    player.in_lobby()
    headers = {"Origin": player.url}
    headers["Authorization"] = f"Bearer {refreshed.value.json()['access_token']}"
    url = f"{player.url}/api/v1/tournaments/{path.rpartition('/')[2]}/acts"
    answer = player.context.request.post(url, data={"act": act}, headers=headers)
    assert answer.ok, answer.text()


def _fine(*players: Player) -> None:
    for player in players:
        assert player.problems == []
        player.context.close()


def test_a_player_joins_is_called_plays_and_sees_the_bracket(browser: Browser, server: Process):
    ada, bob = (Player.as_guest(browser, server.url, name) for name in ("Ada", "Bob"))
    ada.in_lobby()
    path = _make(ada, "Quick cup")
    bob.page.goto(server.url + path)
    alias = bob.page.get_by_label("Alias in this tournament")
    expect(alias).to_have_value("Bob")
    ada.page.get_by_role("button", name="Join").click()
    expect(ada.page.get_by_text("You are in as Ada.")).to_be_visible()
    alias.fill("ada")
    bob.page.get_by_role("button", name="Join").click()
    expect(bob.page.get_by_text("Somebody here has this alias")).to_be_visible()
    alias.fill("Bob the great")
    bob.page.get_by_role("button", name="Join").click()
    expect(bob.page.get_by_text("You are in as Bob the great.")).to_be_visible()
    expect(ada.page.get_by_role("list", name="Entrants")).to_contain_text("Bob the great")

    ada.page.get_by_role("button", name="Start", exact=True).click()
    card = bob.page.locator(".own-card")
    expect(card).to_contain_text("You are next")
    expect(card.get_by_role("timer")).to_have_text(re.compile(r"\d:\d\d"))
    bob.page.get_by_role("button", name="I am ready").click()
    expect(ada.page.locator(".own-card")).to_contain_text("Bob the great is ready and waits")
    called = ada.page.get_by_role("list", name="Called")
    expect(called).to_contain_text(re.compile(r"Ada is missing, \d:\d\d left"))
    ada.page.get_by_role("button", name="I am ready").click()
    for player in (ada, bob):
        player.page.wait_for_url("**/match/*")

    back = ada.page.get_by_role("link", name="To the tournament")
    expect(back).to_be_visible()
    expect(ada.page.get_by_role("button", name="Rematch")).to_have_count(0)
    back.click()
    podium = ada.page.locator(".podium-step[data-place='1']")
    expect(podium).to_have_text(re.compile(r"^(Ada|Bob the great)1$"))
    winner = (podium.text_content() or "")[:-1]
    expect(ada.page.locator(".bracket-row.won .bracket-name")).to_have_text(winner)
    expect(ada.page.locator(".rounds")).to_contain_text(f"{winner} has won")
    _fine(ada, bob)


def test_an_organiser_decides_and_undoes_what_depends_on_it(browser: Browser, server: Process):
    ada = Player.as_guest(browser, server.url, "Ada")
    ada.in_lobby()
    page = ada.page
    _make(ada, "Four")
    _enter(page, *NAMES)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator(".bracket-box")).to_have_count(4)
    page.locator(".desk-part > summary", has_text="Pairings").click()
    firsts = [row.text_content() or "" for row in page.locator(".bracket-name").all()[:4]]
    for first, second in (firsts[:2], firsts[2:]):
        _decide(page, re.compile(f"^Decide {first} against {second}"), first)
    _decide(page, re.compile(f"^Decide {firsts[0]} against {firsts[2]}"), firsts[2])
    final = page.locator("[data-key='w2-1'] .won .bracket-name")
    expect(final).to_have_text(firsts[2])

    again = page.get_by_role("button", name=f"Have {firsts[0]} against {firsts[1]} played again")
    again.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Play again").click()
    expect(dialog).to_contain_text(f"Final: {firsts[0]} against {firsts[2]}")
    dialog.get_by_role("button", name="Play again").click()
    expect(page.locator("[data-key='w2-1'] .bracket-name").first).to_have_text("Winner of match 1")
    expect(final).to_have_count(0)
    page.locator(".desk-part > summary", has_text="Log").click()
    expect(page.get_by_role("list", name="Log")).to_contain_text("played again")

    page.get_by_role("button", name="Cancel it").click()
    dialog.get_by_role("button", name="Cancel it").click()
    expect(page.locator(".tour-head .badge")).to_have_text("Cancelled")
    _fine(ada)


def test_people_at_one_computer_play_one_match_after_the_other(browser: Browser, server: Process):
    ada = Player.as_guest(browser, server.url, "Ada")
    ada.in_lobby()
    page = ada.page
    page.get_by_role("link", name="More than two? A local tournament").click()
    page.get_by_label("Who plays?").fill("Ada\nBob\nCeline")
    page.get_by_label("Points to win").select_option("1")
    page.get_by_role("button", name="Begin").click()
    for _ in range(2):
        start = page.get_by_role("button", name="Start", exact=True)
        expect(start).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url("**/match/*")
        page.wait_for_url("**/station")
    expect(page.locator(".podium-step")).to_have_count(3)
    assert page.evaluate("localStorage.getItem('rally.station')") is None
    _fine(ada)


def test_the_big_screen_needs_no_log_in(browser: Browser, server: Process):
    ada = Player.as_guest(browser, server.url, "Ada")
    ada.in_lobby()
    path = _make(ada, "On the wall")
    screen = browser.new_page(viewport={"width": 1920, "height": 1080})
    screen.goto(f"{server.url}{path}/screen")
    expect(
        screen.get_by_text(f"Join at {server.url.removeprefix('http://')}{path}")
    ).to_be_visible()
    expect(screen.get_by_role("img", name="Code that leads a phone")).to_be_visible()
    _enter(ada.page, *NAMES)
    expect(screen.get_by_role("listitem")).to_have_text([*NAMES])
    ada.page.get_by_role("button", name="Start", exact=True).click()
    expect(screen.locator(".bracket-box")).to_have_count(4)
    expect(screen.get_by_role("heading", name="Next")).to_be_visible()
    for key in ("w1-1", "w1-2"):
        won = screen.locator(f"[data-key='{key}'] .won")
        expect(won).to_have_count(0)
        _act_from_the_lobby(ada, path, {"act": "decide", "pairing": key, "winner": 0})
        expect(won).to_have_count(1)
    screen.goto(f"{server.url}/tournament/t.nowhere/screen")
    expect(screen.get_by_text("There is no tournament at this address.")).to_be_visible()
    screen.context.close()
    _fine(ada)


def test_filters_are_in_the_address(browser: Browser, server: Process):
    ada = Player.as_guest(browser, server.url, "Ada")
    ada.in_lobby()
    _make(ada, "Open to all")
    page = ada.page
    page.get_by_role("link", name="Tournaments").first.click()
    rows = page.get_by_role("list", name="Tournaments", exact=True)
    expect(rows).to_contain_text("Open to all")
    page.get_by_label("Format").select_option("swiss")
    expect(page.get_by_text("There is none of this kind just now.")).to_be_visible()
    page.get_by_role("button", name="Over").click()
    assert page.url.endswith("/tournaments?stage=over&format=swiss")
    page.reload()
    expect(page.get_by_role("button", name="Over")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("Format")).to_have_value("swiss")
    page.get_by_role("button", name="Open").click()
    page.get_by_label("Format").select_option("")
    expect(rows).to_contain_text("Open to all")
    _fine(ada)
