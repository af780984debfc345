"""What goes wrong with several nodes: drawn from a seed, done, measured, and made good again."""

import random
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import trio

from chaos_proof.book import now
from chaos_proof.nodes import Node, Nodes

SHORT, LONG = 4.0, 6.0
"""Seconds that something is broken; after 3 s without the database a node has to be given up."""
LAG = 0.1
FENCED_WITHIN = 5.0
"""Seconds in which a node that was given up has to end when it can."""
TRIES = 300
"""How often a node is stopped for a moment until that is in the middle of a transaction."""
GAP = 2.0
"""Seconds between two harms, about."""

KINDS = (
    *("kill", "freeze", "freeze in a transaction", "stop"),
    *("postgres cut", "postgres hang", "postgres half", "postgres slow"),
    *("redis cut", "redis hang", "redis half", "redis slow"),
    *("peers cut", "postgres restart", "postgres away", "redis restart"),
)
QUICK = "kill", "postgres hang", "redis cut"
UPGRADE = ("stop",)


@dataclass(frozen=True)
class Harm:
    """A harm of a kind (of `KINDS`) to a node (its number), ``after`` seconds of peace."""

    kind: str
    node: int
    after: float


def kinds_of(*, quick: bool, upgrade: bool) -> Sequence[str]:
    """Return the kinds of a run. An upgrade stops one node after the other."""
    return UPGRADE if upgrade else QUICK if quick else KINDS


def draw(kinds: Sequence[str], count: int, nodes: int, seed: int) -> list[Harm]:
    """Draw harms: each kind comes before one comes again, and nodes come in turns."""
    chance = random.Random(f"{seed} harms")
    drawn: list[str] = []
    while len(drawn) < count:
        drawn += chance.sample(kinds, len(kinds))
    first = chance.randrange(nodes)
    return [
        Harm(kind, (first + number) % nodes, chance.uniform(GAP / 2, GAP))
        for number, kind in enumerate(drawn[:count])
    ]


class Harms:
    """Carries a plan out. ``apart``: the run has a network of its own, where doors can be shut."""

    def __init__(self, nodes: Nodes, planned: Sequence[Harm], *, apart: bool) -> None:
        self._nodes, self._planned, self._apart = nodes, planned, apart
        self._kinds: dict[str, Callable[[Node], Awaitable[None]]] = {
            "kill": self._kill,
            "freeze": self._freeze,
            "freeze in a transaction": self._freeze_in_a_transaction,
            "stop": self._stop,
            "peers cut": self._cut_peers,
            "postgres restart": lambda _: self._without_postgres(0.0),
            "postgres away": lambda _: self._without_postgres(LONG),
            "redis restart": self._restart_redis,
        }

    async def run(self) -> None:
        """Do one after the other; before the next, everything is well again."""
        for number, harm in enumerate(self._planned, start=1):
            await trio.sleep(harm.after)
            node = self._nodes.all[harm.node]
            print(f"chaos: {number}. {harm.kind}, node {node.name}", file=sys.stderr, flush=True)
            begun = now()
            with trio.CancelScope(shield=True):  # the end of the run must not interrupt it
                await self._kinds.get(harm.kind, self._break(harm.kind))(node)
                await self._heal()
            self._nodes.book.note("harm", kind=harm.kind, node=node.name, begun=begun)

    async def _heal(self) -> None:
        """Start what has ended, and wait until all that there is to do is being done."""
        for node in self._nodes.all:
            if not node.running:
                self._nodes.start(node)
        await self._nodes.ready()

    async def _taken(self, epoch: int, begun: float) -> None:
        """Measure how long it takes until others have what a node had."""
        await self._nodes.settled(but=epoch)
        self._nodes.book.note("taken", seconds=now() - begun)

    async def _kill(self, node: Node) -> None:
        epoch, begun = await self._nodes.epoch(node), now()
        node.signal(signal.SIGKILL)
        await self._taken(epoch, begun)

    async def _stop(self, node: Node) -> None:
        node.signal(signal.SIGTERM)
        if not await node.ended(FENCED_WITHIN):
            self._nodes.book.note("unfenced", node=node.name, why="SIGTERM")
            node.signal(signal.SIGKILL)

    async def _freeze(self, node: Node) -> None:
        epoch, begun = await self._nodes.epoch(node), now()
        node.signal(signal.SIGSTOP)
        await self._thaw(node, epoch, begun)

    async def _freeze_in_a_transaction(self, node: Node) -> None:
        epoch = await self._nodes.epoch(node)
        for _ in range(TRIES):
            begun = now()
            node.signal(signal.SIGSTOP)
            if await self._nodes.in_transaction(epoch):
                self._nodes.book.note("in a transaction")
                break
            node.signal(signal.SIGCONT)
            await trio.sleep(0.01)
        else:
            begun = now()
            node.signal(signal.SIGSTOP)
        await self._thaw(node, epoch, begun)

    async def _thaw(self, node: Node, epoch: int, begun: float) -> None:
        await self._taken(epoch, begun)
        node.signal(signal.SIGCONT)
        await self._fenced(node)

    async def _fenced(self, node: Node) -> None:
        """A node that was given up ends, and its sockets with it."""
        if not await node.ended(FENCED_WITHIN):
            self._nodes.book.note("unfenced", node=node.name, why="it was given up")
            node.signal(signal.SIGKILL)

    def _break(self, kind: str) -> Callable[[Node], Awaitable[None]]:
        """Break the link to a service: ``kind`` is that of a harm, service first."""
        service, _, how = kind.partition(" ")

        async def act(node: Node) -> None:
            link, seconds = node.links[service], LONG if service == "postgres" else SHORT
            epoch, begun = await self._nodes.epoch(node), now()
            async with trio.open_nursery() as nursery:
                match how:
                    case "cut":
                        nursery.start_soon(link.cut, seconds)
                    case "hang":
                        nursery.start_soon(link.freeze, seconds)
                    case "half":
                        nursery.start_soon(link.half, seconds)
                    case _:
                        nursery.start_soon(link.slow, seconds, LAG)
                if service == "postgres" and how != "slow":
                    nursery.start_soon(self._taken, epoch, begun)
            if service == "postgres" and how != "slow":
                await self._fenced(node)

        return act

    async def _cut_peers(self, node: Node) -> None:
        """Nobody reaches the door that a node has for its peers."""
        if not self._apart:
            await trio.sleep(SHORT)
            return
        for what in ("add", "del"):
            route = ["ip", "route", what, "blackhole", f"{node.door}/32", "table", "local"]
            await trio.run_process(route)
            if what == "add":
                await trio.sleep(SHORT)

    async def _without_postgres(self, seconds: float) -> None:
        await self._nodes.postgres.stop()
        await trio.sleep(seconds)
        await self._nodes.postgres.start()

    async def _restart_redis(self, _: Node) -> None:
        await self._nodes.redis.stop()
        await self._nodes.redis.start()
