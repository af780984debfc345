"""An actor that does what its messages say and writes down what happened to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from actors.core import Actor, Address, ChildSpec, Context, Kernel, SupervisorSpec
from actors.core.simulated import SimulatedWorld
from store.journal.memory import MemoryJournal
from store.tables import Tables

Do = Callable[[Actor[Any]], None]
NOWHERE = MemoryJournal(Tables())
"""The log of kernels whose actors record nothing."""


class Boom(Exception):
    """A crash on purpose."""


class Probe(Actor[Any]):
    """A message that is a function is called with the actor; anything else is written down."""

    log: list[tuple[str, Any]]

    def __init__(self, context: Context[Any], log: list[tuple[str, Any]]) -> None:
        super().__init__(context)
        self.log = log
        self.passive = True

    def note(self, what: Any) -> None:
        self.log.append((str(self.context.address), what))

    def started(self) -> None:
        self.note(f"started {self.context.restarts}")

    def receive(self, message: Any) -> None:
        if callable(message):
            message(self)
        else:
            self.note(message)

    def can_passivate(self) -> bool:
        return self.passive

    def stopped(self, reason: str) -> None:
        self.note(f"stopped {reason}")


def boom(_: Actor[Any]) -> None:
    raise Boom("on purpose")


class Stage:
    """A kernel in a simulated world and the log of all its probes."""

    def __init__(self, tree: SupervisorSpec | None = None, seed: int = 0, **spec: Any) -> None:
        self.log: list[tuple[str, Any]] = []
        self.world = SimulatedWorld(1000.0)
        tree = tree or SupervisorSpec(
            name="probes", strategy="each", children=(self.probe(**spec),)
        )
        self.tree = self.bind(tree)
        self.kernel = Kernel(self.tree, self.world, NOWHERE, seed)

    def probe(self, kind: str = "probe", **spec: Any) -> ChildSpec:
        return ChildSpec(kind=kind, **{"actor": self.make, **spec})

    def make(self, context: Context[Any]) -> Probe:
        return Probe(context, self.log)

    def bind(self, spec: Any) -> Any:
        """Let child specs without an actor (None) make probes that write into this log."""
        if isinstance(spec, SupervisorSpec):
            children = tuple(self.bind(child) for child in spec.children)
            return SupervisorSpec(
                name=spec.name,
                strategy=spec.strategy,
                intensity=spec.intensity,
                period=spec.period,
                children=children,
            )
        if spec.actor is None:
            fields = {name: getattr(spec, name) for name in spec.__struct_fields__}
            return ChildSpec(**{**fields, "actor": self.make})
        return spec

    def tell(self, address: Address, *messages: Any) -> None:
        """Tell, and let everything that follows at this instant happen."""
        for message in messages:
            self.kernel.tell(address, message)
        self.settle()

    def settle(self) -> None:
        self.world.settle(self.kernel)

    def later(self, seconds: float) -> None:
        self.world.advance(self.kernel, self.world.now() + seconds)

    def ask(self, address: Address, message: Any, timeout: float = 1.0) -> Any:
        return self.world.run(self.kernel, lambda: self.kernel.ask(address, message, timeout))

    def seen(self, address: Address) -> list[Any]:
        """Return what this actor wrote down and forget it."""
        mine = [what for who, what in self.log if who == str(address)]
        self.log[:] = [entry for entry in self.log if entry[0] != str(address)]
        return mine


def static(kind: str, **spec: Any) -> ChildSpec:
    """A child spec whose actor the stage fills in."""
    return ChildSpec(kind=kind, **{"actor": None, **spec})


A = Address("probe", "a")
B = Address("probe", "b")
