"""The verbs of `Store.rooms`."""

from typing import Protocol

from store.rooms.records import RoomEvent


class Rooms(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    A flush of the journal adds events: see `store.journal.protocol.Journal.flush`. An event whose
    number, or whose line of this author, is in the store already changes nothing.
    """

    async def events_after(self, room: str, number: int, limit: int) -> list[RoomEvent]:
        """Return up to ``limit`` events after ``number``, oldest first."""
        ...

    async def events_before(self, room: str, number: int, limit: int) -> list[RoomEvent]:
        """Return the up to ``limit`` last events before ``number``, oldest first."""
        ...

    async def line(self, room: str, author: str, line: int) -> RoomEvent | None:
        """Return a line by its author's own number; None if there is none."""
        ...

    async def last_line(self, room: str, author: str) -> int:
        """Return the largest number an author has given a line in a room; 0 without a line."""
        ...

    async def lines_of(self, author: str) -> list[RoomEvent]:
        """Return everything that a user has written, by room and number."""
        ...
