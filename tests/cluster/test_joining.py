"""A node joins: it gets its share, but for matches that are being played."""

from actors.cluster.atlas import wanted
from actors.core.address import Address
from actors.core.life import MOVED
from actors.core.shards import shard_of
from actors.match.messages import Enter
from actors.room.frames import Say, Subscribe
from tests.actors.hands import play_out
from tests.cluster.cluster import Cluster
from tests.cluster.node import Node


def has(node: Node, address: Address) -> bool:
    """Tell whether the kernel of a node runs an actor."""
    return node.kernel.has(shard_of(str(address)))


def _wants_c(actor: str) -> bool:
    """Tell whether an actor goes to the third of the nodes a, b and c."""
    return wanted(["a", "b", "c"])[shard_of(actor)] == "c"


def test_idle_actors_move_to_a_node_that_joins() -> None:
    cluster = Cluster("a", "b")
    new = cluster.start("c")
    cluster.wait(3.0)
    shares = [len(node.router.atlas.of(node.epoch)) for node in cluster.ups()]
    assert sum(shares) == 256
    assert min(shares) > 60
    for node in cluster.ups():
        assert sum(node.kernel.has(shard) for shard in range(256)) == len(
            node.router.atlas.of(node.epoch)
        )
    assert has(new, Address("queue"))
    assert cluster.actor("queue") is not None


def test_sockets_of_players_that_move_fall_and_find_their_new_node() -> None:
    cluster = Cluster("a", "b")
    pages = [cluster.page(f"p{number}") for number in range(12)]
    for page in pages:
        page.say(Subscribe("s", "lobby"))
    cluster.wait(0.3)
    new = cluster.start("c")
    cluster.wait(3.0)
    moved = [page for page in pages if has(new, Address("player", page.player))]
    assert moved
    assert [page.closed for page in moved] == [1012] * len(moved)
    assert {page.fell for page in moved} == {MOVED}  # pyright: ignore[reportAttributeAccessIssue]
    assert all(page.closed is None for page in pages if page not in moved)
    stayed = next(page for page in pages if page not in moved)
    assert stayed.of("resync")
    stayed.say(Subscribe("s", "lobby"))
    for page in moved:
        again = cluster.page(page.player)
        assert again.world is new
        again.say(Subscribe("s", "lobby"))
        cluster.wait(0.2)
        again.say(Say("l", "lobby", 1, page.player))
    cluster.wait(0.5)
    said = [frame["event"]["text"] for frame in stayed.of("event")]
    assert [text for text in said if text] == [page.player for page in moved]


def test_a_match_stays_where_it_is_played_and_moves_afterwards() -> None:
    cluster = Cluster("a", "b")
    duels = (cluster.duel(3, (f"l{number}", f"r{number}")) for number in range(100))
    duel = next(duel for duel in duels if _wants_c(f"match/{duel.match}"))
    match = Address("match", duel.match)
    owner = cluster.owner(match)
    duel.start()
    new = cluster.start("c")
    cluster.wait(3.0)
    assert has(owner, match)
    for side in ("left", "right"):
        page = getattr(duel, side)
        if page.closed is not None:
            setattr(duel, side, cluster.page(page.player))
        getattr(duel, side).say(Enter(duel.match))
    duel.start()
    play_out(duel)
    assert has(owner, match)
    cluster.wait(200.0)
    assert has(new, match)
    assert len([result for result in cluster.store.results if result.cause == "played"]) == 1


def test_what_is_said_while_a_room_moves_is_said_once() -> None:
    cluster = Cluster("a", "b")
    room = next(f"r{number}" for number in range(1000) if _wants_c(f"room/r{number}"))
    reader = next(
        name for name in (f"p{number}" for number in range(1000)) if not _wants_c(f"player/{name}")
    )
    page = cluster.page(reader)
    page.say(Subscribe("s", room))
    cluster.wait(0.3)
    new = cluster.start("c")
    for line in range(1, 41):
        page.say(Say("l", room, line, str(line)))
        cluster.wait(0.05)
    cluster.wait(3.0)
    assert has(new, Address("room", room))
    texts = [event.text for event in cluster.store.tables.room_events[room].values()]
    assert len(texts) == len({*texts})


def test_nothing_is_given_away_twice_when_the_store_goes_meanwhile() -> None:
    cluster = Cluster("a", "b")
    cluster.start("c")
    for _ in range(6):
        cluster.wait(0.3)
        cluster.store.away = True
        cluster.wait(0.5)
        cluster.store.away = False
    cluster.wait(5.0)
    for shard in cluster.store.tables.shards.values():
        having = [node for node in cluster.ups() if node.kernel.has(shard.id)]
        assert [node.epoch for node in having] == [shard.owner]
    assert all(node.up for node in cluster.nodes.values())
