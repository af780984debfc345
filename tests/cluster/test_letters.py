"""Letters between nodes: each is handled once, whatever is lost."""

from typing import Any, cast

import pytest
from msgspec import Raw

from actors.cluster.items import Batch, Rang, encode_batch, encode_item
from actors.core.address import Address
from actors.core.process import Process
from actors.match.messages import Resign
from actors.room.notices import Announce, Result
from actors.seats.parts import seats_of
from tests.cluster.cluster import Cluster
from tests.cluster.node import Node

RESULT = Result("m", "played", 1, (1, 0))


def test_an_actor_of_another_node_is_made_and_its_owner_hears_how_it_ended(
    cluster: Cluster,
) -> None:
    page, match = cluster.match_away_from(lambda player: cluster.owner(seats_of(player)))
    page.say(Resign("r", match))
    cluster.wait(0.5)
    assert [result.match_id for result in cluster.store.results if result.match_id == match]
    assert page.player not in cluster.seats().playing
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


@pytest.mark.parametrize("away", [False, True])
def test_a_letter_that_is_offered_again_is_not_handled_by_the_next_owner(
    cluster: Cluster, *, away: bool
) -> None:
    node, owner, _ = cluster.ups()
    room = cluster.named("room", owner)
    cluster.bus.away = away
    node.store.mute = 1
    _announce(cluster, node, room)
    cluster.until(lambda: cluster.store.tables.room_events[room], 1.0)
    cluster.stop(owner.name)
    cluster.start(owner.name)
    cluster.wait(5.0)
    assert len(cluster.store.tables.room_events[room]) == 1


def test_a_letter_is_found_although_nobody_has_rung(cluster: Cluster) -> None:
    node, owner, _ = cluster.ups()
    room = cluster.named("room", owner)
    cluster.bus.away = True
    _announce(cluster, node, room)
    cluster.wait(1.0)
    assert len(cluster.store.tables.room_events[room]) == 1


def test_a_letter_that_was_told_before_it_was_written_is_handled_once(cluster: Cluster) -> None:
    """Its row comes when its receiver has handled it."""
    node, owner, _ = cluster.ups()
    room = cluster.named("room", owner)
    node.store.cut = True
    _announce(cluster, node, room, away="tell")
    cluster.wait(1.4)
    assert len(cluster.store.tables.room_events[room]) == 1
    node.store.cut = False
    cluster.wait(3.0)
    assert len(cluster.store.tables.room_events[room]) == 1
    assert not cluster.store.tables.letters


def test_what_was_told_between_two_owners_does_not_come_after_letters(cluster: Cluster) -> None:
    node, owner, third = cluster.ups()
    room = cluster.named("room", owner)
    cluster.stop(owner.name)
    node.router.seen([third.epoch], max(owner.epoch, third.epoch))
    before = node.router.counts["between owners"]
    node.kernel.tell(Address("room", room), Announce(RESULT))
    assert node.router.counts["between owners"] == before + 1
    cluster.wait(5.0)
    assert not cluster.store.tables.room_events[room]


def test_a_letter_comes_as_soon_as_it_is_written(cluster: Cluster) -> None:
    node, owner, _ = cluster.ups()
    room = Address("room", cluster.named("room", owner))
    _announce(cluster, node, room.id)
    cluster.wait(0.04)
    heard = owner.kernel._runtime.registry.processes
    assert room not in heard
    cluster.wait(0.02)
    assert room in heard


def _announce(cluster: Cluster, node: Node, room: str, away: Any = "wait") -> None:
    """Let an actor of a node send a letter to a room."""
    player = Address("player", cluster.named("player", node, "w"))
    process = cast("Process", node.kernel._runtime.registry.get_or_start(player))
    cluster.settle()
    process.context.send(Address("room", room), Announce(RESULT), away=away)
    process.context.commit()
    cluster.settle()


def test_a_letter_of_another_version_that_makes_no_sense_ends_nobody(cluster: Cluster) -> None:
    """It is set aside when it is read from the log, as by a server that is alone."""
    node, other, _ = cluster.ups()
    address = str(Address("room", cluster.named("room", node)))
    items = (Rang(address, "9.9", b"\xc1"), Rang("poem/1", "9.9", b"\x90"))
    batch = Batch(
        other.epoch, node_heard(node, other) + 1, tuple(Raw(encode_item(i)) for i in items)
    )
    node.router.heard(encode_batch(batch))
    assert node.router.counts["nonsense"] == 2
    cluster.wait(1.0)
    assert node.up


def node_heard(node: Node, other: Node) -> int:
    """How many batches of another node a node has heard."""
    return node.router._links._heard.get(other.epoch, 0)
