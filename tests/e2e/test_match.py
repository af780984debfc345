"""Two people far apart meet, play, reload in mid-rally, and read the same result."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.player import Player, meet, play_until
from tests.e2e.proxy import proxied
from tests.e2e.server import Process

DELAY, JITTER = 0.075, 0.015
"""Seconds, each way."""
WORST = 0.02
"""Largest correction of the drawn ball at p99, as a share of the court's height."""


@pytest.fixture
def pair(browser: Browser, server: Process) -> Iterator[tuple[Player, Player]]:
    """Two people, each at the far end of a slow network; no script of theirs may fail."""
    with proxied(server.port, DELAY, JITTER) as here, proxied(server.port, DELAY, JITTER) as there:
        two = Player(browser, here.url, "Ada"), Player(browser, there.url, "Bob")
        yield two
        for player in two:
            assert player.problems == []
            player.context.close()


def test_two_people_play_a_match_to_its_end(
    pair: tuple[Player, Player], server: Process, capsys: pytest.CaptureFixture[str]
):
    ada, bob = pair
    for player in pair:
        player.register("correct horse battery")
    match = meet(ada, bob)
    play_until(pair, lambda: bob.newest("flight")["number"] >= 12)
    ada.remember_what_was_felt()
    reload_in_mid_rally(ada, bob)
    play_until(pair, lambda: bob.newest("flight")["number"] >= 24)
    with capsys.disabled():  # the figures are to be seen
        the_ball_never_jumped(pair)

    ada.press("w")  # both keep out of the way of most balls, so that points fall
    bob.press("ArrowUp")
    results = [player.wait_for("finished", seconds=120) for player in pair]
    assert results[0]["score"] == results[1]["score"]
    assert max(results[0]["score"]) == 11
    stored = server.get(f"/api/v1/matches/{match}", ada.context)
    assert stored["result"]["score"] == results[0]["score"]
    both_pages_show(pair, stored)


def reload_in_mid_rally(ada: Player, bob: Player) -> None:
    """Ada's page starts from nothing and finds the same match; nothing was lost."""
    before = ada.count("match"), ada.count("countdown")
    ada.page.reload()
    ada.held = None
    paused = bob.wait_for("pause")
    entered = ada.wait_for("match", before[0] + 1)
    assert entered["time"] == paused["time"]
    assert entered["flight"] == bob.newest("flight")
    assert entered["score"] == bob.newest("score")
    ada.wait_for("countdown", before[1] + 1)


def the_ball_never_jumped(pair: tuple[Player, Player]) -> None:
    """Count what the pages felt, and say it."""
    for player in pair:
        player.remember_what_was_felt()
    contacts = sum(player.contacts for player in pair)
    shares = sorted(share for player in pair for share in player.corrections)
    padded = [0.0] * (contacts - len(shares)) + shares
    worst = padded[int(len(padded) * 0.99)]
    trips = [player.page.locator(".ping").inner_text() for player in pair]
    print(
        f"\n{contacts} contacts drawn, round trips {trips}: {len(shares)} corrections, "
        f"p99 {worst:.2%} of the court's height, largest {padded[-1]:.2%}"
    )
    assert contacts >= 30
    assert worst <= WORST


def both_pages_show(pair: tuple[Player, Player], stored: dict[str, object]) -> None:
    """The result page says what the store says, also after Back, Forward and a reload."""
    words = _words(stored)
    for player in pair:
        player.page.wait_for_url("**/result")
        expect(player.page.get_by_role("img", name=words)).to_be_visible()
    ada = pair[0]
    ada.page.go_back()
    ada.in_lobby()
    ada.page.go_forward()
    expect(ada.page.get_by_role("img", name=words)).to_be_visible()
    ada.page.reload()
    expect(ada.page.get_by_role("img", name=words)).to_be_visible()


def _words(stored: dict[str, object]) -> str:
    match stored:
        case {"players": [{"name": left}, {"name": right}], "result": {"score": [won, lost]}}:
            return f"{left} {won} to {lost} {right}"
    raise AssertionError(stored)
