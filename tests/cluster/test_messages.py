"""Messages, asks, monitors and letters between actors of different nodes."""

from typing import Any, cast

import pytest

from actors.cluster import router as routing
from actors.cluster.asks import Asks
from actors.core.address import Address
from actors.core.life import INTENSITY, LOST, NORMAL, OVERFLOW
from actors.core.mailbox import ActorDown, ActorError, AskTimeout
from actors.core.process import Process
from actors.match.messages import Resign
from actors.presence.messages import FriendPresence, Look
from actors.room.notices import Announce, Result
from actors.seats.messages import Machine
from actors.tournament.messages import Show
from tests.actors.world import PRESENCE, SEATS
from tests.cluster.cluster import Cluster
from tests.cluster.node import Node

RESULT = Result("m", "played", 1, (1, 0))


def another(cluster: Cluster, address: Address) -> Node:
    """A node that does not have this actor."""
    return cluster.other(cluster.owner(address))


def open_asks(node: Node) -> dict[Any, Any]:
    """The asks of a node that are not settled."""
    asks: Asks = node.router._asks
    return asks._open


def match_away_from(cluster: Cluster, node: Node) -> tuple[Any, str]:
    """A match against the machine that is not on this node: its page, and its name."""
    for number in range(50):
        page = cluster.page(f"solo{number}")
        page.say(Machine("m"))
        cluster.wait(0.2)
        match = page.last("matched")["match"]
        if cluster.owner(Address("match", match)) is not node:
            page.enter(match)
            cluster.wait(0.1)
            return page, match
    raise AssertionError("all matches are on one node")


# Asks


def test_an_actor_of_another_node_answers(cluster: Cluster) -> None:
    cluster.page("ada")
    cluster.wait(0.1)
    node = another(cluster, PRESENCE)
    answer = cluster.ask(node, PRESENCE, Look("ada"))
    cluster.wait(0.1)
    assert answer == [FriendPresence("ada", "lobby", None, None)]
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
    node = another(cluster, PRESENCE)
    cluster.bus.lose_next = 1
    [error] = _asked(cluster, node, PRESENCE, Look("ada"))
    assert isinstance(error, AskTimeout)
    assert not open_asks(node)


def test_an_ask_fails_when_the_node_is_gone(cluster: Cluster) -> None:
    node, owner = another(cluster, PRESENCE), cluster.owner(PRESENCE)
    owner.frozen = True
    answer = cluster.ask(node, PRESENCE, Look("ada"), 20.0)
    cluster.wait(5.0)
    assert [(type(error), error.reason) for error in answer] == [(ActorDown, LOST)]
    assert not open_asks(node)


def test_an_ask_waits_for_the_next_owner(cluster: Cluster) -> None:
    node, owner = another(cluster, PRESENCE), cluster.owner(PRESENCE)
    cluster.stop(owner.name)
    while node.router.atlas.owner(_shard(PRESENCE)) == owner.epoch:
        cluster.wait(0.01)
        if owner.epoch not in node.router.nodes:
            break
    answer = cluster.ask(node, PRESENCE, Look("ada"), 5.0)
    cluster.wait(4.0)
    assert [type(each) for each in answer] == [FriendPresence]


def test_an_ask_whose_deadline_passed_while_it_waited_is_sent_to_nobody(cluster: Cluster) -> None:
    node, owner = another(cluster, PRESENCE), cluster.owner(PRESENCE)
    cluster.stop(owner.name)
    node.router.seen([])
    answer = cluster.ask(node, PRESENCE, Look("ada"), 0.1)
    cluster.wait(5.0)
    assert [type(each) for each in answer] == [AskTimeout]
    assert not open_asks(node)


def test_what_is_held_is_bounded(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routing, "MOST_WAITING", 3)
    node = another(cluster, PRESENCE)
    node.router.nodes.clear()
    answers = [cluster.ask(node, PRESENCE, Look("ada"), 5.0) for _ in range(4)]
    assert [len(answer) for answer in answers] == [0, 0, 0, 1]
    assert node.kernel.statistics().dead_letters == {OVERFLOW: 1}


def _asked(cluster: Cluster, node: Node, address: Address, message: object) -> list[Any]:
    answer = cluster.ask(node, address, message)
    cluster.wait(1.5)
    return answer


def _shard(address: Address) -> int:
    return routing.shard_of(str(address))


# Monitors


def watched(node: Node, address: Address) -> list[str]:
    """What a node hears of the end of an actor."""
    seen: list[str] = []
    node.kernel.monitor(address, seen.append)
    return seen


def test_the_end_of_an_actor_is_heard_at_another_node(cluster: Cluster) -> None:
    node = cluster.ups()[0]
    page, match = match_away_from(cluster, node)
    seen = watched(node, Address("match", match))
    page.say(Resign("r", match))
    cluster.wait(200.0)
    assert seen == [NORMAL]
    known = [key[1] for each in cluster.ups() for key in each.router._watches._known]
    assert f"match/{match}" not in known


def test_a_journaled_actor_goes_on_and_is_watched_there(cluster: Cluster) -> None:
    node = cluster.ups()[0]
    page, match = match_away_from(cluster, node)
    owner = cluster.owner(Address("match", match))
    seen = watched(node, Address("match", match))
    cluster.stop(owner.name)
    cluster.wait(6.0)
    assert seen == []
    again = cluster.page(page.player)
    again.enter(match)
    again.say(Resign("r", match))
    cluster.wait(200.0)
    assert seen == [NORMAL]


def test_a_player_is_lost_with_the_node(cluster: Cluster) -> None:
    node, there = cluster.ups()[:2]
    player = Address("player", cluster.named("player", there))
    cluster.page(player.id)
    seen = watched(node, player)
    cluster.wait(0.1)
    cluster.stop(there.name)
    cluster.wait(5.0)
    assert seen == [LOST]


def test_who_watches_again_is_not_told_of_the_end_before(cluster: Cluster) -> None:
    """The next owner may hear of the new watch before it knows that the shard is its own."""
    node, there = cluster.ups()[:2]
    player = Address("player", cluster.named("player", there))
    cluster.page(player.id)
    seen: list[str] = []

    def lost(reason: str) -> None:
        seen.append(reason)
        node.kernel.monitor(player, lost)

    node.kernel.monitor(player, lost)
    cluster.wait(0.1)
    cluster.stop(there.name)
    cluster.wait(8.0)
    assert seen == [LOST]


def test_an_end_reported_late_by_the_owner_before_does_not_count(cluster: Cluster) -> None:
    node, there, third = cluster.ups()
    player = Address("player", cluster.named("player", there))
    seen = watched(node, player)
    third.router.send(node.epoch, routing.Fell(str(player), INTENSITY))
    third.kernel.after_slice(lambda: None)
    cluster.wait(0.1)
    assert seen == []
    there.router.send(node.epoch, routing.Fell(str(player), INTENSITY))
    cluster.wait(0.1)
    assert seen == [INTENSITY]


def test_a_watch_that_was_lost_begins_with_the_resync(cluster: Cluster) -> None:
    node = cluster.ups()[0]
    page, match = match_away_from(cluster, node)
    cluster.bus.lose_next = 1
    seen = watched(node, Address("match", match))
    cluster.wait(2.0)
    assert node.resyncs
    page.enter(match)
    page.say(Resign("r", match))
    cluster.wait(200.0)
    assert seen == [NORMAL]


def test_a_watch_ends_with_whoever_watched(cluster: Cluster) -> None:
    node, there = cluster.ups()[:2]
    player = Address("player", cluster.named("player", there))
    end = node.kernel.monitor(player, lambda _: None)
    cluster.wait(0.1)
    assert len(there.router._watches) == 1
    end()
    cluster.wait(0.1)
    assert len(there.router._watches) == 0
    node.kernel.monitor(player, lambda _: None)
    cluster.wait(0.1)
    cluster.stop(node.name)
    cluster.wait(5.0)
    assert len(there.router._watches) == 0


# Letters


def test_an_actor_of_another_node_is_made_and_its_owner_hears_how_it_ended(
    cluster: Cluster,
) -> None:
    page, match = match_away_from(cluster, cluster.owner(SEATS))
    page.say(Resign("r", match))
    cluster.wait(0.5)
    assert [result.match_id for result in cluster.store.results if result.match_id == match]
    assert page.player not in cluster.actor("seats").state.playing
    assert not cluster.store.tables.letters


def test_a_letter_is_handled_by_the_next_owner(cluster: Cluster) -> None:
    node, owner, _ = cluster.ups()
    room = cluster.named("room", owner)
    _announce(cluster, node, room)
    owner.frozen = True
    cluster.wait(0.2)
    assert len(cluster.store.tables.letters) == 1
    cluster.stop(owner.name)
    cluster.wait(6.0)
    assert not cluster.store.tables.letters
    assert len(cluster.store.tables.room_events[room]) == 1


def test_a_letter_whose_write_was_not_answered_is_handled_once(cluster: Cluster) -> None:
    """The writer offers the same write again, when its receiver has handled it."""
    node, owner, _ = cluster.ups()
    room = cluster.named("room", owner)
    node.store.mute = 1
    _announce(cluster, node, room)
    cluster.wait(5.0)
    assert len(cluster.store.tables.room_events[room]) == 1
    assert not cluster.store.tables.letters


def test_a_letter_is_found_although_nobody_has_rung(cluster: Cluster) -> None:
    node, owner, _ = cluster.ups()
    room = cluster.named("room", owner)
    cluster.bus.away = True
    _announce(cluster, node, room)
    cluster.wait(1.0)
    assert len(cluster.store.tables.room_events[room]) == 1


def test_a_ring_during_a_look_is_not_missed(cluster: Cluster) -> None:
    node, owner, _ = cluster.ups()
    room = cluster.named("room", owner)
    cluster.wait(0.01)
    owner.kernel.borders.rang()  # it looks, and finds nothing
    letters = owner.kernel._runtime.letters
    due, looked = owner.store.journal.due, list[int]()

    async def slow(*arguments: Any) -> Any:
        found = await due(*arguments)
        looked.append(len(found))
        await owner.clock.sleep(0.1)
        return found

    owner.store.journal.due = slow
    _announce(cluster, node, room)
    cluster.wait(0.3)
    assert looked[:2] == [0, 1]
    assert letters._looking in (True, False)
    assert len(cluster.store.tables.room_events[room]) == 1


def _announce(cluster: Cluster, node: Node, room: str) -> None:
    """Let an actor of a node send a letter to a room."""
    player = Address("player", cluster.named("player", node, "w"))
    process = cast("Process", node.kernel._runtime.registry.get_or_start(player))
    cluster.settle()
    process.context.send(Address("room", room), Announce(RESULT))
    process.context.commit()
    cluster.settle()
