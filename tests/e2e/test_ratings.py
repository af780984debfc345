"""Two play a rated match, see what it has changed, and find each other on the leaderboard."""

import re

from playwright.sync_api import Browser, expect

from tests.e2e.player import Player, meet
from tests.e2e.server import Process
from tests.e2e.test_rematch import resigns

PASSWORD = "correct horse battery"


def test_a_rated_match_from_the_button_to_the_leaderboard(browser: Browser, server: Process):
    ada, bob = pair = [
        Player.with_account(browser, server.url, name, PASSWORD) for name in ("Ada R", "Bob R")
    ]
    for player in pair:
        player.in_lobby()
        player.page.get_by_label("To 5", exact=True).check()
        player.page.get_by_label("Rated", exact=True).check()
        find = player.page.get_by_role("button", name="Find an opponent")
        expect(find).to_contain_text("Rated, to 5 points")
    meet(ada, bob)
    assert ada.last("match")["rated"]
    resigns(ada, bob)
    change = bob.wait_for("rating")["change"]
    words = f"Your rating: {1500 + change} (+{change}), provisional"
    expect(bob.page.locator(".result-rating")).to_have_text(words)
    expect(ada.page.locator(".result-rating")).to_contain_text(f"Your rating: {1500 - change}")
    bob.page.reload()
    expect(bob.page.locator(".result-rating")).to_have_text(words)
    bob.page.get_by_role("link", name="Leaderboard").click()
    expect(bob.page.locator(".board .row")).to_have_count(0)  # the mode is the classic one
    expect(bob.page.locator(".empty")).to_be_visible()
    bob.page.get_by_label("Short", exact=True).focus()
    bob.page.keyboard.press("Space")
    rows = bob.page.locator(".board .row")
    expect(rows).to_have_text([re.compile("Bob R.*provisional"), re.compile("Ada R.*provisional")])
    rows.nth(1).get_by_role("link", name="Ada R").click()
    expect(bob.page.get_by_role("img", name=re.compile("A line from 1500 to"))).to_be_visible()
    bob.page.go_back()
    expect(rows.first).to_contain_text("Bob R")  # the mode is still the chosen one
    bob.page.get_by_role("radio", name="Friends").check()
    expect(rows).to_have_count(1)
    for player in pair:
        assert player.problems == []
        player.context.close()


def test_a_guest_is_offered_casual_matches_only(browser: Browser, server: Process):
    guest = Player.as_guest(browser, server.url, "Gus")
    guest.in_lobby()
    find = guest.page.get_by_role("button", name="Find an opponent")
    expect(find).to_contain_text("Casual, to 11 points")
    expect(guest.page.get_by_label("Rated", exact=True)).to_be_hidden()
    guest.context.close()


def test_practice_while_one_waits_gives_way_to_an_opponent(browser: Browser, server: Process):
    ada, bob = (Player.as_guest(browser, server.url, name) for name in ("Ada P", "Bob P"))
    for player in (ada, bob):
        player.in_lobby()
    ada.page.get_by_role("button", name="Find an opponent").click()
    expect(ada.page.get_by_text("Casual, to 11 points: ")).to_be_visible()
    ada.page.get_by_role("button", name="Easy").click()
    ada.wait_for("flight")
    assert ada.last("match")["mode"] == "ai"
    practice = ada.last("match")["match"]
    bob.page.get_by_role("button", name="Find an opponent").click()
    match = bob.wait_for("matched")["match"]
    ada.page.wait_for_url(f"**/match/{match}")
    for player in (ada, bob):
        player.wait_for("countdown", 2 if player is ada else 1)
    assert match != practice
    expect(ada.page.locator(".notice")).to_have_count(0)
    for player in (ada, bob):
        assert player.problems == []
        player.context.close()
