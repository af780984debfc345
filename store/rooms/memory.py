"""The verbs of `Store.rooms` in plain dicts. No verb ever waits."""

from msgspec.structs import replace

from store.names import DELETED
from store.rooms.records import (
    LineDeleted,
    LineEdited,
    MadeRoom,
    Mark,
    Member,
    MemberGone,
    MemberRole,
    OwnRoom,
    PublicRoom,
    RoomEvent,
)
from store.tables import Tables, apart
from store.words import words


class MemoryRooms:
    """See `store.rooms.protocol.Rooms` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def event(self, room: str, number: int) -> RoomEvent | None:
        """See `Rooms.event`."""
        return self._tables.room_events.get(room, {}).get(number)

    async def events_after(self, room: str, number: int, limit: int) -> list[RoomEvent]:
        """See `Rooms.events_after`."""
        return [event for event in self._of(room) if event.number > number][:limit]

    async def events_before(self, room: str, number: int, limit: int) -> list[RoomEvent]:
        """See `Rooms.events_before`."""
        return [event for event in self._of(room) if event.number < number][-limit:]

    async def line(self, room: str, author: str, line: int) -> RoomEvent | None:
        """See `Rooms.line`."""
        return next((e for e in self._of(room) if (e.author, e.line) == (author, line)), None)

    async def last_line(self, room: str, author: str) -> int:
        """See `Rooms.last_line`."""
        return max((event.line for event in self._of(room) if event.author == author), default=0)

    async def lines_of(self, author: str) -> list[RoomEvent]:
        """See `Rooms.lines_of`."""
        rooms = sorted(self._tables.room_events)
        events = (event for room in rooms for event in self._of(room))
        return [event for event in events if event.author == author and event.kind == "line"]

    async def mark(self, room: str, player: str) -> int | None:
        """See `Rooms.mark`."""
        return self._tables.room_marks.get((player, room))

    async def marks_of(self, player: str) -> list[tuple[str, int | None]]:
        """See `Rooms.marks_of`."""
        tables = self._tables
        rooms = {room for who, room in (*tables.room_members, *tables.room_marks) if who == player}
        return [(room, tables.room_marks.get((player, room))) for room in sorted(rooms)]

    async def unread(self, room: str, player: str, after: int, before: int, most: int) -> int:
        """See `Rooms.unread`."""
        between = (e for e in self._of(room) if after < e.number < before and e.kind == "line")
        return min(sum(e.author != player and self._sees(player, e) for e in between), most)

    async def fade(self, before_ms: int, room: str | None = None) -> None:
        """See `Rooms.fade`."""
        for name, events in self._tables.room_events.items():
            for number, event in events.items():
                written = event.kind in {"line", "edit"} and event.at < before_ms
                if written and room in {None, name}:
                    gone = replace(event, kind="gone", author=None, name="", text="")
                    events[number] = gone

    async def search(
        self, player: str, everybodys: str, text: str, limit: int, skip: int = 0
    ) -> list[RoomEvent]:
        """See `Rooms.search`."""
        tables, wanted = self._tables, words(text)
        mine = {room for member, room in tables.room_members if member == player} | {everybodys}
        found = [
            event
            for room in sorted(mine)
            for event in reversed(self._of(room))
            if event.kind == "line" and self._sees(player, event) and _has(event.text, wanted)
        ]
        return sorted(found, key=lambda event: -event.at)[skip : skip + limit]

    async def made(self, room: str) -> MadeRoom | None:
        """See `Rooms.made`."""
        return self._tables.made_rooms.get(room)

    async def members(self, room: str) -> list[Member]:
        """See `Rooms.members`."""
        found = [member for member in self._tables.room_members.values() if member.room == room]
        return sorted(found, key=lambda member: (member.since, member.player))

    async def role(self, room: str, player: str) -> MemberRole | None:
        """See `Rooms.role`."""
        member = self._tables.room_members.get((player, room))
        return None if member is None else member.role

    async def owned(self, player: str) -> int:
        """See `Rooms.owned`."""
        members = self._tables.room_members.values()
        return sum(member.player == player and member.role == "owner" for member in members)

    async def public_rooms(self, text: str, limit: int, skip: int = 0) -> list[PublicRoom]:
        """See `Rooms.public_rooms`."""
        begin, found = " ".join(words(text)), list[PublicRoom]()
        for room in self._tables.made_rooms.values():
            if room.public and f" {begin}" in f" {' '.join(words(room.name))}":
                there = [member.role != "invited" for member in await self.members(room.id)]
                found.append(PublicRoom(room, sum(there)))
        found.sort(key=lambda public: (-public.members, -public.room.at, public.room.id))
        return found[skip : skip + limit]

    async def rooms_of(self, player: str, everybodys: str, limit: int) -> list[OwnRoom]:
        """See `Rooms.rooms_of`."""
        tables = self._tables
        mine = {room for member, room in tables.room_members if member == player} | {everybodys}
        found = [
            OwnRoom(
                *(room, last, events[last].at, tables.room_marks.get((player, room))),
                await self.role(room, player),
            )
            for room in sorted(mine)
            if (events := tables.room_events.get(room)) and (last := max(events))
        ]
        return sorted(found, key=lambda own: -own.at)[:limit]

    def _sees(self, player: str, event: RoomEvent) -> bool:
        return event.author is None or not apart(self._tables, player, event.author)

    def _of(self, room: str) -> list[RoomEvent]:
        events = self._tables.room_events.get(room, {})
        return [events[number] for number in sorted(events)]


def _has(text: str, wanted: list[str]) -> bool:
    there = words(text)
    whole, last = wanted[:-1], wanted[-1:]
    return bool(last) and {*whole} <= {*there} and any(w.startswith(last[0]) for w in there)


def _add_event(tables: Tables, event: RoomEvent) -> None:
    """Add an event unless its number, or its author's line, is there already."""
    if event.author not in tables.users:
        event = replace(event, author=None)
    events = tables.room_events[event.room]
    line = event.author, event.line
    known = any((e.author, e.line) == line for e in events.values())
    if not (known and event.author is not None and event.line):
        events.setdefault(event.number, event)


def _edit(tables: Tables, edited: LineEdited) -> None:
    events = tables.room_events[edited.room]
    line = events.get(edited.number)
    if line is not None and line.kind == "line":
        events[edited.number] = replace(line, text=edited.text, edited=edited.at)
    _forget_edits(events, edited.number, edited.by)


def _delete(tables: Tables, deleted: LineDeleted) -> None:
    events = tables.room_events[deleted.room]
    line = events.get(deleted.number)
    if line is not None and line.kind == "line":
        events[deleted.number] = replace(line, kind="gone", text="")
    _forget_edits(events, deleted.number, max(events, default=0) + 1)


def _forget_edits(events: dict[int, RoomEvent], about: int, before: int) -> None:
    for number, event in events.items():
        if event.about == about and event.kind == "edit" and number < before:
            events[number] = replace(event, kind="gone", text="")


def _add_mark(tables: Tables, mark: Mark) -> None:
    if mark.player in tables.users:
        key = mark.player, mark.room
        tables.room_marks[key] = max(mark.number, tables.room_marks.get(key, mark.number))


def _add_member(tables: Tables, member: Member) -> None:
    if member.player in tables.users:
        key = member.player, member.room
        there = tables.room_members.get(key, member)
        tables.room_members[key] = replace(there, role=member.role)


def _remove_member(tables: Tables, gone: MemberGone) -> None:
    tables.room_members.pop((gone.player, gone.room), None)


def _save_room(tables: Tables, room: MadeRoom) -> None:
    there = tables.made_rooms.get(room.id, room)
    tables.made_rooms[room.id] = replace(room, at=there.at)


KINDS = {
    RoomEvent: _add_event,
    LineEdited: _edit,
    LineDeleted: _delete,
    Mark: _add_mark,
    Member: _add_member,
    MemberGone: _remove_member,
    MadeRoom: _save_room,
}
"""The records of rooms that a flush of the journal may carry."""


def forget_in_rooms(tables: Tables, user_id: str) -> None:
    """Leave nothing of what a user has written but its numbers, and of where the user was."""
    _leave_rooms(tables, user_id)
    for events in tables.room_events.values():
        for number, event in events.items():
            if event.author == user_id:
                gone = {"kind": "gone", "text": ""} if event.kind in {"line", "edit"} else {}
                events[number] = replace(event, author=None, name=DELETED, **gone)


def disown_lines(tables: Tables, user_id: str) -> None:
    """Keep the lines of a user who is removed from the store, and only their name with them."""
    _leave_rooms(tables, user_id)
    for events in tables.room_events.values():
        for number, event in events.items():
            if event.author == user_id:
                events[number] = replace(event, author=None)


def _leave_rooms(tables: Tables, user_id: str) -> None:
    tables.room_marks = {k: n for k, n in tables.room_marks.items() if k[0] != user_id}
    tables.room_members = {k: m for k, m in tables.room_members.items() if k[0] != user_id}
