"""There are no free time-outs: what a pause costs, how many there are, what happens after them."""

from collections.abc import Callable

import pytest

from actors.core.address import Address
from actors.match.messages import Exit, Stopping
from actors.match.presence import BUDGET, LEAST, PAUSES
from actors.matchmaker.messages import Queue
from actors.pong.ball import height
from actors.seats.messages import Local, Machine
from tests.actors.hands import chase
from tests.actors.page import Page
from tests.actors.world import Duel, World

Leave = Callable[[Duel, Page], Page]
"""Leaves with a page, comes back at once, and returns the page that plays then."""


def by_exit(duel: Duel, page: Page) -> Page:
    page.say(Exit(duel.match))
    page.enter(duel.match)
    return page


def by_reload(duel: Duel, page: Page) -> Page:
    page.drop()
    again = duel.world.page(page.player, delay=page.delay)
    again.enter(duel.match)
    return again


def by_cut(duel: Duel, page: Page) -> Page:
    page.drop()
    again = page.back()
    again.enter(duel.match)
    return again


LEAVE = [by_exit, by_reload, by_cut]


def seat(duel: Duel, page: Page) -> dict[str, int]:
    """What the other player sees of this player's seat."""
    return next(p for p in duel.right.enter(duel.match)["players"] if p["id"] == page.player)


@pytest.mark.parametrize("leave", LEAVE)
def test_a_pause_costs_its_countdown_at_least(sound: World, leave: Leave) -> None:
    duel = sound.duel(points=21).start()
    for number in range(1, PAUSES + 1):
        duel.left = leave(duel, duel.left)
        assert duel.state.phase == "countdown"
        chair = duel.state.chairs[0]
        assert chair.used == pytest.approx(LEAST * number)
        duel.start()
        shown = seat(duel, duel.left)
        assert shown["budget"] == pytest.approx(1000.0 * (BUDGET - LEAST * number), abs=2)
        assert shown["pauses"] == PAUSES - number
        duel.start()


@pytest.mark.parametrize("leave", LEAVE)
@pytest.mark.parametrize("when", ["playing", "countdown"])
def test_then_play_does_not_wait(sound: World, leave: Leave, when: str) -> None:
    """Ten thousand absences make three pauses; match time goes on during all others."""
    duel = sound.duel(points=21).start()
    for _ in range(PAUSES):
        duel.left = leave(duel, duel.left)
        duel.start()
    if when == "countdown":
        duel.right.drop()
        duel.right = duel.right.back()
        duel.right.enter(duel.match)
    assert duel.state.phase == when
    starts, used = duel.state.starts, duel.state.chairs[0].used
    for _ in range(20):
        duel.left = leave(duel, duel.left)
        sound.wait(0.01)
    assert (duel.state.phase, duel.state.starts) == (when, starts)
    assert duel.state.chairs[0].used < used + 0.1, "and costs no more than its time"


def test_who_is_waited_for_no_more_may_come_back_into_the_play(sound: World) -> None:
    duel = sound.duel(points=21).start()
    for _ in range(PAUSES):
        duel.left = by_cut(duel, duel.left)
        duel.start()
    duel.right.clear()
    duel.left.drop()
    told = duel.right.last("absent")
    assert [(a["side"], a["why"], a["pauses"]) for a in told["away"]] == [
        (-1, "connection_lost", 0)
    ]
    score = duel.state.game.score
    sound.until(lambda: duel.state.game.score != score, 60.0)
    sound.wait(0.2)  # the point is told when it is durable
    page = duel.left.back()
    view = page.enter(duel.match)
    assert view["phase"] == "playing"
    assert all(player["here"] for player in view["players"])
    assert duel.right.last("absent")["away"] == []
    page.press(duel.match, 1)
    assert duel.state.game.paddles[0].segments[-1].direction == 1
    assert not duel.right.of("pause", "countdown")


def test_the_budget_still_ends_it(sound: World) -> None:
    duel = sound.duel(points=21).start()
    for _ in range(PAUSES):
        duel.left = by_exit(duel, duel.left)
        duel.start()
    left = BUDGET - PAUSES * LEAST
    duel.left.drop()
    end = sound.now() + left - 0.1
    while sound.now() < end:  # otherwise the match ends first
        sound.wait(0.05)
        if duel.state.game.flight.side > 0:
            chase(duel.right, duel, 1)
    assert not duel.right.of("finished")
    sound.wait(0.3)
    end_of_it = duel.right.last("finished")
    assert (end_of_it["cause"], end_of_it["winner"]) == ("forfeit_absent", 1)


def test_nobody_left_to_play_pauses_it_all_the_same(sound: World) -> None:
    duel = sound.duel(points=21).start()
    for _ in range(PAUSES):
        duel.left = by_exit(duel, duel.left)
        duel.start()
        duel.right = by_exit(duel, duel.right)
        duel.start()
    duel.left.drop()
    assert duel.state.phase == "playing"
    duel.right.drop()
    assert duel.state.phase == "paused"
    duel.right = duel.right.back()
    duel.right.enter(duel.match)
    assert duel.state.phase == "countdown"
    assert [a["side"] for a in duel.right.last("absent")["away"]] == [-1]


def test_what_the_server_does_costs_nothing(sound: World) -> None:
    duel = sound.duel(points=21).start()
    for _ in range(5):
        sound.kill()
        duel.left, duel.right = sound.page("ada"), sound.page("bob")
        for page in (duel.left, duel.right):
            page.enter(duel.match)
        duel.start()
    sound.tell(Address("match", duel.match), Stopping())
    for page in (duel.left, duel.right):
        page.enter(duel.match)
    assert [(c.pauses, c.used) for c in duel.state.chairs] == [(0, 0.0), (0, 0.0)]


def test_a_takeover_is_no_pause(sound: World) -> None:
    duel = sound.duel(points=21).start()
    for _ in range(12):  # as many tabs as may be open
        duel.left.press(duel.match, 1)
        duel.left = sound.page(duel.left.player)
        duel.left.enter(duel.match)
        assert duel.state.phase == "playing"
        assert duel.state.game.paddles[0].segments[-1].direction == 0
        sound.wait(0.02)
    assert duel.state.chairs[0].pauses == 0


def test_before_it_has_begun_there_is_nothing_to_pause(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    for page in (ada, bob):
        page.say(Queue("q"))
    match = ada.last("matched")["match"]
    for _ in range(10):
        ada.enter(match)
        ada.say(Exit(match))
    assert next(p for p in bob.enter(match)["players"] if p["id"] == "ada")["pauses"] == PAUSES


@pytest.mark.parametrize("request_", [Local("1"), Machine("1")])
def test_practice_may_be_left_as_one_likes(sound: World, request_: Local | Machine) -> None:
    ada = sound.page("ada")
    ada.say(request_)
    match = ada.last("matched")["match"]
    ada.enter(match)
    for _ in range(20):
        sound.wait(3.1)
        ada.say(Exit(match))
        assert sound.state(match).phase == "paused"
        ada.enter(match)
    assert max(chair.used for chair in sound.state(match).chairs) < 0.1


@pytest.mark.parametrize("by", LEAVE)
def test_leaving_takes_no_key_back_that_is_on_its_way(sound: World, by: Leave) -> None:
    """A player leaves quickly after the other has pressed, in time, a key that is under way."""
    duel = sound.duel(points=21)
    duel.right.delay = 0.1
    duel.start()
    sound.until(lambda: duel.state.game.flight.side > 0 and duel.state.game.flight.window > 0.1)
    flight = duel.state.game.flight
    duel.play_to(flight.contact + 0.02)
    held = duel.state.game.paddles[1].segments[-1]
    duel.left.say(Exit(duel.match))
    sound.wait(0.05)
    way = 1 if height(flight, flight.contact) > held.y else -1
    duel.right.press(duel.match, way, ago=0.09)
    pressed = duel.state.game.paddles[1].segments[-1]
    assert pressed.direction == way
    assert pressed.since < flight.contact
    sound.wait(0.2)
    assert duel.state.phase == "paused"
    by(duel, duel.left)


def test_who_is_back_before_play_stops_has_made_no_pause(sound: World) -> None:
    duel = sound.duel(points=21)
    duel.right.delay = 0.1
    duel.start()
    sound.wait(0.5)
    by_exit(duel, duel.left)
    sound.wait(0.5)
    assert duel.state.phase == "playing"
    assert not duel.right.of("pause")
