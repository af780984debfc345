"""What pages do and say when the server is killed or stopped in a rally, or has no store."""

import signal
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.claims import Claim
from tests.e2e.player import Player, meet, play_until
from tests.e2e.server import Process
from tests.faults import locked
from tests.patience import STUCK

AT_MOST = 0.3
"""The most seconds of play that may be lost: the promised 0.25, and the way to the page."""


@pytest.fixture
def pair(browser: Browser, server: Process) -> Iterator[tuple[Player, Player]]:
    """Ada and Bob in the middle of a rally, on a server that a test may kill."""
    two = (
        Player.as_guest(browser, server.url, "Ada"),
        Player.as_guest(browser, server.url, "Bob"),
    )
    meet(*two)
    play_until(two, lambda: two[1].count("flight") >= 3)
    yield two
    for player in two:
        assert player.problems == []
        player.context.close()


@pytest.mark.claims_seconds
def test_kill_9_in_mid_rally_and_play_goes_on(
    pair: tuple[Player, Player], server: Process, claim: Claim, capsys: pytest.CaptureFixture[str]
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
    claim("seconds of play lost", lost, AT_MOST)
    assert [player.last("match")["score"] for player in pair] == [score, score]
    assert ada.last("match")["flight"] == bob.last("match")["flight"]
    seen = bob.count("flight") + bob.count("point")
    play_until(pair, lambda: bob.count("flight") + bob.count("point") > seen)


def test_a_stop_is_announced_and_the_pages_come_back(pair: tuple[Player, Player], server: Process):
    countdowns = {player: player.count("countdown") for player in pair}
    server.stop()
    for player in pair:
        # Over the court and in the bar: who caused it, and that the player need not do anything.
        expect(player.page.get_by_text("The server restarts", exact=True)).to_be_visible()
        expect(player.page.get_by_text("This page comes back by itself")).to_be_visible()
        expect(player.page.get_by_text("The server restarts. ")).to_be_visible()
        expect(player.page.get_by_text("Connection lost")).not_to_be_visible()
        assert {a["why"] for a in player.last("pause")["away"]} == {"server_stopping"}
    server.start()
    for player in pair:
        player.wait_for("countdown", countdowns[player] + 1)
        assert player.last("countdown")["time"] == player.last("pause")["time"]
        expect(player.page.get_by_text("The server restarts")).not_to_be_visible()


def test_points_that_are_not_saved_are_marked_until_they_are(
    pair: tuple[Player, Player], server: Process
):
    marks = [player.page.get_by_text("not saved yet") for player in pair]
    with locked(server.process.pid, server.data):
        for player in pair:
            player.press(None)
            player.wait_for("unsaved", seconds=2.0 * STUCK)
        for mark in marks:
            expect(mark).to_be_visible()
    for mark in marks:
        expect(mark).not_to_be_visible()
