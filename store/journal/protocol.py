"""The verbs of `Store.journal`."""

from collections.abc import Collection
from typing import Protocol

from actors.core.journal.records import EVER, Blob, Flush, Letter, Stored
from actors.core.shards import ALL


class Journal(Protocol):
    """The kernel's journal; a part of `store.protocol.Store`, which says what holds for all verbs.

    The records belong to the kernel; `actors.core.journal.records` explains them.
    """

    async def begin_epoch(self) -> tuple[int, int]:
        """Begin a new epoch of a server that is alone: flushes of all earlier ones raise `Fenced`.

        Returns the new epoch (the first one of a store is 1) and the time of the last flush before
        it in ms since the epoch, or 0. What was recorded before can be recovered now.
        """
        ...

    async def flush(self, flush: Flush) -> None:
        """Write a flush in one transaction.

        Raises `Fenced` if the epoch has ended, or a shard of an actor in it has another owner.

        A snapshot is kept unless its actor has a newer one (by seq). A segment or tail is kept
        unless there is one that begins at the same entry and is at least as long. A row that is
        already there stays. A result of an unknown match is left out; a match with an unknown user
        keeps only the name. A flush may be repeated.

        What the store can never take (a value out of range, a row of an unknown type) is left out
        and logged; everything else is written.
        """
        ...

    async def recover(self, actors: Collection[str]) -> dict[str, Stored]:
        """Return the snapshot and tail of each of these actors that has any.

        For an actor that is in memory, this is not up to date.
        """
        ...

    async def due(
        self, before: int, most: int, since: int = EVER, shards: str = ALL
    ) -> list[Letter]:
        """Return up to ``most`` letters due from ``since`` to ``before`` (ms), earliest first.

        They are those of the actors in ``shards`` (`actors.core.shards.marks`).
        """
        ...

    async def segments(self, actor: str) -> list[Blob]:
        """Return all segments of an actor's journal, in order. Each entry is in one of them."""
        ...
