"""The verbs of `Store.rooms` in plain dicts. No verb ever waits."""

from msgspec.structs import replace

from store.names import DELETED
from store.rooms.records import RoomEvent
from store.tables import Tables


class MemoryRooms:
    """See `store.rooms.protocol.Rooms` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

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
        return [event for room in rooms for event in self._of(room) if event.author == author]

    def _of(self, room: str) -> list[RoomEvent]:
        events = self._tables.room_events.get(room, {})
        return [events[number] for number in sorted(events)]


def add_event(tables: Tables, event: RoomEvent) -> None:
    """Add an event unless its number, or its author's line, is there already."""
    if event.author not in tables.users:
        event = replace(event, author=None)
    events = tables.room_events[event.room]
    known = any((e.author, e.line) == (event.author, event.line) for e in events.values())
    if not (known and event.author is not None):
        events.setdefault(event.number, event)


KINDS = {RoomEvent: add_event}
"""The records of rooms that a flush of the journal may carry."""


def forget_lines(tables: Tables, user_id: str) -> None:
    """Leave nothing of what a user has written but its numbers."""
    for events in tables.room_events.values():
        for number, event in events.items():
            if event.author == user_id:
                events[number] = replace(event, kind="gone", author=None, name=DELETED, text="")


def disown_lines(tables: Tables, user_id: str) -> None:
    """Keep the lines of a user who is removed from the store, and only their name with them."""
    for events in tables.room_events.values():
        for number, event in events.items():
            if event.author == user_id:
                events[number] = replace(event, author=None)
