"""Turns records into rows, in the column order of `store.journal.queries`."""

from functools import lru_cache
from hashlib import blake2b

from actors.core.journal.records import Blob, Letter, Snapshot
from store.engine import Values

JOURNAL_COLUMNS = ("actor", "seq", "count", "data", "at")


def blob_values(blob: Blob) -> Values:
    """Return the values of SAVE_SEGMENT and SAVE_TAIL."""
    return (actor_key(blob.actor), blob.seq, blob.count, blob.data)


def snapshot_values(snapshot: Snapshot) -> Values:
    """Return the values of SAVE_SNAPSHOT."""
    return (actor_key(snapshot.actor), snapshot.seq, snapshot.data, snapshot.at)


def letter_values(letter: Letter) -> Values:
    """Return the values of SAVE_LETTER."""
    return (actor_key(letter.actor), letter.key, letter.at, letter.actor, letter.data)


@lru_cache(maxsize=8192)
def actor_key(actor: str) -> int:
    """Return the signed 64-bit key of an actor in the journal; text would cost too much there.

    It is BLAKE2b of the address. Among a billion actors, the chance that any two share a key is
    about 3 in 100 (n² / 2⁶⁵).
    """
    return int.from_bytes(blake2b(actor.encode(), digest_size=8).digest(), signed=True)
