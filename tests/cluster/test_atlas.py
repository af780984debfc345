"""Who owns which shard, who is up, and what a node decides: pure rules."""

from actors.cluster import membership
from actors.cluster.atlas import NOBODY, Atlas, wanted
from actors.core.shards import SHARDS
from store.nodes.records import Node, Picture, Shard
from tests.cluster.cluster import Cluster


def test_old_news_count_for_nothing() -> None:
    atlas = Atlas()
    assert atlas.learn([(7, 2, 5), (8, 3, 1)]) == {7, 8}
    assert atlas.learn([(7, 1, 4), (7, 1, 5), (8, 3, 1)]) == set()
    assert (atlas.owner(7), atlas.of(3), atlas.owner(9)) == (2, [8], NOBODY)
    assert atlas.told([8, 7]) == ((7, 2, 5), (8, 3, 1))


def test_a_node_that_joins_takes_its_share_and_nothing_else_moves() -> None:
    before, after = wanted(["a", "b", "c"]), wanted(["a", "b", "c", "d"])
    assert {new for old, new in zip(before, after, strict=True) if old != new} == {"d"}
    assert all(SHARDS / 8 < after.count(name) < SHARDS / 2.5 for name in "abcd")


def test_an_older_picture_does_not_bury_a_node_that_has_just_joined(cluster: Cluster) -> None:
    """The bus may tell of its shards before the store names it."""
    node = cluster.ups()[0]
    before = [peer.epoch for peer in cluster.ups() if peer is not node]
    new, shard = max(before) + 1, cluster.store.tables.shards[before[0]]
    theirs = next(s for s in cluster.store.tables.shards.values() if s.owner == before[0])
    node.router.learn([(theirs.id, new, shard.epoch + 9)])
    node.router.seen(before, new - 1)
    assert new in node.router.nodes
    node.router.seen([*before, new], new)
    assert new in node.router.nodes
    node.router.seen(before, new)
    assert new not in node.router.nodes


PEER = Node(2, "b", "host:1", "", 4000)
OWNED = tuple(Shard(number, 1, 1, 0) for number in range(4))
PICTURE = Picture((Node(1, "a", "host:0", "", 0), PEER), OWNED, 2)


def test_a_peer_is_buried_when_the_store_and_nobody_else_misses_it() -> None:
    assert membership.silent(PICTURE, 1, 10.0) == [PEER]
    assert membership.silent(PICTURE, 1, 2.9) == []
    assert membership.may_bury(PEER, None, 10.0)
    assert membership.may_bury(PEER, 3, 10.0)  # another incarnation is at its place
    assert not membership.may_bury(PEER, 2, 10.0)
    assert membership.may_bury(Node(2, "b", "host:1", "", 6000), 2, 10.0)


def test_a_node_without_the_store_asks_its_peers() -> None:
    def doubt(age: float, *answers: bool | None, leased: bool = True) -> str:
        return membership.doubt(age, answers, leased=leased)

    assert doubt(9.0) == doubt(9.0, False, None) == "on"
    assert doubt(9.0, False, leased=False) == "wait"
    assert doubt(2.0, True, False) == doubt(2.0, None) == "wait"
    assert doubt(3.1, True, False) == doubt(3.1, None, None) == "stop"
