"""The matchmaker: ratings, calls of those who are away, estimates, and what the server owes."""

import pytest

from actors.core.address import Address
from actors.match.messages import Enter, Resign
from actors.matchmaker.calls import ANSWER
from actors.matchmaker.messages import AnswerCall, Queue, Unqueue
from actors.player.messages import Away
from actors.seats.messages import WatchLobby
from store.ratings.records import Rating
from tests.actors.page import Page
from tests.actors.test_crash import Boom, Fail
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.world import World

QUEUE = Address("queue")


def come(world: World, *players: str, rated: bool = False, **mus: float) -> list[Page]:
    """Let accounts wait, with ratings in the classic mode; return their pages."""
    world.accounts |= {*players}
    for player, mu in mus.items():
        world.store.tables.ratings[player, "classic"] = Rating(player, "classic", mu, 3.0, 9, 9, 1)
    pages = [world.page(player) for player in players]
    for page in pages:
        page.say(Queue("q", rated=rated))
    return pages


def queued(world: World) -> list[str]:
    return list(world.actor("queue").state.queue)


def test_ratings_far_apart_meet_when_the_window_is_wide_enough(sound: World) -> None:
    ada, bob = come(sound, "ada", "bob", rated=True, ada=25.0, bob=33.0)  # 240 points
    sound.wait(7.0)
    assert not ada.of("matched")
    sound.wait(5.0)
    assert ada.last("matched")["opponent"] == "BOB"
    assert bob.of("matched")


def test_the_nearest_rating_is_taken(sound: World) -> None:
    come(sound, "far", "near", rated=True, far=29.0, near=24.0)
    [ada] = come(sound, "ada", rated=True, ada=25.0)
    assert ada.last("matched")["opponent"] == "NEAR"


def test_a_store_that_cannot_say_a_rating_keeps_nobody_waiting(sound: World) -> None:
    def away(*_: object) -> None:
        raise RuntimeError("away")

    sound.store.ratings.rating = away  # type: ignore[method-assign, assignment]
    ada, _ = come(sound, "ada", "bob", rated=True)
    assert ada.of("matched")


def test_a_place_outlives_a_kill_with_its_rating_and_time(sound: World) -> None:
    come(sound, "ada", rated=True, ada=40.0)
    since = sound.actor("queue").state.queue["ada"].since
    sound.kill()
    place = sound.actor("queue").state.queue["ada"]
    assert (place.mu, place.since, place.rated) == (40.0, since, True)
    bob = come(sound, "bob", rated=True, bob=25.0)[0]
    sound.page("ada")
    sound.wait(45.0)
    assert bob.last("matched")["opponent"] == "ADA"


@pytest.mark.parametrize("what", ["pairing", "rate"])
def test_a_crash_loses_nobody_who_waits(world: World, fail: Fail, what: str) -> None:
    if what == "rate":
        fail("actors.matchmaker.state.State.rate")
    ada, _ = come(world, "ada", "bob", rated=True, ada=25.0, bob=36.0)
    if what == "pairing":  # at the next look
        fail("actors.matchmaker.actor.opponent_for")
    world.wait(50.0)
    assert world.crashes() == 1
    assert ada.of("matched")


# Whoever is away.


def away(world: World, *players: str) -> list[Page]:
    """Players who wait, and are away from their pages."""
    pages = [world.page(player) for player in players]
    for page in pages:
        page.say(Away(on=True), Queue("q"))
    return pages


def called(world: World) -> tuple[Page, Page]:
    """Ada is away and called, as Bob is there."""
    [ada] = away(world, "ada")
    [bob] = come(world, "bob")
    assert not bob.of("matched")
    return ada, bob


def test_who_was_away_is_called_and_plays_after_an_answer(sound: World) -> None:
    ada, bob = called(sound)
    call = ada.last("called")
    assert sound.at() < call["until"] <= sound.at() + ANSWER * 1000.0
    assert not bob.of("called")
    ada.say(AnswerCall("r", call["call"]))
    assert ada.last("ok")["id"] == "r"
    assert ada.last("matched")["opponent"] == "BOB"
    ada.say(AnswerCall("r2", call["call"]))
    assert ada.last("error")["code"] == "no_call"


def test_being_back_is_an_answer(sound: World) -> None:
    ada, bob = called(sound)
    ada.say(Away(on=False))
    sound.wait(0.2)
    assert bob.last("matched")["opponent"] == "ADA"


def test_who_does_not_answer_waits_no_longer_and_the_other_keeps_the_place(sound: World) -> None:
    ada, bob = called(sound)
    since = sound.actor("queue").state.queue["bob"].since
    sound.wait(ANSWER + 0.5)
    assert ada.last("error")["code"] == "not_here"
    assert queued(sound) == ["bob"]
    assert sound.actor("queue").state.queue["bob"].since == since
    come(sound, "cyd")
    assert bob.last("matched")["opponent"] == "CYD"
    assert sound.seats().no_shows == {}, "it is no no-show"


def test_who_has_answered_keeps_the_place(sound: World) -> None:
    ada, bob = away(sound, "ada", "bob")
    call = ada.last("called")["call"]
    assert bob.last("called")["call"] == call
    ada.say(AnswerCall("r", call))
    assert not ada.of("matched")
    since = sound.actor("queue").state.queue["ada"].since
    sound.wait(ANSWER)
    assert queued(sound) == ["ada"]
    assert sound.actor("queue").state.queue["ada"].since == since


def test_somebody_who_is_there_is_taken_before_anybody_is_called(sound: World) -> None:
    [ada] = away(sound, "ada")
    sound.wait(5.0)
    come(sound, "bob")
    assert ada.of("called")
    [eve] = away(sound, "eve")
    come(sound, "fay")
    sound.wait(0.5)
    assert not eve.of("matched")


@pytest.mark.parametrize("how", ["unqueue", "drop"])
def test_when_the_other_goes_the_call_is_over(sound: World, how: str) -> None:
    ada, bob = called(sound)
    if how == "unqueue":
        bob.say(Unqueue("u"))
    else:
        bob.drop()
    sound.wait(1.0)
    ada.say(AnswerCall("r", ada.last("called")["call"]))
    sound.wait(1.0)
    assert not ada.of("matched")
    assert queued(sound)[0] == "ada"
    come(sound, "cyd")
    ada.say(AnswerCall("r2", ada.last("called")["call"]))
    sound.wait(0.5)
    assert ada.last("matched")["opponent"] == "CYD"


@pytest.mark.parametrize("how", ["crash", "kill"])
def test_after_a_failure_those_who_were_called_are_called_again(world: World, how: str) -> None:
    ada, bob = called(world)
    if how == "crash":
        process = world._process(QUEUE)
        assert process is not None
        process.crash(Boom())
        world.wait(1.0)
    else:
        world.kill()
        ada, bob = world.page("ada"), world.page("bob")
        world.wait(0.5)
        assert bob.of("matched"), "after a kill nobody is away at first"
        return
    assert len(ada.of("called")) == 2
    ada.say(AnswerCall("r", ada.last("called")["call"]))
    assert bob.of("matched")


# What is shown, and owed.


def test_pages_are_shown_how_many_wait_for_what_and_for_how_long(world: World) -> None:
    eve = world.page("eve")
    eve.say(WatchLobby(on=True))
    world.wait(0.5)
    kinds = eve.last("waiting")["kinds"]
    assert [(k["mode"], k["rated"], k["waiting"], k["estimate"]) for k in kinds] == [
        *(("classic", False, 0, None), ("classic", True, 0, None)),
        *(("short", False, 0, None), ("short", True, 0, None)),
    ]
    [ada] = come(world, "ada")
    world.wait(10.0)
    ada.say(WatchLobby(on=True))
    world.wait(0.5)
    place = ada.last("waiting")["place"]
    assert (place["mode"], place["rated"]) == ("classic", False)
    assert 10_000 <= world.at() - place["since"] < 12_000
    assert eve.last("waiting")["place"] is None
    assert eve.last("waiting")["kinds"][0]["waiting"] == 1
    come(world, "bob")
    world.wait(0.5)
    after = eve.last("waiting")["kinds"][0]
    assert after["waiting"] == 0
    assert 4_000 < after["estimate"] < 8_000, "the median of ten seconds and none"
    process = world._process(QUEUE)
    assert process is not None
    process.crash(Boom())
    world.wait(1.0)
    assert eve.last("waiting")["kinds"][0]["estimate"] == after["estimate"]


def test_whom_the_server_owes_a_match_comes_first(world: World) -> None:
    ada, bob = come(world, "ada", "bob")
    match = ada.last("matched")["match"]
    for page in (ada, bob):
        page.say(Enter(match))
    process = world._process(Address("match", match))
    assert process is not None
    for _ in range(5):
        process.crash(Boom())
        world.wait(0.2)
    assert world.result(match).cause == "server_fault"
    world.page("cyd").say(Queue("q"))
    world.block("ada", "cyd")
    ada.say(Queue("again"))
    assert queued(world) == ["ada", "cyd"]
    world.kill()
    assert "bob" in world.actor("queue").state.owed


def test_the_same_two_wait_a_while_before_the_third_match(sound: World) -> None:
    ada, bob = (sound.page(name) for name in ("ada", "bob"))
    for number in range(3):
        began = sound.now()
        for page in (ada, bob):
            page.clear()
            page.say(Queue(f"q{number}"))
        sound.until(lambda: ada.of("matched"), step=0.5)
        match = ada.last("matched")["match"]
        for page in (ada, bob):
            page.say(Enter(match))
        sound.wait(4.0)
        ada.say(Resign("r", match))
        sound.wait(1.0)
        assert (sound.now() - began > 20.0) == (number == 2)
