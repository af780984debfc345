"""The verbs of `Store.nodes`."""

from collections.abc import Collection
from typing import Protocol

from store.nodes.records import Picture


class Nodes(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    The store decides who is a node and who owns what; it measures silence by its own clock.
    `Fenced` is raised to a node that has been buried, or shut out by a server that is alone.
    """

    async def installation(self) -> str:
        """Return a name that no other installation has."""
        ...

    async def join(self, name: str, place: str) -> int:
        """Begin an incarnation and return its epoch, the highest of all until now.

        An earlier incarnation of the same name is buried: a node is one process.
        """
        ...

    async def beat(self, epoch: int) -> Picture:
        """Say that this incarnation lives, and return how things stand. Raises `Fenced`."""
        ...

    async def bury(self, epoch: int, silent: int) -> bool:
        """Declare an incarnation gone if it has been silent for so long (ms); tell whether it is.

        Its connections to the database are ended first, as one that stands still in the middle of a
        transaction would hold up everybody. From then on its flushes raise `Fenced`, its shards
        belong to nobody, and what its actors recorded can be recovered. 0 ms: it leaves by itself.
        """
        ...

    async def claim(self, epoch: int, shards: Collection[int]) -> Picture:
        """Take those of these shards that nobody has; return how things stand. Raises `Fenced`."""
        ...

    async def release(self, epoch: int, shards: Collection[int]) -> None:
        """Give up shards whose actors this incarnation has stopped and written."""
        ...

    async def take_chore(self, epoch: int, name: str, now_ms: int, next_ms: int) -> bool:
        """Tell whether this incarnation is to do a chore now; it is due next at ``next_ms``.

        False: it is not due, another node has just taken it, or this incarnation is gone.
        """
        ...
