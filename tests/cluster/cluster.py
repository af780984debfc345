"""Several nodes over one store, one bus and one virtual clock."""

import heapq
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any, cast

from actors.core.address import Address
from actors.core.kernel import Kernel
from actors.core.process import Process
from actors.core.shards import shard_of
from actors.match.messages import Enter
from actors.seats.messages import Machine
from store.nodes.records import Shard
from store.people.records import User
from tests.actors.page import Page
from tests.actors.world import World, now_or_never
from tests.cluster.bus import Bus
from tests.cluster.node import Node
from tests.cluster.sockets import Socket

MOST = 100_000
"""Events at one instant; more are an endless loop."""


class AtOnce:
    """Runs calls of the store, which wait for nothing."""

    def run(self, _: object, call: Callable[[], Awaitable[Any]]) -> Any:
        """Return what it returns."""
        return now_or_never(call())


class Cluster(World):
    """Nodes by name; each name stands for its newest incarnation."""

    def __init__(self, *names: str, seed: int = 1) -> None:
        self._names = names or ("a", "b", "c")
        super().__init__(seed)
        self.wait(1.0)

    def _boot(self, now: float) -> None:
        self._now = now
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._counted = count()
        self.clock = cast("Any", AtOnce())
        self.store.tables.now = self.at
        self.bus = Bus(self.seed, self.now, self.schedule, self._deliver)
        self.incarnations: list[Node] = []
        self.nodes: dict[str, Node] = {}
        self.takings: list[tuple[Node, Shard]] = []
        for name in self._names:
            self.start(name)

    def start(self, name: str) -> Node:
        """A process of this name begins."""
        node = self.nodes[name] = Node(self, name)
        self.incarnations.append(node)
        return node

    def stop(self, name: str) -> None:
        """A node is killed."""
        self.nodes[name].end("killed")

    # Time.

    def now(self) -> float:
        """Seconds since the epoch."""
        return self._now

    def schedule(self, at: float, do: Callable[[], None]) -> None:
        """Do something at a time."""
        heapq.heappush(self._events, (at, next(self._counted), do))

    def settle(self) -> None:
        """Let everything happen that happens at this instant."""
        for _ in range(MOST):
            while self._events and self._events[0][0] <= self._now:
                heapq.heappop(self._events)[2]()
            for node in self.nodes.values():
                node.drive(self._now)
            at = self._next()
            if at is None or at > self._now:
                return
        raise AssertionError("no end of work at one instant")

    def _next(self) -> float | None:
        times = [node.next() for node in self.nodes.values()]
        if self._events:
            times.append(self._events[0][0])
        return min((at for at in times if at is not None), default=None)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        to = self._now + seconds
        self.settle()
        while (at := self._next()) is not None and at <= to:
            self._now = max(self._now, at)
            self.settle()
        self._now = to
        self.settle()

    # Nodes.

    def _deliver(self, epoch: int, data: bytes) -> None:
        for node in self.nodes.values():
            if node.epoch == epoch:
                node.heard(data)

    def probe(self, epoch: int) -> int | None:
        """Ask the node of an epoch directly whether it lives."""
        node = self._of(epoch)
        return epoch if node is not None and node.up and not node.frozen else None

    def probe_store(self, epoch: int) -> bool | None:
        """Ask it whether the store answers it."""
        node = self._of(epoch)
        return None if node is None or self.probe(epoch) is None else node.has_store

    def refuses(self, name: str) -> bool:
        """Tell whether no process is at the place of a node."""
        return not self.nodes[name].up

    def _of(self, epoch: int) -> Node | None:
        return next((node for node in self.nodes.values() if node.epoch == epoch), None)

    def taken(self, node: Node, shards: list[Shard]) -> None:
        """Take note of what a node has taken."""
        self.takings += [(node, shard) for shard in shards]

    def ups(self) -> list[Node]:
        """The nodes that run."""
        return [node for node in self.nodes.values() if node.up and not node.frozen]

    @property
    def kernel(self) -> Kernel:  # pyright: ignore[reportIncompatibleVariableOverride]
        """The kernel of one of them."""
        return self.ups()[0].kernel

    def owner(self, address: Address) -> Node:
        """The node that the store says to have an actor."""
        shard = self.store.tables.shards[shard_of(str(address))]
        node = self._of(shard.owner)
        assert node is not None, shard
        return node

    def home(self, address: Address) -> Node | None:
        """The node to which a peer leads a socket for an actor; None: try again."""
        shard = self.store.tables.shards.get(shard_of(str(address)))
        node = None if shard is None else self._of(shard.owner)
        if (
            node is None
            or not node.up
            or node.frozen
            or not node.kernel.has(shard_of(str(address)))
        ):
            return None
        return node

    def other(self, *nodes: Node) -> Node:
        """Another node than these."""
        return next(node for node in self.ups() if node not in nodes)

    def another(self, address: Address) -> Node:
        """A node that does not have this actor."""
        return self.other(self.owner(address))

    def match_away_from(self, of: Callable[[str], Node]) -> tuple[Page, str]:
        """A match against the machine on another node than that ``of`` its player.

        Returns its page, and its name.
        """
        for number in range(50):
            page = self.page(f"solo{number}")
            page.say(Machine("m"))
            self.wait(0.2)
            match: str = page.last("matched")["match"]
            if self.owner(Address("match", match)) is not of(page.player):
                page.say(Enter(match))
                self.wait(0.1)
                return page, match
        raise AssertionError("all matches are on one node")

    def named(self, kind: str, node: Node, prefix: str = "") -> str:
        """Return a name whose actor of this kind is on that node."""
        names = (f"{prefix or kind[0]}{number}" for number in count())
        return next(name for name in names if self.owner(Address(kind, name)) is node)

    # People.

    def register(self, player: str) -> None:
        """Make a user of somebody who is none yet."""
        if player not in self._users:
            self._users.add(player)
            guest = player not in self.accounts
            user = User(player, player, player.upper(), None, guest=guest, created_at=1)
            now_or_never(self.store.people.create_user(user))

    def page(
        self,
        player: str,
        *,
        greeted: bool = True,
        delay: float = 0.0,
        node: Node | None = None,
    ) -> Page:
        """A new socket of a player, at the node that has the player's actor."""
        self.register(player)
        at = node or self.owner(Address("player", player))
        page = Socket(cast("World", at), player, f"c{next(self._numbers)}", delay)
        self.pages.append(page)
        if greeted:
            page.hello()
        return page

    def tell(self, address: Address, message: object, node: Node | None = None) -> None:
        """Tell an actor something, from any node."""
        (node or self.ups()[0]).kernel.tell(address, message)
        self.settle()

    def ask(self, node: Node, address: Address, message: object, timeout: float = 1.0) -> list[Any]:
        """Ask an actor from a node; the answer or the error appears in the list."""
        outcome: list[Any] = []

        async def task() -> None:
            try:
                outcome.append(await node.kernel.ask(address, message, timeout))
            except Exception as error:  # noqa: BLE001 - a test looks at it
                outcome.append(error)

        node.clock.spawn(task)
        self.settle()
        return outcome

    def _process(self, address: Address) -> Process | None:
        for node in self.ups():
            found = node.kernel._runtime.registry.processes.get(address)
            if found is not None and node.may_act:
                return cast("Process", found)
        return None

    def crashes(self) -> int:
        """How often an actor failed."""
        return sum(node.kernel.statistics().crashes for node in self.nodes.values())
