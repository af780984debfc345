"""Matches and tournaments whose players are on different nodes, through the loss of a node."""

import pytest

from actors.core.address import Address
from actors.match.messages import Enter
from actors.matchmaker.messages import Queue
from actors.presence.parts import presence_of
from actors.seats.households import household_of
from actors.seats.parts import seats_of
from actors.tournament.frames import WatchTournament
from tests.actors.cup import CUP, Cup
from tests.actors.hands import play_out
from tests.actors.page import Page
from tests.actors.world import Duel
from tests.cluster.cluster import Cluster

FIGHTS = 6
"""Pairings of six entrants: five until one is left, and one for the third place."""


def queued(cluster: Cluster) -> list[Page]:
    """Two players of different nodes who wait for a quick match."""
    first, second, _ = cluster.nodes.values()
    pages = [cluster.page(cluster.named("player", node)) for node in (first, second)]
    for page in pages:
        page.say(Queue("q"))
    return pages


def called(cluster: Cluster, pages: list[Page]) -> Duel:
    """The match that they are called to, and have entered."""
    cluster.until(lambda: all(page.of("matched") for page in pages), 20.0)
    match = pages[0].last("matched")["match"]
    for page in pages:
        page.say(Enter(match))
    pages.sort(key=lambda page: page.last("matched")["side"])
    return Duel(cluster, pages[0], pages[1], match)


def test_two_players_of_different_nodes_play_a_quick_match_to_the_end(cluster: Cluster) -> None:
    duel = called(cluster, queued(cluster)).start()
    play_out(duel)
    cluster.wait(1.0)
    assert [result.cause for result in cluster.store.results] == ["played"]
    assert [len(page.of("finished")) for page in (duel.left, duel.right)] == [1, 1]
    assert cluster.crashes() == 0
    assert all(node.kernel.dead_letters == () for node in cluster.ups())


@pytest.mark.parametrize("of", ["queue", "seats", "households", "presence"])
def test_who_waits_for_a_match_waits_on_when_a_node_is_lost(cluster: Cluster, of: str) -> None:
    first, second, _ = cluster.nodes.values()
    ann, ben = (cluster.named("player", node) for node in (first, second))
    page = cluster.page(ann)
    page.say(Queue("q"))
    cluster.wait(0.2)
    parts = {
        "seats": seats_of(ann),
        "households": household_of(""),
        "presence": presence_of(ann),
    }
    victim = cluster.owner(parts.get(of, Address(of)))
    cluster.stop(victim.name)
    cluster.wait(5.0)
    if page.closed is not None:
        again = cluster.page(ann, greeted=False)
        again.hello(page.session, page.seq)
        again.say(Queue("q"))
        page = again
    other = cluster.page(ben)
    other.say(Queue("q"))
    duel = called(cluster, [page, other]).start()
    play_out(duel)
    cluster.wait(1.0)
    assert [result.cause for result in cluster.store.results] == ["played"]


def entered(cluster: Cluster) -> Cup:
    """A tournament of six who are spread over the nodes, and the organiser."""
    cup = Cup(cluster)
    nodes = [*cluster.nodes.values()]
    names = [cluster.named("player", nodes[n % 3], f"{'abcdef'[n]}") for n in range(6)]
    cup.join(*names)
    cup.start()
    return cup


def come_back(cluster: Cluster, cup: Cup) -> None:
    """Pages whose sockets have ended come back."""
    for player, page in [*cup.pages.items(), ("host", cup.host)]:
        if page.closed is not None:
            again = cluster.page(player, greeted=False)
            again.hello(page.session, page.seq)
            if player == "host":
                cup.host = again
            else:
                cup.pages[player] = again
    for page in (cup.host, *cup.pages.values()):
        page.say(WatchTournament(CUP, on=True))


def champion(cluster: Cluster, cup: Cup) -> str:
    """Play to the end, and return who has won."""
    cup.play()
    looker = cluster.page("looker")
    looker.say(WatchTournament(CUP, on=True))
    cluster.wait(0.2)
    view = looker.last("tournament")
    aliases = {one["number"]: one["alias"] for one in view["entrants"]}
    return aliases[view["standings"][0]["entrant"]]


def test_a_tournament_of_players_of_all_nodes_is_played(cluster: Cluster) -> None:
    cup = entered(cluster)
    assert champion(cluster, cup) == min(cup.pages).upper()
    matches = [each.match_id for each in cluster.store.results]
    assert len(matches) == len({*matches}) == FIGHTS
    assert cluster.crashes() == 0


@pytest.mark.parametrize("moment", range(4))
def test_a_tournament_goes_on_when_nodes_are_lost(cluster: Cluster, moment: int) -> None:
    cup = entered(cluster)
    for _ in range(3 * moment):
        cup.step()
    for name in ("a", "b"):
        cluster.stop(name)
        cluster.wait(0.3)
        cluster.start(name)
        cluster.wait(5.0)
        come_back(cluster, cup)
        cup.step()
    assert champion(cluster, cup) == min(cup.pages).upper()
    matches = [each.match_id for each in cluster.store.results]
    assert len(matches) == len({*matches})
    won = [each for each in cluster.store.results if each.winner]
    assert len(won) == FIGHTS
