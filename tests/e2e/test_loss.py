"""A cut, a silent freeze, a second tab: the match waits and goes on from the same ball."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.claims import Claim
from tests.e2e.player import Player, meet, play_until
from tests.e2e.proxy import Proxy, proxied
from tests.e2e.server import Process


@pytest.fixture
def proxy(server: Process) -> Iterator[Proxy]:
    """The network between Ada and the server."""
    with proxied(server.port) as found:
        yield found


@pytest.fixture
def playing(browser: Browser, server: Process, proxy: Proxy) -> Iterator[tuple[Player, Player]]:
    """Ada behind the proxy and Bob, in the middle of a rally."""
    two = (
        Player.as_guest(browser, proxy.url, "Ada"),
        Player.as_guest(browser, server.url, "Bob"),
    )
    meet(*two)
    play_until(two, lambda: two[1].count("flight") >= 3)
    for player in two:
        player.press(None)
    yield two
    for player in two:
        assert player.problems == []
        player.context.close()


def goes_on(ada: Player, bob: Player, before: tuple[int, int]) -> None:
    """Check that play goes on after a countdown, with the same ball and score on both pages."""
    paused = bob.last("pause")
    again = bob.wait_for("countdown", before[0] + 1)
    entered = ada.wait_for("match", before[1] + 1)
    assert again["time"] == paused["time"]
    assert entered["flight"] == bob.newest("flight")
    assert entered["score"] == bob.newest("score")
    seen = bob.count("flight") + bob.count("point")
    play_until((ada, bob), lambda: bob.count("flight") + bob.count("point") > seen)


def test_a_cut_socket_comes_back_by_itself(playing: tuple[Player, Player], proxy: Proxy):
    ada, bob = playing
    before = bob.count("countdown"), ada.count("match")
    proxy.cut()
    bob.wait_for("pause")
    expect(bob.page.get_by_text("The connection of Ada is lost.")).to_be_visible()
    goes_on(ada, bob, before)


@pytest.mark.claims_seconds
def test_a_silent_freeze_is_noticed(playing: tuple[Player, Player], proxy: Proxy, claim: Claim):
    ada, bob = playing
    before = bob.count("countdown"), ada.count("match")
    frozen = time.time()
    proxy.freeze()
    bob.wait_for("pause")
    claim("seconds until a silent connection is noticed", time.time() - frozen, 5.0)
    proxy.thaw()
    goes_on(ada, bob, before)


def test_a_second_tab_takes_over_and_gives_back(playing: tuple[Player, Player]):
    ada, bob = playing
    match = ada.last("matched")["match"]
    second = ada.open(f"/match/{match}")
    expect(ada.page.get_by_role("button", name="Play here")).to_be_visible()
    ada.page.get_by_role("button", name="Play here").click()
    expect(second.get_by_role("button", name="Play here")).to_be_visible()
    second.close()
    # At the latest after two heartbeats the server knows of the end of the second tab.
    ada.wait_for("ping", ada.count("ping") + 2)
    assert bob.count("pause") == 0
    play_until((ada, bob), lambda: bob.count("flight") >= 5)
