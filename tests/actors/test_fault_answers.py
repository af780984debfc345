"""The sender of a message that crashes an actor gets an answer."""

import pytest

from actors.frames import ServerFrame
from actors.games.messages import Open
from actors.match.messages import Resign
from actors.matchmaker.messages import Queue
from actors.player.pages import Pages
from actors.seats.messages import Machine
from tests.actors.test_crash import Boom, Fail
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.world import World


@pytest.mark.parametrize("what", ["GamesActor._carry_out", "lasting"])
def test_a_request_that_crashed_the_lobby_is_refused(world: World, fail: Fail, what: str) -> None:
    ada = world.page("ada")
    fail(f"actors.games.actor.{what}")
    ada.say(Open("1"))
    assert world.crashes() == 1
    assert (ada.last("error")["id"], ada.last("error")["code"]) == ("1", "server_fault")
    ada.say(Open("2"))
    assert ada.last("ok")["id"] == "2"


@pytest.mark.parametrize(
    "what",
    [
        *("actor.draw_match", "making.matched", "making.create_match", "telling.Telling.watch"),
        "telling.lasting",
    ],
)
def test_a_lobby_that_fails_at_making_a_match_makes_it_whole_or_not_at_all(
    world: World, fail: Fail, what: str
) -> None:
    ada = world.page("ada")
    fail(f"actors.seats.{what}")
    ada.say(Machine("1"))
    world.wait(1.0)
    assert world.crashes() == 1
    if ada.of("matched"):
        assert ada.last("ok")["id"] == "1"
    else:
        assert ada.last("error")["code"] == "server_fault"
        ada.say(Machine("2"))
    world.wait(1.0)
    assert len(ada.of("matched")) == 1
    assert ada.enter(ada.last("matched")["match"])["phase"] == "countdown"


@pytest.mark.parametrize("always", [False, True])
def test_a_pair_that_crashes_the_lobby_again_waits_no_longer(
    world: World, monkeypatch: pytest.MonkeyPatch, fail: Fail, always: bool
) -> None:
    ada, bob = world.page("ada"), world.page("bob")
    if always:
        monkeypatch.setattr("actors.seats.making.create_match", None)
    else:
        fail("actors.seats.making.create_match")
    ada.say(Queue("a"))
    bob.say(Queue("b"))
    world.wait(10.0)
    assert world.crashes() == (2 if always else 1)
    for page in (ada, bob):
        assert page.of("ok")
        assert bool(page.of("matched")) is not always
        assert [error["code"] for error in page.of("error")] == ["server_fault"] * always
    assert not world.actor("queue").state.queue


def test_resigning_that_crashed_the_match_is_refused(world: World, fail: Fail) -> None:
    duel = world.duel().start()
    fail("actors.match.phases.resign")
    duel.left.say(Resign("r", duel.match))
    world.wait(0.1)  # it is started again after a moment
    assert world.crashes() == 1
    assert (duel.left.last("error")["id"], duel.left.last("error")["code"]) == ("r", "server_fault")
    duel.left.say(Resign("s", duel.match))
    world.wait(0.1)
    assert duel.left.last("finished")["cause"] == "resigned"


def test_a_lobby_that_failed_while_it_told_one_player_of_a_match_has_told_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bob = world.page("ada"), world.page("bob")
    ada.say(Queue("1"))
    send = Pages.send
    told: list[str] = []

    def fail_at_the_second(self: Pages, player: str, frame: ServerFrame) -> None:
        told.append(player)
        if len(told) == 2:
            raise Boom
        send(self, player, frame)

    monkeypatch.setattr(Pages, "send", fail_at_the_second)
    bob.say(Queue("2"))
    assert world.crashes() == 1
    assert bob.last("ok")["id"] == "2"
    world.wait(1.0)
    assert len(ada.of("matched")) == len(bob.of("matched")) == 1, "they are paired anew"
