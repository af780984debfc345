"""Presence in parts on several nodes: friends are told the truth, whatever is lost on the way."""

from itertools import count

import pytest

from actors.core.address import Address
from actors.player.messages import Away
from actors.presence import lists
from actors.presence.messages import ListFriends
from actors.presence.parts import presence_of
from actors.seats.messages import WatchLobby
from tests.actors.page import Frame, Page
from tests.cluster.cluster import Cluster
from tests.cluster.node import Node


def _player(cluster: Cluster, prefix: str, at: Node, part: Node) -> str:
    """A player whose actor and whose part of presence are at these nodes."""
    names = (f"{prefix}{number}" for number in count())
    return next(
        name
        for name in names
        if cluster.owner(Address("player", name)) is at and cluster.owner(presence_of(name)) is part
    )


def _listed(page: Page) -> dict[str, str]:
    return {friend["player"]: friend["presence"] for friend in page.last("friends")["friends"]}


def _seen(page: Page) -> list[tuple[str, str]]:
    return [(frame["player"], frame["presence"]) for frame in page.of("presence")]


class Friends:
    """Ada has friends whose parts of presence are at other nodes than hers."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.hers, self.bobs, self.third = cluster.ups()
        ada = _player(cluster, "ada", self.third, self.hers)
        bob = _player(cluster, "bob", self.bobs, self.bobs)
        cyd = _player(cluster, "cyd", self.third, self.third)
        self.ada, self.bob, self.cyd = (cluster.page(name) for name in (ada, bob, cyd))
        for friend in (self.bob, self.cyd):
            cluster.befriend(ada, friend.player)
        cluster.wait(1.0)
        for page in (self.ada, self.bob, self.cyd):
            page.clear()

    def lose(self, one: Node, two: Node, seconds: float) -> None:
        """Lose what a node sends to another for a while."""
        self.cluster.bus.lose[one.epoch, two.epoch] = 1_000
        self.cluster.wait(seconds)
        del self.cluster.bus.lose[one.epoch, two.epoch]


@pytest.fixture
def friends(cluster: Cluster) -> Friends:
    """Ada, Bob and Cyd, who are connected; the frames until now are dropped."""
    return Friends(cluster)


def test_friends_of_other_nodes_are_listed_and_told_of(friends: Friends) -> None:
    ada, bob, cyd = friends.ada, friends.bob, friends.cyd
    ada.say(ListFriends("f"))
    friends.cluster.wait(0.1)
    assert _listed(ada) == {bob.player: "online", cyd.player: "online"}
    bob.say(Away(on=True))
    cyd.drop()
    friends.cluster.wait(0.5)
    assert sorted(_seen(ada)) == [(bob.player, "away"), (cyd.player, "offline")]
    assert ada.last("presence")["seen"] is None or ada.last("presence")["player"] == cyd.player


@pytest.mark.parametrize("news", ["away", "offline"])
def test_news_that_was_lost_between_two_parts_is_told_again(friends: Friends, news: str) -> None:
    """Ada's own node has lost nothing, so her page has no reason to ask."""
    if news == "away":
        friends.bob.say(Away(on=True))
    else:
        friends.bob.drop()
    friends.lose(friends.bobs, friends.hers, 0.4)
    assert not friends.ada.of("presence")
    friends.cluster.wait(2.0)
    assert not friends.ada.of("resync")
    assert _seen(friends.ada)[-1:] == [(friends.bob.player, news)]
    assert (friends.ada.last("presence")["seen"] is None) == (news == "away")


def test_a_list_whose_questions_were_lost_comes_all_the_same(friends: Friends) -> None:
    friends.ada.say(ListFriends("f"))
    friends.lose(friends.hers, friends.bobs, 0.1)
    assert not friends.ada.of("friends")
    friends.cluster.wait(2.0)
    assert len(friends.ada.of("friends")) == 1
    assert _listed(friends.ada)[friends.bob.player] == "online"


def test_a_list_has_what_is_told_while_it_waits(friends: Friends) -> None:
    ada, bob, bus = friends.ada, friends.bob, friends.cluster.bus
    ada.say(ListFriends("f"))
    friends.cluster.wait(bus.delay * 2)
    bus.cut.add(friends.third.epoch)
    friends.cluster.wait(0.1)
    state = friends.cluster.presence(ada.player)
    (gathering,) = state.lists.values()
    assert [*gathering.waiting] == [presence_of(friends.cyd.player)]
    bob.say(Away(on=True))
    friends.cluster.wait(0.4)
    bus.cut.clear()
    friends.cluster.wait(2.0)
    assert _listed(ada) == {bob.player: "away", friends.cyd.player: "online"}


def test_a_list_that_cannot_be_had_is_refused(
    friends: Friends, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "TRIES", 0)
    friends.bobs.frozen = True
    friends.ada.say(ListFriends("f"))
    friends.cluster.wait(1.1)
    assert friends.ada.last("error")["code"] == "unavailable"


def test_a_part_that_is_lost_with_its_node_begins_anew(friends: Friends) -> None:
    friends.cluster.stop(friends.hers.name)
    friends.cluster.wait(6.0)
    friends.ada.clear()
    friends.ada.say(ListFriends("f"))
    friends.bob.say(Away(on=True))
    friends.cluster.wait(1.0)
    assert dict.fromkeys(_listed(friends.ada), "online") == _listed(friends.ada)
    assert _seen(friends.ada)[-1] == (friends.bob.player, "away")


def _online(page: Page) -> list[int]:
    frames: list[Frame] = page.of("online")
    return [frame["online"] for frame in frames]


def test_everybody_is_counted_on_every_node(friends: Friends) -> None:
    pages = friends.ada, friends.bob, friends.cyd
    for page in pages:
        page.say(WatchLobby(on=True))
    friends.cluster.wait(2.0)
    assert [_online(page)[-1] for page in pages] == [3, 3, 3]
    friends.cyd.drop()
    friends.cluster.wait(2.0)
    assert [_online(page)[-1] for page in pages[:2]] == [2, 2]


def test_a_count_survives_the_node_that_adds_up(cluster: Cluster) -> None:
    first = cluster.owner(Address("presence", "0"))
    names = [_player(cluster, "n", node, node) for node in cluster.ups() if node is not first]
    pages = [cluster.page(name) for name in names]
    for page in pages:
        page.say(WatchLobby(on=True))
    cluster.wait(2.0)
    cluster.stop(first.name)
    cluster.wait(6.0)
    for page in pages:
        page.clear()
        page.say(WatchLobby(on=True))
    cluster.wait(2.0)
    assert [_online(page)[-1] for page in pages] == [2, 2]
