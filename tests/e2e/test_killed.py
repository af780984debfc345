"""The server is killed in mid-rally and started again: the pages come back by themselves."""

import signal
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.player import Player, meet, play_until
from tests.e2e.server import Process

AT_MOST = 0.3
"""Seconds of play that may be lost: 0.25 promised, and the way to the page."""


@pytest.fixture
def pair(browser: Browser, server: Process) -> Iterator[tuple[Player, Player]]:
    """Ada and Bob in the middle of a rally, on a server that a test may kill."""
    two = Player(browser, server.url, "Ada"), Player(browser, server.url, "Bob")
    for player in two:
        player.guest()
    meet(*two)
    play_until(two, lambda: two[1].count("flight") >= 3)
    yield two
    for player in two:
        assert player.problems == []
        player.context.close()


def test_kill_9_in_mid_rally_and_play_goes_on(
    pair: tuple[Player, Player], server: Process, capsys: pytest.CaptureFixture[str]
):
    ada, bob = pair
    before = {player: (player.count("match"), player.count("countdown")) for player in pair}
    score, played = bob.newest("score"), bob.time()
    server.stop(signal.SIGKILL)
    for player in pair:
        expect(player.page.get_by_text("You are offline")).to_be_visible()
    server.start()
    began = time.monotonic()
    for player in pair:
        player.wait_for("countdown", before[player][1] + 1)
    with capsys.disabled():
        lost = played - bob.last("countdown")["time"]
        took = time.monotonic() - began
        print(f"\n{took:.1f} s from the start to the countdown, {lost * 1000:.0f} ms of play lost")
    assert lost <= AT_MOST
    assert [player.last("match")["score"] for player in pair] == [score, score]
    assert ada.last("match")["flight"] == bob.last("match")["flight"]
    seen = bob.count("flight") + bob.count("point")
    play_until(pair, lambda: bob.count("flight") + bob.count("point") > seen)
