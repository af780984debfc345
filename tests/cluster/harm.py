"""What goes wrong in a random schedule of several nodes, and how it is made good again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

from tests.cluster.cluster import Cluster
from tests.cluster.node import Node

MOST_DOWN = 8.0
"""Seconds for which something is away at most."""


class Harm:
    """Does something every now and then; ``counts`` says what it has done."""

    def __init__(self, cluster: Cluster, dice: Random) -> None:
        self.counts: Counter[str] = Counter()
        self.crashes = 0
        self._cluster = cluster
        self._dice = dice
        self._kinds: dict[str, Callable[[], None]] = {
            "kill": self._kill,
            "restart": self._restart,
            "freeze": self._freeze,
            "store cut": self._cut_store,
            "store away": self._store_away,
            "bus cut": self._cut_bus,
            "bus away": self._bus_away,
            "batches lost": self._lose,
            "answers lost": self._mute,
            "a node joins": self._join,
            "crash": self._crash,
            "slow bus": self._slow,
        }

    def plan(self, seconds: float) -> None:
        """Schedule what goes wrong in this time."""
        cluster, at = self._cluster, self._cluster.now() + self._dice.uniform(1.0, 4.0)
        end = cluster.now() + seconds
        while at < end:
            what = self._dice.choice([*self._kinds])
            cluster.schedule(at, lambda what=what: self._do(what))
            at += self._dice.expovariate(0.4)

    def _do(self, what: str) -> None:
        self.counts[what] += 1
        self._kinds[what]()

    def _later(self, do: Callable[[], None]) -> None:
        seconds = self._dice.uniform(0.05, MOST_DOWN)
        self._cluster.schedule(self._cluster.now() + seconds, do)

    def _node(self) -> Node | None:
        ups = self._cluster.ups()
        return self._dice.choice(ups) if ups else None

    def _kill(self) -> None:
        if (node := self._node()) is not None:
            node.end("killed")
            self._later(lambda: self._again(node.name))

    def _again(self, name: str) -> None:
        if not self._cluster.nodes[name].up and not self._cluster.store.away:
            self._cluster.start(name)

    def _restart(self) -> None:
        if (node := self._node()) is not None and not self._cluster.store.away:
            node.end("killed")
            self._cluster.start(node.name)

    def _freeze(self) -> None:
        if (node := self._node()) is not None:
            node.frozen = node.harmed = True
            careless = self._dice.random() < 0.3
            self._later(lambda: node.thaw(careless=careless) if node.frozen else None)

    def _cut_store(self) -> None:
        if (node := self._node()) is not None:
            node.store.cut = node.harmed = True
            self._later(lambda: setattr(node.store, "cut", False))

    def _store_away(self) -> None:
        store = self._cluster.store
        store.away = True
        self._later(lambda: setattr(store, "away", False))

    def _cut_bus(self) -> None:
        if (node := self._node()) is not None:
            self._cluster.bus.cut.add(node.epoch)
            self._later(lambda: self._cluster.bus.cut.discard(node.epoch))

    def _bus_away(self) -> None:
        bus = self._cluster.bus
        bus.away = True
        self._later(lambda: setattr(bus, "away", False))

    def _lose(self) -> None:
        self._cluster.bus.lose_next = self._dice.randint(1, 5)

    def _mute(self) -> None:
        if (node := self._node()) is not None:
            node.store.mute = self._dice.randint(1, 2)

    def _join(self) -> None:
        if "d" not in self._cluster.nodes and not self._cluster.store.away:
            self._cluster.start("d")

    def _slow(self) -> None:
        bus = self._cluster.bus
        bus.jitter = self._dice.uniform(0.0, 0.3)
        self._later(lambda: setattr(bus, "jitter", 0.0))

    def _crash(self) -> None:
        if (node := self._node()) is None:
            return
        processes = node.kernel._runtime.registry.processes
        running = [each for each in processes.values() if each.phase.name == "RUNNING"]
        if running:
            self.crashes += 1
            self._dice.choice(running).crash(RuntimeError("planned"))  # pyright: ignore[reportAttributeAccessIssue]

    def heal(self) -> None:
        """Make everything good; what was killed comes back."""
        cluster = self._cluster
        cluster.store.away = cluster.bus.away = False
        cluster.bus.cut.clear()
        cluster.bus.jitter, cluster.bus.lose_next = 0.0, 0
        for name, node in [*cluster.nodes.items()]:
            node.store.cut, node.store.mute = False, 0
            if node.frozen:
                node.thaw()
            if not node.up:
                cluster.start(name)
