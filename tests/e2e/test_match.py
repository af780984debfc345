"""Two people meet, play, reload in mid-rally, and read the same result."""

from playwright.sync_api import expect

from tests.e2e.player import Player, meet, play_until
from tests.e2e.server import Process


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
    assert entered["flight"] == bob.newest("flight")
    assert entered["score"] == bob.newest("score")

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
    left, right = results[0]["score"]
    names = [player["name"] for player in stored["players"]]
    words = f"{names[0]} {left} to {right} {names[1]}"
    for player in pair:
        player.page.wait_for_url("**/result")
        expect(player.page.get_by_role("img", name=words)).to_be_visible()

    ada.page.go_back()
    ada.in_lobby()
    ada.page.go_forward()
    ada.page.reload()
    expect(ada.page.get_by_role("img", name=words)).to_be_visible()
