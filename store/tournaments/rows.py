"""Turns rows into records and back, in the column order of `store.tournaments.queries`."""

from store.engine import Row, Values
from store.tournaments import queries
from store.tournaments.records import Entry, EntryGone, Played, TournamentRecord


def _values(one: TournamentRecord) -> Values:
    return (
        *(one.id, one.name, one.format, one.entry, int(one.guests), int(one.rated)),
        *(one.most, one.entrants, one.phase, one.starts_at, one.created_at, one.ended_at),
        one.owner,
    )


def _entry_values(entry: Entry) -> Values:
    return entry.tournament, entry.alias, entry.place, entry.player


def _gone_values(gone: EntryGone) -> Values:
    return gone.player, gone.tournament


KINDS = {
    TournamentRecord: (queries.PUT_TOURNAMENT, _values),
    Entry: (queries.PUT_ENTRY, _entry_values),
    EntryGone: (queries.END_ENTRY, _gone_values),
}
"""The records of tournaments that a flush of the journal may carry."""


def read_tournament(row: Row) -> TournamentRecord:
    """Read COLUMNS."""
    name, title, format_, entry, guests, rated, most, entrants, phase, starts_at = row[:10]
    created_at, ended_at, owner = row[10:13]
    about = name, title, format_, entry, bool(guests), bool(rated), most, entrants, phase
    return TournamentRecord(*about, starts_at, created_at, ended_at, owner)


def read_played(row: Row) -> Played:
    """Read OF_PLAYER."""
    return Played(read_tournament(row), row[13], row[14])
