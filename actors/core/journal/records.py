"""What a journal hands to its log and reads back. Times are integer milliseconds since the epoch.

``actor`` is an address as text everywhere: ``match/m81x``.
"""

from collections.abc import Collection
from typing import Final, Protocol

from msgspec import Struct

EVER: Final = -(1 << 63)
"""Before every date."""


class Fenced(Exception):
    """An epoch later than the writer's own has begun: what it writes no longer counts."""


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
    """A durable message: ``actor`` gets it once, at ``at``, over any number of restarts.

    ``key`` is unique for the actor; a letter of the same key replaces the one before.
    """

    actor: str
    key: str
    at: int
    data: bytes


class Flush(Struct, frozen=True):
    """What the journal writes at once, all or none.

    Everything that any actor had recorded by ``at`` is in this flush or in an earlier one.
    ``blobs`` hold what was recorded since the last flush, ``snapshots`` what that has led to.
    ``segments`` are the entries between two snapshots of an actor, kept for good: a replay.
    ``tails`` are the entries after the last snapshot of an actor that leaves the memory. ``shed``
    are actors whose tails a snapshot covers by now; those tails are removed before ``tails`` are
    added. Nobody needs the blobs of flushes before ``trim``.

    Of what was written until now for the actors in ``closed``, only the segments are still needed.
    They are closed first, as their next journals may begin in the same flush. A blob without
    entries says the same to a takeover: nothing that was written for its actor before it counts.

    ``rows`` are what events mean elsewhere in the store (a result, a line, a standing): records
    that the log knows; writing one twice does no harm. ``done`` names letters that were handled, by
    actor and key; they are removed before ``letters`` are added.
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
    """What a log has of one actor. Blobs come in order of ``seq`` and may overlap."""

    snapshot: Snapshot | None = None
    blobs: tuple[Blob, ...] = ()


class Log(Protocol):
    """Where a journal is kept. Any call may raise what its store raises."""

    async def flush(self, flush: Flush) -> None:
        """Write all of it or nothing; raises `Fenced` when a later epoch has begun."""
        ...

    async def recover(self, actors: Collection[str]) -> dict[str, Stored]:
        """Return what was kept for these actors before this epoch, or when they left the memory."""
        ...

    async def due(self, before: int, most: int, since: int = EVER) -> list[Letter]:
        """Return up to ``most`` letters due from ``since`` to ``before``, the earliest first."""
        ...
