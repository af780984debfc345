"""Actors of one node whose end other nodes want to hear of."""

from __future__ import annotations

from collections.abc import Callable, Collection

from actors.cluster.items import AnyItem, Fell
from actors.core.address import Address
from actors.core.kernel import Kernel
from actors.core.shards import shard_of

End = Callable[[], None]


class Watches:
    """A watch belongs to one owner of a shard: whoever watches begins anew with the next owner."""

    def __init__(self, kernel: Kernel, send: Callable[[int, AnyItem], None]) -> None:
        self._kernel = kernel
        self._send = send
        self._known: dict[tuple[int, str], End] = {}
        self._waiting = dict[tuple[int, str], None]()  # for this node to begin with their shards

    def begin(self, node: int, address: str) -> None:
        """Tell a node when an actor ends, as soon as this node has the actor's shard."""
        self.end(node, address)
        if not self._kernel.has(shard_of(address)):
            self._waiting[node, address] = None
            return

        def fell(reason: str) -> None:
            self._known.pop((node, address), None)
            self._send(node, Fell(address, reason))

        self._known[node, address] = _nothing
        end = self._kernel.monitor(Address.parse(address), fell)
        if (node, address) in self._known:  # it has not fallen at once
            self._known[node, address] = end

    def end(self, node: int, address: str) -> None:
        """Tell a node no longer."""
        self._waiting.pop((node, address), None)
        self._known.pop((node, address), _nothing)()

    def lose(self, node: int) -> None:
        """Forget those of a node that is gone."""
        for of, address in [*self._known, *self._waiting]:
            if of == node:
                self.end(of, address)

    def left(self, shards: Collection[int]) -> None:
        """Forget those over actors whose shards have another owner now."""
        for node, address in [*self._known, *self._waiting]:
            if shard_of(address) in shards:
                self.end(node, address)

    def deliver(self) -> None:
        """Begin with those that have waited, if this node has their shards by now."""
        for node, address in [*self._waiting]:
            if self._kernel.has(shard_of(address)):
                self.begin(node, address)

    def __len__(self) -> int:
        return len(self._known) + len(self._waiting)


def _nothing() -> None:
    """Stand in for the end of a watch."""
