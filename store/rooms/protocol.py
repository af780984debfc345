"""The verbs of `Store.rooms`."""

from typing import Protocol

from store.rooms.records import MadeRoom, Member, MemberRole, OwnRoom, PublicRoom, RoomEvent


class Rooms(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    A flush of the journal adds events, changes and deletes lines, and notes marks and members: see
    `store.journal.protocol.Journal.flush`. An event whose number, or whose line of this author, is
    in the store already changes nothing.
    """

    async def event(self, room: str, number: int) -> RoomEvent | None:
        """Return an event of a room; None if there is none of this number."""
        ...

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
        """Return everything that a user has written and not deleted, by room and number."""
        ...

    async def mark(self, room: str, player: str) -> int | None:
        """Return up to which event a player has read a room; None if nothing."""
        ...

    async def marks_of(self, player: str) -> list[tuple[str, int | None]]:
        """Return every room a player belongs to or has read, and up to which event, by room."""
        ...

    async def unread(self, room: str, player: str, after: int, before: int, most: int) -> int:
        """Count the lines of others between two numbers that a player sees, up to ``most``.

        Lines of those with whom the player is parted by a block are not counted.
        """
        ...

    async def fade(self, before_ms: int, room: str | None = None) -> None:
        """Leave nothing of lines that were said before that time, in one room or in all."""
        ...

    async def search(
        self, player: str, everybodys: str, text: str, limit: int, skip: int = 0
    ) -> list[RoomEvent]:
        """Return lines in the rooms of a player, and in ``everybodys``, that have all words.

        The last word of the ``text`` may be the beginning of one. The newest come first, without
        the first ``skip`` ones. Lines of those with whom the player is parted are not found.
        """
        ...

    async def made(self, room: str) -> MadeRoom | None:
        """Return a room that a player has made; None if there is none of this id."""
        ...

    async def members(self, room: str) -> list[Member]:
        """Return who belongs to a room or is invited, in the order in which they came."""
        ...

    async def role(self, room: str, player: str) -> MemberRole | None:
        """Return the role of a player in a room; None if they do not belong to it."""
        ...

    async def owned(self, player: str) -> int:
        """Count the rooms that a player owns."""
        ...

    async def public_rooms(self, text: str, limit: int, skip: int = 0) -> list[PublicRoom]:
        """Return public rooms in whose name a word begins with ``text``, the largest first."""
        ...

    async def rooms_of(self, player: str, everybodys: str, limit: int) -> list[OwnRoom]:
        """Return the rooms of a player, and ``everybodys``, in which anything has happened.

        The one with the newest event comes first.
        """
        ...
