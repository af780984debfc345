"""Turns rows into records, in the column order of `store.rooms.queries`."""

from store.engine import Row, Values
from store.rooms import queries
from store.rooms.records import RoomEvent


def event_values(event: RoomEvent) -> Values:
    """Return the values of ADD_EVENT."""
    return (
        *(event.room, event.number, event.kind, event.at),
        *(event.author, event.name, event.line, event.text),
    )


KINDS = {RoomEvent: (queries.ADD_EVENT, event_values)}
"""The records of rooms that a flush of the journal may carry."""


def read_event(row: Row) -> RoomEvent:
    """Read EVENT_COLUMNS."""
    return RoomEvent(*row)
