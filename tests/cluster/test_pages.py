"""What pages read whose sockets are at other nodes than the actor that tells them."""

from typing import cast

import pytest

from actors.cluster.items import Page as Named
from actors.cluster.items import Streamed
from actors.cluster.pages import FarPage, Pages
from actors.core.address import Address
from actors.frames import From, Origin
from actors.games.messages import Join, Open
from actors.room.frames import Say, Subscribe, Unsubscribe
from actors.seats.messages import WatchLobby
from tests.actors.page import Page
from tests.cluster.cluster import Cluster
from tests.cluster.node import Node

ROOM = "lobby"
LOBBY = Address("room", ROOM)


def readers(cluster: Cluster) -> list[Page]:
    """Two pages on each node, all of which read a room; first those of the node that has it."""
    owner = cluster.owner(LOBBY)
    nodes = [owner, *(node for node in cluster.ups() if node is not owner)]
    names = [cluster.named("player", node, f"{each}") for node in nodes for each in "xy"]
    pages = [cluster.page(name) for name in names]
    for page in pages:
        page.say(Subscribe("s", ROOM))
    cluster.wait(0.3)
    for page in pages:
        page.clear()
    return pages


def far_pages(node: Node) -> list[str]:
    """The connections of other nodes to which actors of this one write."""
    return [name for name, edge in node.kernel.edges.items() if isinstance(edge, FarPage)]


def at(page: Page) -> Node:
    """The node that has the socket of a page."""
    return cast("Node", page.world)


def say(cluster: Cluster, page: Page, text: str, line: int = 1) -> None:
    """Say a line, and let everybody hear it."""
    page.say(Say("l", ROOM, line, text))
    cluster.wait(0.3)


def texts(page: Page) -> list[str]:
    """The lines of which a page was told."""
    return [frame["event"]["text"] for frame in page.of("event")]


def test_a_line_is_told_once_to_each_page_and_crosses_the_bus_once_for_each_node(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines: list[Streamed] = []
    streamed = Pages.streamed

    def noted(self: Pages, node: int, item: Streamed) -> None:
        if b'"gg"' in item.frame:
            lines.append(item)
        streamed(self, node, item)

    monkeypatch.setattr(Pages, "streamed", noted)
    cluster = Cluster()
    pages = readers(cluster)
    say(cluster, pages[3], "gg")
    assert [texts(page) for page in pages] == [["gg"]] * len(pages)
    assert [len(item.connections) for item in lines] == [2, 2]


def test_lines_come_in_order(cluster: Cluster) -> None:
    pages = readers(cluster)
    cluster.bus.jitter = 0.2
    for number in range(8):
        pages[number % 6].say(Say("l", ROOM, number + 1, str(number)))
        cluster.wait(0.02)
    cluster.wait(1.0)
    heard = [[frame["event"]["number"] for frame in page.of("event")] for page in pages]
    assert heard == [[*range(1, 9)]] * 6


def test_a_congested_page_is_shown_the_number_of_the_last_line(cluster: Cluster) -> None:
    pages = readers(cluster)
    slow = pages[-1]
    slow.congested = True
    for number in range(3):
        say(cluster, pages[0], str(number), number + 1)
    slow.congested = False
    say(cluster, pages[0], "after", 4)
    assert texts(slow) == ["after"]
    heads = [frame for frame in slow.of("head") if frame["room"] == ROOM]
    assert [head["last"] for head in heads][-1:] == [3]
    assert texts(pages[-2]) == ["0", "1", "2", "after"]


def test_a_page_that_has_ended_is_forgotten_everywhere(cluster: Cluster) -> None:
    pages = readers(cluster)
    owner = cluster.owner(LOBBY)
    assert {page.id for page in pages[2:]} <= {*far_pages(owner)}
    for page in pages[2:]:
        page.drop()
    cluster.wait(0.1)
    assert not {page.id for page in pages[2:]} & {*far_pages(owner)}
    assert all(not at(page).router.pages._readers for page in pages[2:])


def test_the_pages_of_a_lost_node_are_forgotten(cluster: Cluster) -> None:
    pages = readers(cluster)
    owner = cluster.owner(LOBBY)
    cluster.stop(at(pages[-1]).name)
    cluster.wait(6.0)
    assert not {page.id for page in pages[-2:]} & {*far_pages(owner)}
    assert {*cluster.actor("room", ROOM).readers.ended()} == {page.id for page in pages[-2:]}


def test_news_of_a_page_that_ended_may_be_lost(cluster: Cluster) -> None:
    pages = readers(cluster)
    owner = cluster.owner(LOBBY)
    cluster.bus.lose[at(pages[-1]).epoch, owner.epoch] = 1
    pages[-1].drop()
    cluster.wait(2.0)
    assert pages[-1].id not in far_pages(owner)


def test_a_page_of_a_node_that_is_gone_is_not_met_any_more(cluster: Cluster) -> None:
    page, owner = readers(cluster)[-1], cluster.owner(LOBBY)
    home = at(page)
    third = cluster.other(owner, home)
    cluster.stop(home.name)
    cluster.wait(6.0)
    third.kernel.edges[page.id] = FarPage(Named(home.epoch, page.id), third.router.pages)
    third.kernel.tell(LOBBY, From(page.origin, Unsubscribe(ROOM)))
    cluster.wait(0.1)
    assert page.id not in far_pages(owner)


def test_a_page_of_a_node_that_was_gone_before_this_one_began_is_not_met(
    cluster: Cluster,
) -> None:
    page = readers(cluster)[-1]
    cluster.stop(at(page).name)
    cluster.wait(6.0)
    owner = cluster.owner(LOBBY)
    cluster.stop(owner.name)
    new = cluster.start(owner.name)
    cluster.wait(6.0)
    assert cluster.owner(LOBBY) is new
    third = cluster.other(new)
    third.kernel.edges[page.id] = FarPage(Named(at(page).epoch, page.id), third.router.pages)
    third.kernel.tell(LOBBY, From(page.origin, Unsubscribe(ROOM)))
    cluster.wait(0.1)
    assert page.id not in far_pages(new)


def test_a_page_of_a_node_that_came_and_went_unseen_is_forgotten(cluster: Cluster) -> None:
    page, owner = readers(cluster)[-1], cluster.owner(LOBBY)
    third = cluster.other(owner, at(page))
    peers, newest = [*owner.router.nodes], max(node.epoch for node in cluster.ups())
    third.kernel.edges["unseen"] = FarPage(Named(newest + 1, "unseen"), third.router.pages)
    third.kernel.tell(LOBBY, From(Origin("p", "P", "unseen"), Unsubscribe(ROOM)))
    cluster.wait(0.1)
    assert "unseen" in far_pages(owner)
    owner.router.seen(peers, newest + 1)
    assert "unseen" not in far_pages(owner)


def test_the_room_goes_on_at_another_node_with_all_its_readers(cluster: Cluster) -> None:
    pages = readers(cluster)
    say(cluster, pages[2], "before")
    cluster.stop(cluster.owner(LOBBY).name)
    cluster.wait(6.0)
    for page in pages[2:]:  # as pages do when they are told that something may have been lost
        page.clear()
        page.say(Subscribe("s", ROOM))
    cluster.wait(0.5)
    for page in pages[2:]:
        page.clear()
    say(cluster, pages[2], "after", 2)
    assert [texts(page) for page in pages[2:]] == [["after"]] * 4
    assert [event.text for event in cluster.store.tables.room_events[ROOM].values()] == [
        "before",
        "after",
    ]


def test_lists_of_the_lobby_are_told_to_all_nodes(cluster: Cluster) -> None:
    first, second, third = cluster.ups()
    ann, ben, cat = (cluster.page(cluster.named("player", node)) for node in (first, second, third))
    cat.say(WatchLobby(on=True))
    ann.say(Open("o"))
    cluster.wait(1.0)
    assert len(cat.last("games")["games"]) == 1
    ben.say(Join("j", ann.last("ok")["game"]))
    cluster.wait(1.0)
    assert cat.last("games")["games"] == []
