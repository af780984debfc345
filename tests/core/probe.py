"""An actor that does what its messages say, and writes down what happens to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from msgspec import Struct

from actors.core import (
    Actor,
    Address,
    ChildSpec,
    Context,
    DynamicSupervisorSpec,
    Kernel,
    SupervisorSpec,
)
from actors.core.simulated import SimulatedWorld
from tests.core.log import MemoryLog

Do = Callable[[Actor[Any]], None]
Tree = SupervisorSpec | DynamicSupervisorSpec
Spec = Tree | ChildSpec


class Boom(Exception):
    """A crash on purpose."""


class Noted(Struct, frozen=True, tag="n", array_like=True):
    """An entry, or a row."""

    value: int


class Post(Struct, frozen=True, tag="post"):
    """A durable message."""

    value: int


def values(entries: Iterable[Any]) -> list[int]:
    """Return what recovered entries say, from memory or from the log."""
    return [
        each.value if isinstance(each, Noted) else msgspec.json.decode(each, type=Noted).value
        for each in entries
    ]


class Probe(Actor[Any]):
    """Calls a message that is a function with the actor; writes any other message down."""

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

    def unsaved_changed(self) -> None:
        self.note(f"unsaved {self.context.unsaved}")

    def can_passivate(self) -> bool:
        return self.passive

    def stopped(self, reason: str) -> None:
        self.note(f"stopped {reason}")


def boom(_: Actor[Any]) -> None:
    raise Boom("on purpose")


def record(*numbers: int) -> Do:
    """A message that makes the actor record these."""
    return lambda me: me.context.record(*map(Noted, numbers))


def snapshot(state: bytes) -> Do:
    return lambda me: me.context.snapshot(state)


def note_recovered(me: Any) -> None:
    """A message that makes the actor write down what it recovered."""
    found = me.context.recovered
    me.note(found and (found.state, values(found.entries)))


def _probes(child: ChildSpec) -> Tree:
    return DynamicSupervisorSpec(name="probes", children=(child,))


class Stage:
    """A kernel in a simulated world, its log, and what all its probes wrote down."""

    journaled = False

    def __init__(
        self,
        tree: Tree | None = None,
        seed: int = 0,
        world: SimulatedWorld | None = None,
        **spec: Any,
    ) -> None:
        self.log: list[tuple[str, Any]] = []
        self.world = world or SimulatedWorld(1000.0)
        self.disk = MemoryLog(self.world)
        self.seed = seed
        self.tree: Any = self.bind(tree or _probes(self.probe(**spec)))
        self.kernel = Kernel(self.tree, self.world, self.disk, seed)

    def probe(self, kind: str = "probe", **spec: Any) -> ChildSpec:
        fields = {"actor": self.make, "journaled": self.journaled, "messages": Post}
        return ChildSpec(kind=kind, **{**fields, **spec})

    def make(self, context: Context[Any]) -> Probe:
        return Probe(context, self.log)

    def bind(self, spec: Any) -> Any:
        """Let child specs without an actor (None) make probes that write into this log."""
        if isinstance(spec, SupervisorSpec | DynamicSupervisorSpec):
            children = tuple(self.bind(child) for child in spec.children)
            return msgspec.structs.replace(spec, children=children)
        return msgspec.structs.replace(spec, actor=self.make) if spec.actor is None else spec

    def kill(self, *alive: Address) -> None:
        """Kill the process, and let another one take over what is in the log."""
        epoch, until = self.disk.begin_epoch(), self.disk.at / 1000.0
        self.kernel = Kernel(self.tree, self.world, self.disk, self.seed, epoch, until, alive)
        self.settle()

    def tell(self, address: Address, *messages: Any) -> None:
        """Tell messages, and let everything happen that follows at this instant."""
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
        """Return what this actor wrote down, and forget it."""
        mine = [what for who, what in self.log if who == str(address)]
        self.log[:] = [entry for entry in self.log if entry[0] != str(address)]
        return mine

    def statistics(self) -> dict[str, int]:
        return self.kernel.statistics().journal


class Desk(Stage):
    """A stage whose probes have journals."""

    journaled = True


def static(kind: str, **spec: Any) -> ChildSpec:
    """A child spec whose actor the stage fills in."""
    return ChildSpec(kind=kind, **{"actor": None, **spec})


A = Address("probe", "a")
B = Address("probe", "b")
