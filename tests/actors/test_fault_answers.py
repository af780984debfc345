"""The sender of a message that crashes an actor gets an answer."""

import pytest

from actors.frames import ServerFrame
from actors.lobby.actor import LobbyActor
from actors.lobby.messages import Machine, Open, Queue
from actors.match.messages import Resign
from tests.actors.test_crash import Boom, Fail
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.world import World


@pytest.mark.parametrize("what", ["carry_out", "lasting"])
def test_a_request_that_crashed_the_lobby_is_refused(world: World, fail: Fail, what: str) -> None:
    ada = world.page("ada")
    fail(f"actors.lobby.actor.{what}")
    ada.say(Open("1"))
    assert world.crashes() == 1
    assert (ada.last("error")["id"], ada.last("error")["code"]) == ("1", "server_fault")
    ada.say(Open("2"))
    assert ada.last("ok")["id"] == "2"


@pytest.mark.parametrize(
    "what", ["draw_id", "told", "create_match", "LobbyActor._monitor", "lasting"]
)
def test_a_lobby_that_fails_at_making_a_match_makes_it_whole_or_not_at_all(
    world: World, fail: Fail, what: str
) -> None:
    ada = world.page("ada")
    fail(f"actors.lobby.actor.{what}")
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
    send = LobbyActor._send
    told: list[str] = []

    def fail_at_the_second(self: LobbyActor, player: str, frame: ServerFrame) -> None:
        told.append(player)
        if len(told) == 2:
            raise Boom
        send(self, player, frame)

    monkeypatch.setattr(LobbyActor, "_send", fail_at_the_second)
    bob.say(Queue("2"))
    assert world.crashes() == 1
    assert not ada.of("matched")
    assert bob.last("error")["code"] == "server_fault"
    assert world.actor("lobby").state.playing == {}
    bob.say(Queue("3"))
    assert ada.of("matched")
    assert bob.of("matched")
    assert bob.last("ok")["id"] == "3"
