"""Which actors a kernel runs itself, and who brings messages to all others.

A server that is alone runs all of them. In a cluster each node owns some shards
(`actors.core.shards`), and ``far`` brings what is told to the actors of other nodes there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from actors.core.address import Address
from actors.core.shards import ALL, marks, shard_of


class Far(Protocol):
    """The way to actors of other nodes. Nothing here blocks or raises; at worst it is lost."""

    def tell(self, address: Address, message: object) -> None:
        """Bring a message, or an `actors.core.mailbox.Ask`, which it answers when it can."""
        ...

    def ring(self, address: Address, key: str, message: object) -> None:
        """Bring a letter that is in the log, so that the other kernel need not look for it."""
        ...

    def watch(self, address: Address) -> None:
        """Have the end of that actor reported by `Borders.fell`. May be repeated."""
        ...

    def unwatch(self, address: Address) -> None:
        """Have it reported no longer."""
        ...

    def closed(self, edge: str) -> None:
        """Say that something outside this kernel, such as a socket, has ended."""
        ...


class Nowhere:
    """Stands in for `Far` where all actors are near."""

    def tell(self, address: Address, message: object) -> None:
        """Do nothing."""

    def ring(self, address: Address, key: str, message: object) -> None:
        """Do nothing."""

    def watch(self, address: Address) -> None:
        """Do nothing."""

    def unwatch(self, address: Address) -> None:
        """Do nothing."""

    def closed(self, edge: str) -> None:
        """Do nothing."""


class Territory:
    """The shards of one kernel. ``far`` None: it is alone and owns all of them, for good.

    ``until`` is the last durable instant before this kernel, in seconds since the epoch.
    """

    __slots__ = ("_shards", "_until", "alone", "far")

    def __init__(self, until: float = 0.0, far: Far | None = None) -> None:
        self.alone = far is None
        self._until = until
        self._shards: dict[int, float] = {}  # of one that is not alone
        self.far: Far = Nowhere() if far is None else far

    def has(self, address: Address) -> bool:
        """Tell whether an actor at this address is or would be in this kernel."""
        return self.alone or shard_of(str(address)) in self._shards

    def owns(self, shard: int) -> bool:
        """Tell whether a shard is one of them."""
        return self.alone or shard in self._shards

    def until(self, address: Address) -> float:
        """Return the last durable instant of an actor under whoever had it before, in seconds."""
        return self._until if self.alone else self._shards.get(shard_of(str(address)), 0.0)

    @property
    def marks(self) -> str:
        """The shards as a value for a query, see `actors.core.shards.marks`."""
        return ALL if self.alone else marks(self._shards)

    def take(self, shards: Mapping[int, float]) -> None:
        """Own these shards, each with the last durable instant of the owner before."""
        self._shards |= shards

    def leave(self, shards: Iterable[int]) -> None:
        """Own these shards no longer."""
        for shard in shards:
            self._shards.pop(shard, None)
