"""Two players of whom one has blocked the other: how they can still meet in the lobby."""

import pytest

from actors.core.address import Address
from actors.games.messages import Close, Join, Open
from actors.matchmaker.messages import Queue, Unqueue
from actors.matchmaker.state import INSIST, RESTED
from actors.seats.messages import WatchLobby
from tests.actors.page import Page
from tests.actors.test_crash import crash
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.world import World


@pytest.fixture(params=["ada blocks bob", "bob blocks ada"])
def two(sound: World, request: pytest.FixtureRequest) -> tuple[Page, Page]:
    """Ada and Bob; each in turn is the one who blocks the other."""
    pages = sound.page("ada"), sound.page("bob")
    one, _, other = request.param.split()
    sound.block(one, other)
    return pages


def test_a_quick_match_takes_somebody_else(sound: World, two: tuple[Page, Page]) -> None:
    ada, bob = two
    ada.say(Queue("q"))
    bob.say(Queue("q"))
    assert not ada.of("matched")
    cyd = sound.page("cyd")
    cyd.say(Queue("q"))
    assert ada.last("matched")["opponent"] == "CYD"
    assert not bob.of("matched")


def test_who_waits_is_not_counted_for_the_other(sound: World, two: tuple[Page, Page]) -> None:
    """Otherwise somebody seems to wait but nobody comes, which betrays the block."""
    ada, bob = two
    for page in (ada, bob):
        page.say(WatchLobby(on=True))
        page.say(Queue("q"))
    cyd = sound.page("cyd")
    cyd.say(WatchLobby(on=True))
    sound.wait(1.0)
    assert [page.last("waiting")["waiting"] for page in (ada, bob, cyd)] == [1, 1, 2]


def test_with_nobody_else_they_play_after_all(sound: World, two: tuple[Page, Page]) -> None:
    ada, bob = two
    ada.say(Queue("q"))
    bob.say(Queue("q"))
    sound.wait(INSIST - 1.0)
    assert not ada.of("matched")
    sound.wait(2.0)
    assert ada.last("matched")["opponent"] == "BOB"
    assert bob.last("matched")["opponent"] == "ADA"


def test_who_does_not_want_to_wait_can_leave_the_queue(
    sound: World, two: tuple[Page, Page]
) -> None:
    ada, bob = two
    ada.say(Queue("q"))
    bob.say(Queue("q"), Unqueue("u"))
    sound.wait(2.0 * INSIST)
    assert not ada.of("matched")
    assert not bob.of("matched")


def test_their_open_games_are_not_there(sound: World, two: tuple[Page, Page]) -> None:
    ada, bob = two
    cyd = sound.page("cyd")
    for page in (bob, cyd):
        page.say(WatchLobby(on=True))
    ada.say(Open("o"))
    game = ada.last("ok")["game"]
    sound.wait(0.5)
    assert [line["id"] for line in cyd.last("games")["games"]] == [game]
    assert bob.last("games")["games"] == []
    bob.say(Join("j", game))
    assert bob.last("error")["code"] == "no_such_game"
    cyd.say(Join("j", game))
    assert cyd.of("matched")


def test_a_private_link_still_leads_to_a_match(sound: World, two: tuple[Page, Page]) -> None:
    ada, bob = two
    ada.say(Open("o", private=True))
    bob.say(Join("j", ada.last("ok")["game"]))
    assert bob.last("matched")["opponent"] == "ADA"


def test_a_block_counts_from_the_moment_it_is_made(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    bob.say(WatchLobby(on=True))
    ada.say(Open("o"))
    sound.wait(0.5)
    assert len(bob.last("games")["games"]) == 1
    sound.block("ada", "bob")
    sound.wait(0.5)
    assert bob.last("games")["games"] == []
    ada.say(Close("c", ada.last("ok")["game"]), Queue("q"))
    bob.say(Queue("q"))
    assert not ada.of("matched")


def test_nobody_is_met_before_it_is_known_who_is_blocked(sound: World) -> None:
    sound.page("ada").drop()
    sound.page("bob").drop()
    sound.block("ada", "bob")
    sound.wait(20.0)
    ada, bob = sound.page("ada", greeted=False), sound.page("bob", greeted=False)
    for page in (ada, bob):  # hello and request arrive in one read
        page.greet_and_say(Queue("q"))
    sound.settle()
    assert not ada.of("matched")
    assert not bob.of("matched")


def test_a_store_that_is_away_keeps_nobody_from_playing(sound: World) -> None:
    sound.page("ada").drop()
    sound.page("bob").drop()
    sound.wait(20.0)
    sound.store.away = True
    ada, bob = sound.page("ada"), sound.page("bob")
    ada.say(Queue("q"))
    bob.say(Queue("q"))
    assert ada.of("matched")


def test_who_waits_for_somebody_else_does_so_after_a_crash_too(world: World) -> None:
    ada, bob = world.page("ada"), world.page("bob")
    world.block("ada", "bob")
    ada.say(Queue("q"))
    bob.say(Queue("q"), WatchLobby(on=True))
    world.wait(1.0)
    crash(world, Address("queue"))
    world.wait(INSIST - 3.0)
    assert not ada.of("matched")
    world.wait(4.0)
    assert ada.of("matched")


def test_who_has_waited_for_long_still_takes_anybody(two: tuple[Page, Page]) -> None:
    ada, bob = two
    ada.say(Queue("q"))
    ada.world.wait(INSIST + RESTED + 1.0)
    bob.say(Queue("q"))
    ada.drop()
    ada = ada.back()
    ada.world.wait(1.0)
    assert ada.of("matched")


def test_a_queue_that_fails_at_the_news_of_a_block_asks_again(world: World, fail) -> None:
    ada, bob = world.page("ada"), world.page("bob")
    fail("actors.matchmaker.actor.Matchmaker._meet")
    bob.say(Queue("q"))
    assert world.crashes() == 1
    ada.say(Queue("q"))
    assert ada.of("matched")
