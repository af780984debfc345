"""The verbs of `Store.journal`."""

from collections.abc import Collection
from typing import Protocol

from actors.core.journal.records import EVER, Blob, Flush, Letter, Stored


class Journal(Protocol):
    """A part of `store.protocol.Store`, under the same promises: the log of the kernel's journal.

    The records are the kernel's; `actors.core.journal.records` says what they mean.
    """

    async def begin_epoch(self) -> tuple[int, int]:
        """Begin to write the journal, and shut out whoever wrote it before.

        Returns the epoch for one's own flushes, the first one of a store is 1, and the ``at`` of
        the last flush before it, or 0. What was recorded until then can be recovered from now on.
        """
        ...

    async def flush(self, flush: Flush) -> None:
        """Keep all of it or nothing; `Fenced` when a later epoch than its own has begun.

        A snapshot is kept unless a newer one (by seq) of its actor is there, a segment or tail
        unless one that begins at the same entry and is no shorter is. A row that is there already
        stays; one for a match that is not known is left out, and of a person who is not known a
        match has the name alone. Repeating a flush is fine.

        What the store can never take (a value out of range, a row of an unknown kind) is left out
        and logged, alone: nobody else's records wait for it.
        """
        ...

    async def recover(self, actors: Collection[str]) -> dict[str, Stored]:
        """Return what is kept of those of these actors of which anything is.

        Of actors that are in memory it is not up to date.
        """
        ...

    async def due(self, before: int, most: int, since: int = EVER) -> list[Letter]:
        """Return up to ``most`` letters of times from ``since`` to ``before``, earliest first."""
        ...

    async def segments(self, actor: str) -> list[Blob]:
        """Return all segments of an actor's journal, in order: a replay, each entry once."""
        ...
