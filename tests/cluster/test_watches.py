"""Monitors between nodes: who watches hears of the end once, wherever the actor goes on."""

from actors.cluster import router as routing
from actors.core.address import Address
from actors.core.life import INTENSITY, LOST, NORMAL
from actors.core.shards import shard_of
from actors.match.messages import Enter, Resign
from actors.seats.parts import seats_of
from tests.cluster.cluster import Cluster
from tests.cluster.node import Node


def watched(node: Node, address: Address) -> list[str]:
    """What a node hears of the end of an actor."""
    seen: list[str] = []
    node.kernel.monitor(address, seen.append)
    return seen


def test_the_end_of_an_actor_is_heard_at_another_node(cluster: Cluster) -> None:
    node = cluster.ups()[0]
    page, match = cluster.match_away_from(lambda _: node)
    seen = watched(node, Address("match", match))
    page.say(Resign("r", match))
    cluster.wait(200.0)
    assert seen == [NORMAL]
    known = [key[1] for each in cluster.ups() for key in each.router._watches._known]
    assert f"match/{match}" not in known


def test_a_journaled_actor_goes_on_and_is_watched_there(cluster: Cluster) -> None:
    node = cluster.ups()[0]
    page, match = cluster.match_away_from(lambda _: node)
    owner = cluster.owner(Address("match", match))
    seen = watched(node, Address("match", match))
    cluster.stop(owner.name)
    cluster.wait(6.0)
    assert seen == []
    again = cluster.page(page.player)
    again.say(Enter(match))
    cluster.wait(0.1)
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


def test_a_watch_for_the_owner_before_begins_with_the_owner(cluster: Cluster) -> None:
    node, there, third = cluster.ups()
    player = Address("player", cluster.named("player", there))
    stale = node.router.atlas.epoch(shard_of(str(player))) - 1
    node.router.send(third.epoch, routing.Watched(str(player), True, stale))
    cluster.wait(0.1)
    assert len(third.router._watches) == 0


def test_a_watch_that_was_lost_begins_with_the_resync(cluster: Cluster) -> None:
    page, match = cluster.match_away_from(lambda player: cluster.owner(seats_of(player)))
    seats = cluster.owner(seats_of(page.player))  # which watches the match
    owner = cluster.owner(Address("match", match))
    node = cluster.other(seats, owner)
    cluster.bus.lose[node.epoch, owner.epoch] = 1
    seen = watched(node, Address("match", match))
    cluster.wait(2.0)
    assert node.resyncs
    page.say(Enter(match))
    cluster.wait(0.1)
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
