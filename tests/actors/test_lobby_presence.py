"""Who waits in the lobby: nobody twice, and nobody who has gone."""

import pytest

from actors.games.messages import Join, Open
from actors.matchmaker.messages import Queue
from actors.player.topic import GATHER
from actors.seats.messages import Machine, WatchLobby
from tests.actors.world import STATIC, World


def test_an_absent_player_waits_ten_seconds_and_no_longer(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    bob.say(WatchLobby(on=True))
    ada.say(Open("1"), Queue("2"))
    ada.drop()
    sound.wait(9.7)
    assert (len(bob.last("games")["games"]), bob.last("waiting")["waiting"]) == (1, 1)
    sound.wait(1.0)
    assert (bob.last("games")["games"], bob.last("waiting")["waiting"]) == ([], 0)
    bob.say(Queue("1"))
    assert not bob.of("matched")


def test_who_comes_back_in_time_keeps_the_place(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    ada.say(Queue("1"))
    ada.drop()
    sound.wait(9.0)
    ada = ada.back()
    sound.wait(60.0)
    bob.say(Queue("1"))
    assert ada.of("matched")


def test_one_tab_of_two_closed_is_not_absent(sound: World) -> None:
    first, second = sound.page("ada"), sound.page("ada")
    first.say(Queue("1"))
    first.drop()
    sound.wait(60.0)
    sound.page("bob").say(Queue("1"))
    assert second.of("matched")


def test_a_silent_page_waits_no_longer_either(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    ada.say(Queue("1"))
    ada.frozen = True
    sound.wait(16.0)
    bob.say(Queue("1"))
    assert not bob.of("matched")


@pytest.mark.parametrize("taken", ["queue", "open"])
def test_whoever_is_matched_waits_for_nothing_else(sound: World, taken: str) -> None:
    ada, bob, cyd = (sound.page(name) for name in ("ada", "bob", "cyd"))
    ada.say(Open("1"), Queue("2"))
    game = ada.of("ok")[0]["game"]
    bob.say(Queue("1") if taken == "queue" else Join("1", game))
    assert bob.of("matched")
    cyd.say(Queue("1"), Join("2", game))
    assert cyd.last("error")["code"] == "no_such_game"
    assert not cyd.of("matched")
    assert len(ada.of("matched")) == 1


def test_queued_twice_nobody_plays_alone(sound: World) -> None:
    ada = sound.page("ada")
    ada.say(Queue("1"), Queue("2"))
    assert not ada.of("matched")
    assert len(sound.actor("queue").state.queue) == 1


def test_changes_are_told_in_groups_and_only_to_watchers(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    ada.say(WatchLobby(on=True))
    ada.clear()
    bob.say(*(Open(str(number)) for number in range(20)))
    sound.wait(1.0)
    assert len(ada.of("games")) == 1
    assert not bob.of("games")
    ada.say(WatchLobby(on=False))
    ada.clear()
    bob.say(Queue("q"))
    sound.wait(1.0)
    assert not ada.of("games")


@pytest.mark.parametrize("how", ["off", "drop"])
def test_a_tab_that_leaves_the_list_takes_it_from_no_other(sound: World, how: str) -> None:
    bob, tabs = sound.page("bob"), [sound.page("ada"), sound.page("ada")]
    for tab in tabs:
        tab.say(WatchLobby(on=True))
    if how == "off":
        tabs[0].say(WatchLobby(on=False))
    else:
        tabs[0].drop()
    for tab in tabs:
        tab.clear()
    bob.say(Open("1"))
    sound.wait(1.0)
    assert not tabs[0].of("games")
    assert len(tabs[1].last("games")["games"]) == 1
    tabs[1].drop()
    bob.say(Open("2", private=True))
    sound.wait(1.0)
    assert sound.actor("games").state.readers == {}


def test_the_list_says_what_is_about_oneself(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    ada.say(Open("1", private=True), Queue("2"), WatchLobby(on=True))
    bob.say(WatchLobby(on=True))
    sound.wait(GATHER)
    assert ada.last("waiting")["queued"]
    assert ada.last("games")["hosting"] == next(f["game"] for f in ada.of("ok") if f["id"] == "1")
    assert not bob.last("waiting")["queued"]
    assert bob.last("games")["hosting"] is None


def test_nothing_is_kept_of_those_who_have_gone(sound: World) -> None:
    for number in range(20):
        page = sound.page(f"p{number}")
        page.say(WatchLobby(on=True), Open("1"), Queue("2"))
        page.drop()
    machine = sound.page("ada")
    machine.say(Machine("1"))
    machine.drop()
    sound.wait(400.0)
    queue, games = sound.actor("queue").state, sound.actor("games").state
    assert not any((queue.queue, queue.people, queue.readers))
    assert not any((games.games, games.people, games.readers))
    assert not sound.seats().playing, "the match nobody entered has been ended"
    assert sound.kernel.statistics().kinds == STATIC
