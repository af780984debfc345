"""Probes that take lines in place."""

from typing import Any

from msgspec import Struct

from actors.core import Address, Context
from tests.core.probe import A, B, Desk, Probe

C = Address("probe", "c")


class Line(Struct, frozen=True):
    """What is taken in place: something to do or to write down."""

    what: Any


class Sink(Probe):
    in_place = Line

    def receive(self, message: Any) -> None:
        super().receive(message.what if isinstance(message, Line) else message)


class Drain(Desk):
    """A desk whose probes take lines in place; those of a stage with a tree are up."""

    def make(self, context: Context[Any]) -> Probe:
        return Sink(context, self.log)

    def up(self, *addresses: Address) -> None:
        for address in addresses or (A, B, C):
            self.tell(address, "up")
        self.log.clear()

    @property
    def taken(self) -> int:
        return self.kernel.statistics().taken


def told(*lines: tuple[Address, Any]) -> Any:
    """A message, or what is in a line, that makes its actor tell these."""

    def tell(me: Any) -> None:
        for address, message in lines:
            me.context.tell(address, message)

    return tell


def drain(**spec: Any) -> Drain:
    made = Drain(**spec)
    made.up()
    return made
