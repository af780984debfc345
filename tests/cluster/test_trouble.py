"""What becomes of a match, and of who is in charge, when a node is killed, cut off or frozen."""

from collections.abc import Callable

import pytest

from actors.core.address import Address
from actors.core.journal.records import Fenced
from actors.match.messages import Enter
from actors.presence.parts import IDS, presence_of
from actors.seats.parts import EVERY, HALL, seats_of
from store.matches.records import MatchResult
from tests.actors.hands import play_out
from tests.actors.page import Page
from tests.actors.world import Duel
from tests.cluster.cluster import Cluster
from tests.cluster.node import Node

WITHIN = 5.0
"""Seconds of the clock within which others go on."""


def begun(cluster: Cluster, points: int = 3) -> Duel:
    """A match whose players are on two nodes, in the middle of play."""
    first, second, _ = cluster.nodes.values()
    players = cluster.named("player", first), cluster.named("player", second)
    duel = cluster.duel(points, players).start()
    cluster.wait(2.0)
    return duel


def come_back(cluster: Cluster, duel: Duel) -> None:
    """Pages whose sockets have ended come back; all enter the match again."""
    for side in ("left", "right"):
        page = getattr(duel, side)
        if page.closed is not None:
            again = cluster.page(page.player, greeted=False)
            again.hello(page.session, page.seq)
            setattr(duel, side, again)
        getattr(duel, side).say(Enter(duel.match))


def finish(cluster: Cluster, duel: Duel) -> MatchResult:
    """Play to the end and return the only result."""
    come_back(cluster, duel)
    duel.start()
    play_out(duel)
    cluster.wait(1.0)
    [result] = cluster.store.results
    assert result.cause == "played"
    assert [len(page.of("finished")) for page in (duel.left, duel.right)] == [1, 1]
    return result


def told(page: Page) -> int:
    """How many frames a page was sent, other than pings, which come by the clock."""
    return sum(frame["t"] != "ping" for frame in page.frames)


def one_owner_each(cluster: Cluster) -> None:
    """Every shard has one owner that is up and runs its actors, and nobody else does."""
    for shard in cluster.store.tables.shards.values():
        having = [node for node in cluster.ups() if node.kernel.has(shard.id)]
        assert [node.epoch for node in having] == [shard.owner]


VICTIMS: dict[str, Callable[[Duel], Address]] = {
    "match": lambda duel: Address("match", duel.match),
    "player": lambda duel: Address("player", duel.left.player),
    "seats": lambda duel: seats_of(duel.left.player),
    "hall": lambda _: HALL,
    "queue": lambda _: Address("queue"),
    "presence": lambda duel: presence_of(duel.left.player),
}


@pytest.mark.parametrize("of", VICTIMS)
def test_a_node_is_killed_and_others_go_on(cluster: Cluster, of: str) -> None:
    duel = begun(cluster)
    victim = cluster.owner(VICTIMS[of](duel))
    cluster.stop(victim.name)
    cluster.wait(WITHIN)
    one_owner_each(cluster)
    assert all(cluster.actor(kind) for kind in ("seats", "queue", "games"))
    assert all(cluster.actor("presence", part) for part in IDS)
    assert all(cluster.actor(part.kind, part.id) for part in EVERY)
    finish(cluster, duel)
    assert cluster.crashes() == 0


def test_a_killed_node_that_comes_back_gets_its_shards_again(cluster: Cluster) -> None:
    duel = begun(cluster)
    victim = cluster.owner(Address("match", duel.match))
    had = {*victim.router.atlas.of(victim.epoch)}
    cluster.stop(victim.name)
    cluster.wait(0.3)
    again = cluster.start(victim.name)
    cluster.wait(WITHIN)
    assert {*again.router.atlas.of(again.epoch)} == had
    one_owner_each(cluster)
    finish(cluster, duel)


def test_a_frozen_node_is_fenced_when_it_thaws(cluster: Cluster) -> None:
    duel = begun(cluster)
    victim = cluster.owner(Address("match", duel.match))
    victim.frozen = True
    cluster.wait(10.0)
    one_owner_each(cluster)
    victim.thaw()
    cluster.wait(1.0)
    assert isinstance(victim.ended, Fenced)
    finish(cluster, duel)


def test_a_frozen_node_that_goes_on_at_once_reaches_nobody(cluster: Cluster) -> None:
    duel = begun(cluster)
    victim = cluster.owner(Address("match", duel.match))
    victim.frozen = True
    cluster.wait(10.0)
    come_back(cluster, duel)
    cluster.wait(0.3)  # what answers that has come
    pages = [page for page in (duel.left, duel.right) if page.world is not victim]
    seen = [told(page) for page in pages]
    heard = sum(node.router.counts["refused"] for node in cluster.ups())
    victim.thaw(careless=True)
    victim.kernel.tell(Address("player", pages[0].player), Enter(duel.match))
    cluster.wait(0.01)
    assert [told(page) for page in pages] == seen
    assert sum(node.router.counts["refused"] for node in cluster.ups()) > heard
    cluster.wait(0.2)
    assert isinstance(victim.ended, Fenced)
    finish(cluster, duel)


def test_the_flush_of_a_frozen_node_is_fenced(cluster: Cluster) -> None:
    duel = begun(cluster)
    victim = cluster.owner(Address("match", duel.match))
    victim.frozen = True
    cluster.wait(10.0)
    victim.frozen, victim.careless = False, True
    victim.clock._now = cluster.now()
    with pytest.raises(Fenced):
        victim.clock.advance(victim.kernel, cluster.now() + 1.0)
    assert isinstance(victim.kernel.failure, Fenced)


def test_a_node_cut_off_from_the_store_stops_before_others_take_over(cluster: Cluster) -> None:
    duel = begun(cluster)
    victim = cluster.owner(Address("match", duel.match))
    victim.store.cut = True
    cluster.wait(2.6)
    assert not victim.may_act
    assert cluster.store.tables.nodes[victim.epoch].up
    cluster.wait(WITHIN - 2.6)
    assert isinstance(victim.ended, Fenced)
    one_owner_each(cluster)
    finish(cluster, duel)


def test_all_go_on_while_the_store_is_away(cluster: Cluster) -> None:
    duel = begun(cluster, points=21)
    cluster.store.away = True
    cluster.wait(60.0)
    assert all(node.up and node.may_act for node in cluster.nodes.values())
    seen = len(duel.left.of("point"))
    assert seen > 1
    cluster.store.away = False
    cluster.wait(2.0)
    one_owner_each(cluster)
    assert {node.epoch for node in cluster.nodes.values()} == {1, 2, 3}
    assert finish(cluster, duel).score[0] == 21


def cut(cluster: Cluster, node: Node) -> None:
    """One node does not reach the bus."""
    cluster.bus.cut.add(node.epoch)


def away(cluster: Cluster, _: Node) -> None:
    """Nobody reaches the bus."""
    cluster.bus.away = True


@pytest.mark.parametrize("harm", [cut, away])
@pytest.mark.parametrize("of", VICTIMS)
def test_the_bus_is_away_for_a_minute(
    cluster: Cluster, harm: Callable[[Cluster, Node], None], of: str
) -> None:
    duel = begun(cluster)
    harm(cluster, cluster.owner(VICTIMS[of](duel)))
    cluster.wait(60.0)
    cluster.bus.cut.clear()
    cluster.bus.away = False
    cluster.wait(WITHIN)
    assert all(node.up for node in cluster.nodes.values())
    if not cluster.store.results:
        finish(cluster, duel)
    assert len(cluster.store.results) == 1


@pytest.mark.parametrize("lost", range(1, 12))
def test_what_was_lost_is_told_again(lost: int) -> None:
    cluster = Cluster(seed=lost)
    duel = begun(cluster)
    cluster.wait(0.05 * lost)
    cluster.bus.lose_next = lost
    cluster.wait(2.0)
    assert sum(node.router.counts["gaps"] for node in cluster.ups()) > 0
    assert sum(node.resyncs for node in cluster.ups()) > 1
    finish(cluster, duel)
    assert cluster.crashes() == 0


def test_the_last_node_plays_on_without_the_store(cluster: Cluster) -> None:
    """Nobody is left to take over."""
    duel = begun(cluster, points=21)
    last = cluster.owner(Address("match", duel.match))
    cluster.store.away = True
    for node in cluster.ups():
        if node is not last:
            cluster.stop(node.name)
    cluster.wait(60.0)
    assert last.up
    assert last.may_act
    cluster.store.away = False
    cluster.wait(10.0)
    one_owner_each(cluster)
    assert finish(cluster, duel).score[0] == 21


def test_a_node_without_the_store_whose_peers_stand_still_stops(cluster: Cluster) -> None:
    """They may be cut off from it, and take over what it has."""
    last, *others = cluster.ups()
    cluster.store.away = True
    for node in others:
        node.frozen = True
    cluster.wait(WITHIN)
    assert isinstance(last.ended, Fenced)
