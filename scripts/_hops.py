"""What scripts/bench --hops measures: the same load on one node and on two that share it.

In virtual time and without sockets: two kernels over one store, with a bus that takes no time. So
it counts what a message between nodes costs the processors: encoding, batches, decoding. Players
belong to nodes by chance, and so do matches, as in a cluster: of two players one is, on average,
at another node than their match.
"""

from collections.abc import Sequence
from itertools import cycle
from statistics import median
from typing import NamedTuple

from _backend import EPOCH, Backend

from actors.cluster.items import AnyItem
from actors.cluster.router import Router
from actors.core.kernel import Kernel
from actors.core.shards import SHARDS, shard_of
from actors.core.simulated import SimulatedWorld
from actors.tree import tree
from gateway.process import collector

ROUNDS = 3
WARM_UP = 8.0
EVERY = 0.1
"""Seconds between two lines in the room, each of another member."""


class Counting(Router):
    """Counts what it sends."""

    sent = 0

    def send(self, node: int, item: AnyItem) -> None:
        """See `Router.send`."""
        self.sent += 1
        super().send(node, item)


class Node:
    """A kernel with its router; ``batches`` are what it has put on the bus, by receiver."""

    def __init__(self, epoch: int, backend: Backend) -> None:
        self.epoch = epoch
        self.world = SimulatedWorld(EPOCH)
        self.batches: list[tuple[int, bytes]] = []
        self.router = Counting(epoch, self._publish, _lost)
        actors, log = tree(backend.store), backend.journal
        self.kernel = Kernel(actors, self.world, log, epoch, epoch, far=self.router)
        self.router.attach(self.kernel)

    def _publish(self, receiver: int, batch: bytes) -> bool:
        self.batches.append((receiver, batch))
        return True


def _lost() -> None:
    raise AssertionError("a bus that loses nothing has lost something")


class Apart(Backend):
    """The same actors on several nodes, each of which has every n-th shard."""

    def __init__(self, seed: int, count: int) -> None:
        super().__init__(seed)
        self.nodes = {epoch: Node(epoch, self) for epoch in range(1, count + 1)}
        owners = [*zip(range(SHARDS), cycle(self.nodes), strict=False)]
        for epoch, node in self.nodes.items():
            node.router.seen({*self.nodes} - {epoch}, count)
            node.router.learn([(shard, owner, 1) for shard, owner in owners])
            mine = {shard: EPOCH for shard, owner in owners if owner == epoch}
            node.kernel.borders.take(mine)
            node.router.deliver()
        self._owners = dict(owners)
        self.world, self.kernel = self.nodes[1].world, self.nodes[1].kernel
        self.told = 0
        """Lines that members were told."""

    @property
    def crossed(self) -> int:
        """How many items have left for another node since the start."""
        return sum(node.router.sent for node in self.nodes.values())

    def home(self, player: str) -> Kernel:
        """See `Backend.home`."""
        return self.nodes[self._owners[shard_of(f"player/{player}")]].kernel

    def advance(self, now: float) -> None:
        """See `Backend.advance`; what crosses the bus comes at the same instant."""
        while True:
            for node in self.nodes.values():
                node.world.advance(node.kernel, now)
            batches = [each for node in self.nodes.values() for each in node.batches]
            for node in self.nodes.values():
                node.batches.clear()
            if not batches:
                return
            for receiver, batch in batches:
                self.nodes[receiver].router.heard(batch)

    def _deliver(self) -> None:
        self.told += sum(data.count(b'"t":"event"') for _, data in self.sent)
        super()._deliver()


class Cost(NamedTuple):
    """CPU microseconds, and items between nodes, for each piece of work."""

    work: float
    items: float


def matches(nodes: int, count: int, seconds: float) -> Cost:
    """Return the cost of a match-second."""
    backend = Apart(1, nodes)
    for number in range(2 * count):
        player = backend.join(f"p{number}")
        backend.wire.at(backend.wire.now + WARM_UP / 4.0 * number / (2 * count), player.queue)
    backend.run(WARM_UP)
    backend.reset()
    before = backend.crossed
    backend.run(seconds)
    spent = 1e6 * (backend.decoding + backend.acting)
    return Cost(spent / backend.played, (backend.crossed - before) / backend.played)


def lines(nodes: int, members: int, seconds: float) -> Cost:
    """Return the cost of a line to a member, above what the same members cost in silence."""
    backend = Apart(1, nodes)
    players = [backend.join(f"p{number}") for number in range(members)]
    backend.run(1.0)
    for player in players:
        backend.wire.send(player, {"t": "subscribe", "id": "s", "room": "lobby"})
    backend.run(2.0)

    def spend(*, talk: bool) -> tuple[float, int]:
        backend.reset()
        before = backend.crossed
        for player in players[: round(seconds / EVERY)]:
            if talk:
                said = {"t": "say", "id": "l", "room": "lobby", "line": 1, "text": "gg"}
                backend.wire.send(player, said)
            backend.run(EVERY)
        return backend.decoding + backend.acting, backend.crossed - before

    quiet, quiet_items = spend(talk=False)
    backend.told = 0
    spent, items = spend(talk=True)
    return Cost(1e6 * (spent - quiet) / backend.told, (items - quiet_items) / backend.told)


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(median(cost.work for cost in costs), median(cost.items for cost in costs))


def bench(count: int, members: int, seconds: float) -> int:
    """Measure by turns, print the medians; return the exit code."""
    collector.settle()
    print("CPU us, without sockets and store; items that go to another node")
    for name, measure, number in (
        (f"a match-second, {count} matches", matches, count),
        (f"a line to a member, {members} members", lines, members),
    ):
        found = [
            [measure(nodes, nodes * number, seconds) for nodes in (1, 2)] for _ in range(ROUNDS)
        ]
        one, two = (_median(costs) for costs in zip(*found, strict=True))
        print(f"{name}:")
        print(f"  one node {one.work:8.2f}, two {two.work:8.2f}: {two.work / one.work:.2f} times")
        hop = (two.work - one.work) / two.items
        print(f"  {two.items:.3f} items each, so an item costs {hop:.1f}")
    return 0
