"""A player actor that is given up forgets its seat: the match tells it again, and nobody loses."""

import pytest

from actors.core.address import Address
from actors.match.messages import Resign
from actors.matchmaker.messages import Queue
from actors.player.following import AGAIN
from actors.seats.messages import Machine
from tests.actors.page import Page
from tests.actors.test_crash import Boom
from tests.actors.world import World

SOON = 0.2
PERIOD = 5.0
"""Seconds for which nobody starts an actor that was given up."""


def give_up(world: World, player: str) -> None:
    """Let the actor of a player crash until it is given up."""
    before = world.kernel.statistics().given_up
    for _ in range(4):
        world.tell(Address("player", player), Boom())
    assert world.kernel.statistics().given_up == before + 1


@pytest.fixture
def ada(world: World) -> Page:
    """Ada has a quick match with Bob, whose actor was given up before he was told of it."""
    ada, bob = world.page("ada"), world.page("bob")
    ada.say(Queue("q"))
    world.route(bob, Queue("q"))
    world.settle()
    give_up(world, "bob")
    world.wait(SOON)
    ada.enter(ada.last("matched")["match"])
    assert not bob.of("matched")
    return ada


def test_a_page_that_is_back_before_the_news_is_called(world: World, ada: Page) -> None:
    world.wait(PERIOD)
    bob = world.page("bob")
    assert bob.last("welcome")["match"] is None
    world.wait(AGAIN - PERIOD)
    called, seen = bob.last("matched"), ada.last("matched")
    assert called["match"] == seen["match"]
    assert (called["side"], called["opponent"]) == (-seen["side"], "ADA")
    bob.enter(called["match"])
    assert ada.last("countdown")


def test_a_page_that_is_back_later_finds_the_match(world: World, ada: Page) -> None:
    world.wait(AGAIN + 1.0)
    assert world.page("bob").last("welcome")["match"] == ada.last("matched")["match"]


def test_whoever_could_not_come_has_the_full_time_to(world: World, ada: Page) -> None:
    world.wait(AGAIN + 9.5 - SOON)
    assert not ada.of("finished")
    assert ada.last("match")["until"] == pytest.approx(world.at() + 600, abs=50)
    world.page("bob").enter(ada.last("matched")["match"])
    assert ada.last("countdown")


def test_whoever_does_not_come_then_is_a_no_show(world: World, ada: Page) -> None:
    world.page("cyd")
    world.wait(AGAIN + 10.5)
    assert ada.last("finished")["cause"] == "no_show"
    assert ada.of("finished") == [ada.last("finished")]


def test_a_match_that_fails_meanwhile_calls_too(world: World, ada: Page) -> None:
    world.wait(PERIOD)
    bob = world.page("bob")
    world.tell(Address("match", ada.last("matched")["match"]), Boom())
    world.wait(SOON)
    assert bob.last("matched")["match"] == ada.last("matched")["match"]


def test_it_is_told_again_however_often_it_is_given_up(world: World, ada: Page) -> None:
    for _ in range(3):
        world.wait(PERIOD)
        world.page("bob")
        give_up(world, "bob")
    world.wait(2.0 * AGAIN)
    bob = world.page("bob")
    assert bob.last("welcome")["match"] == ada.last("matched")["match"]
    bob.enter(ada.last("matched")["match"])
    assert ada.last("countdown")


def test_whoever_plays_finds_the_match_again(world: World) -> None:
    ada = world.page("ada")
    ada.say(Machine("m"))
    match = ada.last("matched")["match"]
    ada.enter(match)
    give_up(world, "ada")
    world.wait(PERIOD)
    early = world.page("ada")
    world.wait(AGAIN - PERIOD)
    assert not early.of("matched"), "who has come once may want to be elsewhere"
    assert world.page("ada").last("welcome")["match"] == match


def test_a_match_that_is_over_is_no_seat(world: World) -> None:
    duel = world.duel(points=1).start()
    give_up(world, duel.left.player)
    duel.right.say(Resign("r", duel.match))
    world.wait(SOON)
    assert duel.right.of("finished")
    give_up(world, duel.right.player)
    world.wait(AGAIN + 1.0)
    for page in (duel.left, duel.right):
        assert world.page(page.player).last("welcome")["match"] is None
