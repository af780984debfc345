"""Turns records into rows, in the column order of `store.journal.queries`."""

from actors.core.journal.records import Blob, Letter, Snapshot
from actors.core.shards import key_of
from store.engine import Values

JOURNAL_COLUMNS = ("actor", "seq", "count", "data", "at", "epoch")


def blob_values(blob: Blob) -> Values:
    """Return the values of SAVE_SEGMENT and SAVE_TAIL."""
    return (key_of(blob.actor), blob.seq, blob.count, blob.data)


def snapshot_values(snapshot: Snapshot) -> Values:
    """Return the values of SAVE_SNAPSHOT."""
    return (key_of(snapshot.actor), snapshot.seq, snapshot.data, snapshot.at)


def letter_values(letter: Letter) -> Values:
    """Return the values of SAVE_LETTER."""
    return (key_of(letter.actor), letter.key, letter.at, letter.actor, letter.data)
