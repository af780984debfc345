"""Two people meet, play, reload in mid-rally, and read the same result."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.player import Player
from tests.e2e.server import Process


@pytest.fixture
def pair(browser: Browser, server: Process) -> Iterator[tuple[Player, Player]]:
    """Two people with a browser each."""
    two = Player(browser, server.url, "Ada"), Player(browser, server.url, "Bob")
    yield two
    for player in two:
        assert player.problems == []
        player.context.close()


def meet(*pair: Player) -> str:
    """Both look for an opponent and land in the same match; play has begun."""
    for player in pair:
        player.page.get_by_role("button", name="Find an opponent").click()
    matches = {player.wait_for("matched")["match"] for player in pair}
    assert len(matches) == 1
    for player in pair:
        player.page.wait_for_url("**/match/*")
        player.wait_for("countdown")
    return matches.pop()


def test_two_people_play_a_match_to_its_end(pair: tuple[Player, Player], server: Process):
    ada, bob = pair
    for player in pair:
        player.register("correct horse battery")
    match = meet(ada, bob)
    play_until(pair, lambda: ada.count("flight") >= 4)

    before = len(ada.frames)
    ada.page.reload()
    ada.held = None
    paused = bob.wait_for("pause")
    ada.wait_for("countdown", ada.count("countdown") + 1)
    entered = next(f for f in ada.frames[before:] if f["t"] == "match")
    assert entered["time"] == paused["time"]
    assert entered["flight"] == bob_flight(bob)
    assert entered["score"] == latest_score(bob)

    play_until(pair, lambda: ada.count("flight") >= 8)
    for player in pair:
        player.press(None)
    ada.press("w")  # both stay away from most balls, so that points fall
    bob.press("ArrowDown")
    results = [player.wait_for("finished", seconds=90) for player in pair]
    assert results[0]["score"] == results[1]["score"]
    assert max(results[0]["score"]) == 11
    stored = server.get(f"/api/v1/matches/{match}", ada.context)
    assert stored["result"]["score"] == results[0]["score"]
    for player in pair:
        player.page.wait_for_url("**/result")
        for points in results[0]["score"]:
            expect(player.page.get_by_role("main")).to_contain_text(str(points))

    ada.page.go_back()
    ada.page.go_forward()
    ada.page.wait_for_url("**/result")
    ada.page.reload()
    expect(ada.page.get_by_role("main")).to_contain_text("Bob")


def play_until(pair: tuple[Player, Player], done) -> None:  # noqa: ANN001
    """Both defend until something has come to pass; a point in between is no harm."""
    end = time.time() + 60
    while not done():
        assert time.time() < end
        for player in pair:
            player.defend()
            player.page.wait_for_timeout(15)


def bob_flight(bob: Player) -> dict[str, object]:
    """The flight Bob was told last."""
    return next(f["flight"] for f in reversed(bob.frames) if "flight" in f)


def latest_score(bob: Player) -> list[int]:
    """The score Bob was told last."""
    return next(f["score"] for f in reversed(bob.frames) if "score" in f)
