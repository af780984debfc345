"""The verbs of `Store.journal`."""

from collections.abc import Collection
from typing import Protocol

from store.journal.records import Flush, JournalBlob, Snapshot


class Journal(Protocol):
    """A part of `store.protocol.Store`, under the same promises."""

    async def begin_epoch(self) -> int:
        """Begin to write the journal, and shut out whoever wrote it before.

        Returns the epoch for one's own flushes; the first one of a store is 1.
        """
        ...

    async def flush_journal(self, flush: Flush) -> None:
        """Keep all of it or nothing; `Fenced` when a later epoch than its own has begun.

        A snapshot is kept unless a newer one (by seq) of its actor is there, a segment unless one
        that begins at the same entry is. Whether an actor is known otherwise does not matter.
        """
        ...

    async def journals(self, actors: Collection[str]) -> tuple[dict[str, list[JournalBlob]], int]:
        """Return the blobs of each of these actors, and the ``at`` of the last flush (or 0).

        They come in order, but twice or overlapping where a flush was repeated: an entry is known
        by its number. Looks at every blob there is: for a restart, not for play.
        """
        ...

    async def snapshot(self, actor: str) -> Snapshot | None:
        """Return the newest snapshot of an actor."""
        ...

    async def segments(self, actor: str) -> list[JournalBlob]:
        """Return all segments of an actor's journal, in order."""
        ...
