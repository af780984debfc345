"""Turns rows into records, in the column order of `store.notifications.queries`."""

from store.engine import Row, Values
from store.notifications import queries
from store.notifications.records import Errand, KeptNote, Note, Step, Ways


def note_values(note: Note) -> Values:
    """Return the values of ADD_NOTE."""
    return note.id, note.player, note.kind, note.data, note.at, note.about


def read_kept(row: Row) -> KeptNote:
    """Read NOTE_COLUMNS, and whether the note was read."""
    *columns, read = row
    return KeptNote(Note(*columns), bool(read))


def ways_values(player: str, ways: Ways) -> Values:
    """Return the values of SET_WAYS."""
    begins, ends = ways.quiet or (None, None)
    chosen = " ".join(ways.push), " ".join(ways.mail)
    return (player, *chosen, begins, ends, ways.zone, ways.quiet_until, int(ways.calls))


def read_ways(row: Row) -> Ways:
    """Read WAYS."""
    push, mail, begins, ends, zone, until, calls = row
    quiet = None if begins is None else (begins, ends)
    return Ways(tuple(push.split()), tuple(mail.split()), quiet, zone, until, bool(calls))


def read_errand(row: Row) -> Errand:
    """Read ERRAND_COLUMNS."""
    return Errand(*row)


def settle_values(claimed: Errand, step: Step | None, due_at: int | None) -> Values:
    """Return the values of SETTLE_ERRAND."""
    return claimed.player, claimed.note, claimed.step, claimed.due_at, step, due_at


KINDS = {Note: (queries.ADD_NOTE, note_values)}
"""The records of notifications that a flush of the journal may carry."""
