"""Two people meet, play, reload in mid-rally, and read the same result."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.player import Player, meet, play_until
from tests.e2e.server import Process
from tests.patience import STUCK


@pytest.fixture
def pair(browser: Browser, server: Process) -> Iterator[tuple[Player, Player]]:
    """Two people; no script of theirs may fail."""
    two = Player(browser, server.url, "Ada"), Player(browser, server.url, "Bob")
    yield two
    for player in two:
        assert player.problems == []
        player.context.close()


def test_two_people_play_a_match_to_its_end(pair: tuple[Player, Player], server: Process):
    ada, bob = pair
    for player in pair:
        player.register("correct horse battery")
    match = meet(ada, bob)
    play_until(pair, lambda: bob.newest("flight")["number"] >= 2)
    reload_in_mid_rally(ada, bob)
    play_until(pair, lambda: bob.newest("flight")["number"] >= 4)

    ada.press("w")  # so she misses most balls, and points fall
    play_until((bob,), lambda: bob.count("finished") > 0, seconds=6.0 * STUCK)
    results = [player.wait_for("finished") for player in pair]
    assert results[0]["score"] == results[1]["score"]
    assert max(results[0]["score"]) == 11
    stored = server.get(f"/api/v1/matches/{match}", ada.context)
    assert stored["result"]["score"] == results[0]["score"]
    both_pages_show(pair, stored)


def reload_in_mid_rally(ada: Player, bob: Player) -> None:
    """Reload Ada's page, and check that it finds the same match and nothing is lost."""
    before = ada.count("match"), ada.count("countdown")
    ada.page.reload()
    ada.held = None
    paused = bob.wait_for("pause")
    entered = ada.wait_for("match", before[0] + 1)
    assert entered["time"] == paused["time"]
    assert entered["flight"] == bob.newest("flight")
    assert entered["score"] == bob.newest("score")
    ada.wait_for("countdown", before[1] + 1)


def both_pages_show(pair: tuple[Player, Player], stored: dict[str, object]) -> None:
    """Check that the result pages say what the store says, also after Back, Forward and reload."""
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
