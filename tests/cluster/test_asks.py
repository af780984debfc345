"""Asks between nodes: each ends with an answer, an error, or at its deadline."""

from typing import Any

import pytest

from actors.cluster import router as routing
from actors.core.address import Address
from actors.core.life import LOST, OVERFLOW
from actors.core.mailbox import ActorDown, ActorError, AskTimeout
from actors.presence.messages import FriendPresence, Look
from actors.presence.parts import presence_of
from actors.room.notices import Announce, Result
from actors.tournament.messages import Show
from tests.cluster.cluster import Cluster
from tests.cluster.node import Node

ADAS = presence_of("ada")
RESULT = Result("m", "played", 1, (1, 0))


def open_asks(node: Node) -> dict[Any, Any]:
    """The asks of a node that are not settled."""
    return node.router._asks._open


def _asked(cluster: Cluster, node: Node, address: Address, message: object) -> list[Any]:
    answer = cluster.ask(node, address, message)
    cluster.wait(1.5)
    return answer


def test_an_actor_of_another_node_answers(cluster: Cluster) -> None:
    cluster.page("ada")
    cluster.wait(0.1)
    node = cluster.another(ADAS)
    answer = cluster.ask(node, ADAS, Look("ada"))
    cluster.wait(0.1)
    assert answer == [FriendPresence("ada", "online", None, None)]
    assert not open_asks(node)


def test_bytes_and_nothing_are_answers_too(cluster: Cluster) -> None:
    node = cluster.ups()[0]
    name = cluster.named("tournament", cluster.ups()[1])
    answer = cluster.ask(node, Address("tournament", name), Show())
    cluster.wait(0.1)
    assert answer == [None]


def test_an_error_at_the_other_end_is_raised_here(cluster: Cluster) -> None:
    room = Address("room", cluster.named("room", cluster.ups()[1]))
    [error] = _asked(cluster, cluster.ups()[0], room, Announce(RESULT))
    assert isinstance(error, ActorError)
    assert "took no reply" in str(error)


def test_an_ask_has_its_deadline_here(cluster: Cluster) -> None:
    node = cluster.another(ADAS)
    cluster.bus.lose[node.epoch, cluster.owner(ADAS).epoch] = 1
    [error] = _asked(cluster, node, ADAS, Look("ada"))
    assert isinstance(error, AskTimeout)
    assert not open_asks(node)


def test_an_ask_fails_when_the_node_is_gone(cluster: Cluster) -> None:
    node, owner = cluster.another(ADAS), cluster.owner(ADAS)
    owner.frozen = True
    answer = cluster.ask(node, ADAS, Look("ada"), 20.0)
    cluster.wait(5.0)
    assert [(type(error), error.reason) for error in answer] == [(ActorDown, LOST)]
    assert not open_asks(node)


def test_an_ask_waits_for_the_next_owner(cluster: Cluster) -> None:
    node, owner = cluster.another(ADAS), cluster.owner(ADAS)
    cluster.stop(owner.name)
    while owner.epoch in node.router.nodes:
        cluster.wait(0.01)
    answer = cluster.ask(node, ADAS, Look("ada"), 5.0)
    cluster.wait(4.0)
    assert [type(each) for each in answer] == [FriendPresence]


def test_an_ask_whose_deadline_passed_while_it_waited_is_sent_to_nobody(cluster: Cluster) -> None:
    node, owner = cluster.another(ADAS), cluster.owner(ADAS)
    cluster.stop(owner.name)
    node.router.seen([], max(node.router.nodes))
    answer = cluster.ask(node, ADAS, Look("ada"), 0.1)
    cluster.wait(5.0)
    assert [type(each) for each in answer] == [AskTimeout]
    assert not open_asks(node)


def test_what_is_held_is_bounded(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routing, "MOST_WAITING", 3)
    node = cluster.another(ADAS)
    node.router.nodes.clear()
    answers = [cluster.ask(node, ADAS, Look("ada"), 5.0) for _ in range(4)]
    assert [len(answer) for answer in answers] == [0, 0, 0, 1]
    assert node.kernel.statistics().dead_letters == {OVERFLOW: 1}
