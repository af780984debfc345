"""Turns rows into records, in the column order of `store.notifications.queries`."""

from store.engine import Row, Values
from store.notifications import queries
from store.notifications.records import KeptNote, Note


def note_values(note: Note) -> Values:
    """Return the values of ADD_NOTE."""
    return note.id, note.player, note.kind, note.data, note.at, note.about


def read_kept(row: Row) -> KeptNote:
    """Read NOTE_COLUMNS, and whether the note was read."""
    *columns, read = row
    return KeptNote(Note(*columns), bool(read))


KINDS = {Note: (queries.ADD_NOTE, note_values)}
"""The records of notifications that a flush of the journal may carry."""
