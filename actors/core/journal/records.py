"""What a journal hands to its log and reads back. Times are integer milliseconds since the epoch.

``actor`` is an address as text everywhere: ``match/m81x``.
"""

from collections.abc import Collection
from typing import Protocol

from msgspec import Struct


class Fenced(Exception):
    """A later epoch than the writer's own has begun: what it writes no longer counts."""


class Blob(Struct, frozen=True):
    """The ``count`` journal entries of an actor from number ``seq`` on, encoded."""

    actor: str
    seq: int
    count: int
    data: bytes


class Snapshot(Struct, frozen=True):
    """The state of an actor after journal entry ``seq``, taken at ``at``."""

    actor: str
    seq: int
    data: bytes
    at: int


class Letter(Struct, frozen=True):
    """A durable message: ``actor`` gets it at ``at``, over any number of restarts, once.

    ``key`` is unique for the actor; a letter of the same key replaces the one before.
    """

    actor: str
    key: str
    at: int
    data: bytes


class Flush(Struct, frozen=True):
    """What the journal writes at once, all or none.

    All that any actor had recorded at ``at`` is in this flush and in earlier ones. ``blobs`` hold
    what was recorded since the last flush, ``snapshots`` what that has led to. ``segments`` are the
    entries between two snapshots of an actor, kept for good: a replay. ``tails`` are the entries
    after its last snapshot of an actor that leaves the memory; ``shed`` are actors whose tails a
    snapshot covers by now, and are removed before ``tails`` are added. Blobs of flushes before
    ``trim`` are not needed of anybody.

    Of actors in ``closed`` nothing but segments is needed of what was written until now; this is
    done first, as their next journals may begin in the same flush. A blob without entries says the
    same to a takeover: of its actor nothing that was written before it counts.

    ``rows`` are what events mean elsewhere in the store (a result, a line, a standing): records
    that the log knows, each written so that it may be written again. ``done`` names letters that
    were handled, by actor and key; they are removed before ``letters`` are added.
    """

    epoch: int
    at: int
    blobs: tuple[Blob, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    segments: tuple[Blob, ...] = ()
    tails: tuple[Blob, ...] = ()
    shed: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    trim: int = 0
    rows: tuple[Struct, ...] = ()
    done: tuple[tuple[str, str], ...] = ()
    letters: tuple[Letter, ...] = ()


class Stored(Struct, frozen=True):
    """What a log has of one actor; blobs may overlap, and come in order of ``seq``."""

    snapshot: Snapshot | None = None
    blobs: tuple[Blob, ...] = ()


class Log(Protocol):
    """Where a journal is kept. Any call may raise what its store raises."""

    async def flush(self, flush: Flush) -> None:
        """Keep all of it or nothing; `Fenced` when a later epoch than its own has begun."""
        ...

    async def recover(self, actors: Collection[str]) -> dict[str, Stored]:
        """Return what was kept of these actors before this epoch, or since they left the memory."""
        ...

    async def due(self, before: int, most: int) -> list[Letter]:
        """Return up to ``most`` letters of times up to ``before``, the earliest first."""
        ...
