"""Turns rows into records, in the column order of `store.rooms.queries`."""

from store.engine import Row, Values
from store.rooms import queries
from store.rooms.records import (
    LineDeleted,
    LineEdited,
    MadeRoom,
    Mark,
    Member,
    MemberGone,
    OwnRoom,
    RoomEvent,
)
from store.words import words


def event_values(event: RoomEvent) -> Values:
    """Return the values of ADD_EVENT."""
    return (
        *(event.room, event.number, event.kind, event.at),
        *(event.author, event.name, event.line, event.text, event.about, event.edited),
        _words(event.text) if event.kind == "line" else "",
    )


def _edit_values(edited: LineEdited) -> Values:
    about = edited.room, edited.number, edited.by, edited.at
    return *about, edited.text, _words(edited.text)


def _words(text: str) -> str:
    return " ".join(words(text))


def _delete_values(deleted: LineDeleted) -> Values:
    return deleted.room, deleted.number


def _mark_values(mark: Mark) -> Values:
    return mark.room, mark.number, mark.player


def _member_values(member: Member) -> Values:
    return member.room, member.role, member.since, member.player


def _gone_values(gone: MemberGone) -> Values:
    return gone.room, gone.player


def _room_values(room: MadeRoom) -> Values:
    return room.id, room.name, room.topic, int(room.public), room.at, _words(room.name)


KINDS = {
    RoomEvent: (queries.ADD_EVENT, event_values),
    LineEdited: (queries.EDIT_LINE, _edit_values),
    LineDeleted: (queries.DELETE_LINE, _delete_values),
    Mark: (queries.ADD_MARK, _mark_values),
    Member: (queries.ADD_MEMBER, _member_values),
    MemberGone: (queries.REMOVE_MEMBER, _gone_values),
    MadeRoom: (queries.SAVE_ROOM, _room_values),
}
"""The records of rooms that a flush of the journal may carry."""


def read_event(row: Row) -> RoomEvent:
    """Read EVENT_COLUMNS."""
    return RoomEvent(*row)


def read_made_room(row: Row) -> MadeRoom:
    """Read MADE_COLUMNS."""
    name, label, topic, public, at = row
    return MadeRoom(name, label, topic, bool(public), at)


def read_own_room(row: Row) -> OwnRoom:
    """Read the columns of OWN_ROOMS."""
    return OwnRoom(*row)
