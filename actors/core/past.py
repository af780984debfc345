"""What the journal knows of an actor from before this process: a snapshot, and what followed."""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Raw, Struct

from actors.core.address import Address
from actors.core.journal import Log
from store.journal.records import JournalBlob, Snapshot


class Past(Struct, frozen=True):
    """An actor as it was at ``until``, the last durable instant, in seconds since the epoch.

    ``state`` is its last snapshot, None if it made none; ``entries`` what it recorded after that,
    in order, without a gap: what follows one that was lost cannot be understood. Its journal
    goes on with number ``seq + 1``.
    """

    seq: int
    state: bytes | None
    entries: tuple[Raw, ...]
    until: float


_entries = msgspec.json.Decoder(list[Raw])


async def read_pasts(log: Log, actors: Iterable[Address]) -> dict[Address, Past]:
    """Read the pasts of actors of whom the log knows anything. Raises what the log does."""
    named = {str(actor): actor for actor in actors}
    journals, last = await log.journals(named)
    found: dict[Address, Past] = {}
    for name, actor in named.items():
        snapshot = await log.snapshot(name)
        if snapshot is not None or journals[name]:
            found[actor] = past_of(snapshot, journals[name], last)
    return found


def past_of(snapshot: Snapshot | None, blobs: Sequence[JournalBlob], last: int) -> Past:
    """Put together what a log has of one actor; ``last`` is the time of its last flush, in ms."""
    since, at, state = (snapshot.seq, snapshot.at, snapshot.data) if snapshot else (0, 0, None)
    newest = max((blob.seq + blob.count - 1 for blob in blobs), default=0)
    entries = tuple(_in_a_row(since, blobs))
    return Past(max(since, newest), state, entries, max(last, at) / 1000.0)


def _in_a_row(reached: int, blobs: Iterable[JournalBlob]) -> Iterable[Raw]:
    """The entries after number ``reached``, each once, up to the first that is missing."""
    for blob in blobs:
        if blob.seq > reached + 1:
            return
        yield from _entries.decode(blob.data)[reached + 1 - blob.seq :]
        reached = max(reached, blob.seq + blob.count - 1)
