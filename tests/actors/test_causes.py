"""Every pause says who caused it, to a page that comes during it and to readers of the result."""

import json
from typing import Any

import pytest

from actors.core.address import Address
from actors.match.messages import Exit, Resign, Stopping
from actors.match.pauses import MOST
from actors.matchmaker.messages import Queue
from tests.actors.page import Page
from tests.actors.world import Duel, World


def whys(page: Page) -> list[str | None]:
    """Why the left and the right player are away, as the match shows it."""
    return [player["why"] for player in page.last("match")["players"]]


def back(duel: Duel, page: Page) -> Page:
    """The same player on a new socket, in the match."""
    again = page.back()
    again.enter(duel.match)
    return again


def told(duel: Duel) -> list[tuple[Any, ...]]:
    """The pauses after the end, checked to be the same on the page and in the store; no times."""
    duel.left.say(Resign("r", duel.match))
    duel.world.wait(0.5)
    pauses = duel.right.last("finished").get("pauses", [])
    assert json.loads(duel.world.result(duel.match).pauses) == pauses
    return [(pause["side"], pause["why"], pause["seconds"]) for pause in pauses]


def test_who_comes_into_a_pause_is_told_why(sound: World) -> None:
    duel = sound.duel().start()
    duel.left.say(Exit(duel.match))
    sound.wait(1.0)
    duel.right = back(duel, duel.right)
    assert whys(duel.right) == ["exited", None]
    duel.left = back(duel, duel.left)
    assert whys(duel.left) == [None, None]


def test_after_a_restart_it_was_the_server_whatever_happens_first(sound: World) -> None:
    duel = sound.duel().start()
    sound.wait(0.5)
    sound.kill()
    duel.right = back(duel, duel.right)
    assert whys(duel.right) == ["server_restarted", None]


def test_before_a_player_has_come_nobody_is_to_blame(sound: World) -> None:
    left, right = (sound.page(name) for name in ("ada", "bob"))
    for page in (left, right):
        page.say(Queue("q"))
    match = left.last("matched")["match"]
    left.enter(match)
    assert whys(left) == [None, None]


def test_a_stop_pauses_with_its_reason_and_costs_no_budget(sound: World) -> None:
    duel = sound.duel().start()
    sound.wait(0.5)
    sound.tell(Address("match", duel.match), Stopping())
    for page in (duel.left, duel.right):
        assert {absence["why"] for absence in page.last("pause")["away"]} == {"server_stopping"}
    sound.wait(5.0)
    sound.kill(20.0)
    sound.wait(5.0)
    duel.left, duel.right = back(duel, duel.left), back(duel, duel.right)
    assert duel.left.last("countdown")["budgets"] == [30_000, 30_000]


@pytest.mark.parametrize("seconds", [2.0, 7.5])
def test_a_pause_is_told_with_the_result(sound: World, seconds: float) -> None:
    duel = sound.duel(points=11).start()
    sound.wait(1.0)
    time = duel.time()
    duel.right.drop()
    sound.wait(seconds)
    duel.right = back(duel, duel.right)
    duel.start()
    duel.left.say(Resign("r", duel.match))
    sound.wait(0.5)
    [pause] = duel.right.last("finished")["pauses"]
    assert pause["time"] == pytest.approx(time, abs=0.02)
    del pause["time"]
    assert pause == {"side": 1, "why": "connection_lost", "seconds": seconds}


def test_a_restart_is_one_pause_for_each_and_ends_the_one_before(sound: World) -> None:
    duel = sound.duel(points=11).start()
    sound.wait(1.0)
    duel.left.say(Exit(duel.match))
    sound.wait(3.0)
    sound.tell(Address("match", duel.match), Stopping())
    sound.wait(1.0)
    sound.kill(6.0)
    duel.left, duel.right = back(duel, duel.left), back(duel, duel.right)
    duel.start()
    (side, why, seconds), *rest = told(duel)
    assert (side, why, seconds) == (-1, "exited", 3.0)
    assert [(side, why) for side, why, _ in rest] == [
        (-1, "server_restarted"),
        (1, "server_restarted"),
    ]
    assert all(seconds == pytest.approx(7.0, abs=0.3) for _, _, seconds in rest)


def test_an_absence_that_ends_the_match_is_among_its_pauses(sound: World) -> None:
    duel = sound.duel().start()
    sound.wait(0.5)
    duel.left.drop()
    sound.until(lambda: duel.right.of("finished"))
    finished = duel.right.last("finished")
    assert finished["cause"] == "forfeit_absent"
    [pause] = finished["pauses"]
    assert (pause["side"], pause["why"], pause["seconds"]) == (-1, "connection_lost", 30.0)


def test_a_match_without_a_pause_says_none(sound: World) -> None:
    duel = sound.duel().start()
    assert told(duel) == []
    assert "pauses" not in duel.right.last("finished")


def test_of_many_pauses_the_latest_are_remembered(
    sound: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actors.match.presence.PAUSES", 99)
    monkeypatch.setattr("actors.match.phases.LEAST", 0.0)
    duel = sound.duel(points=11).start()
    for number in range(MOST + 5):
        duel.right.drop()
        sound.wait(number % 7 / 10.0)
        duel.right = back(duel, duel.right)
        duel.start()
    seconds = [seconds for _, _, seconds in told(duel)]
    assert seconds == [number % 7 / 10.0 for number in range(5, MOST + 5)]
