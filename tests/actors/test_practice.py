"""While somebody waits in the queue, they may practise against the machine."""

import pytest

from actors.games.messages import Join, Open
from actors.matchmaker.messages import Queue
from actors.player.messages import Away
from actors.seats.messages import Machine
from tests.actors.page import Page
from tests.actors.test_matchmaker import come, queued
from tests.actors.world import World


def practise(world: World, player: str) -> tuple[Page, str]:
    """Somebody waits, and plays against the machine meanwhile."""
    page = world.page(player)
    page.say(Queue("q"), Machine("m"))
    match = page.last("matched")["match"]
    page.enter(match)
    world.wait(5.0)
    return page, match


def test_practice_gives_way_to_an_opponent(sound: World) -> None:
    ada, match = practise(sound, "ada")
    assert ada.last("matched")["mode"] == "ai"
    assert queued(sound) == ["ada"]
    [bob] = come(sound, "bob")
    assert ada.last("matched")["opponent"] == "BOB"
    sound.wait(0.5)
    assert ada.last("finished")["cause"] == "aborted"
    assert sound.result(match).winner == 0
    assert ada.enter(ada.last("matched")["match"])["mode"] == "quick"
    assert bob.last("matched")["match"] == ada.last("matched")["match"]
    assert queued(sound) == []
    assert {*sound.seats().playing.values()} == {bob.last("matched")["match"]}


def test_who_practises_may_begin_to_wait(sound: World) -> None:
    ada = sound.page("ada")
    ada.say(Machine("m"), Queue("q"))
    assert ada.last("ok")["id"] == "q"
    come(sound, "bob")
    assert ada.last("matched")["opponent"] == "BOB"


def test_practice_keeps_its_player_from_everything_else(sound: World) -> None:
    ada, _ = practise(sound, "ada")
    bob = sound.page("bob")
    bob.say(Open("o"))
    ada.say(Join("j", bob.last("ok")["game"]))
    assert ada.last("error")["code"] == "already_playing"


def test_two_who_practise_meet(sound: World) -> None:
    bob, _ = practise(sound, "bob")
    ada = sound.page("ada")
    ada.say(Machine("m"))
    ada.enter(ada.last("matched")["match"])
    sound.wait(4.0)
    ada.say(Queue("q"))
    assert ada.last("matched")["opponent"] == "BOB"
    sound.wait(0.5)
    assert len(sound.store.results) == 2
    assert bob.last("finished")["cause"] == "aborted"


@pytest.mark.parametrize("after", [0.0, 0.03, 0.06, 0.1, 0.3])
def test_a_kill_as_practice_gives_way_leaves_one_match(sound: World, after: float) -> None:
    ada, match = practise(sound, "ada")
    bob = sound.page("bob")
    sound.route(bob, Queue("q"))
    sound.wait(after)
    sound.kill()
    for page in (ada, bob):
        page.back()
    sound.wait(1.0)
    seats, queue = sound.seats(), sound.actor("queue").state
    going = {name for name in seats.playing.values() if sound.actor("match", name) is not None}
    plays = {name for name in (*going, match) if sound.actor("match", name) is not None}
    unfinished = {name for name in plays if sound.state(name).phase != "finished"}
    assert len(unfinished) == 1
    if seats.playing["ada"] == match:
        assert "ada" in queue.queue


def test_who_practises_and_is_away_is_called(sound: World) -> None:
    ada, _ = practise(sound, "ada")
    ada.say(Away(on=True))
    [bob] = come(sound, "bob")
    assert ada.of("called")
    assert not bob.of("matched")
