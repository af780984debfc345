"""The records of `Store.journal`. Times are integer milliseconds since the epoch."""

from msgspec import Struct


class JournalBlob(Struct, frozen=True):
    """The ``count`` journal entries of an actor from ``seq`` on, encoded.

    ``actor`` is its address as text: ``match/m81x``.
    """

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


class Flush(Struct, frozen=True):
    """What the journal writes at once, all or none.

    All that any actor had recorded at ``at`` is in this flush and in earlier ones. ``blobs`` hold
    what was recorded since the last flush, ``snapshots`` what that has led to, ``segments`` the
    entries between two snapshots of an actor, to be replayed when the journal itself has long been
    trimmed. Of the actors in ``closed`` neither snapshot nor blobs are needed any more; blobs of
    flushes before ``trim`` are not needed of anybody.
    """

    epoch: int
    at: int
    blobs: tuple[JournalBlob, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    segments: tuple[JournalBlob, ...] = ()
    closed: tuple[str, ...] = ()
    trim: int = 0
