"""The verbs of `Store.rooms` over any engine that speaks the shared SQL."""

from store.engine import Engine
from store.rooms import queries
from store.rooms.records import MadeRoom, Member, MemberRole, OwnRoom, PublicRoom, RoomEvent
from store.rooms.rows import read_event, read_made_room, read_own_room
from store.words import words

PORTION = 500
"""Rows that one transaction of `fade` changes; other writes can come between two of them."""


class SqlRooms:
    """See `store.rooms.protocol.Rooms` for every verb."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def event(self, room: str, number: int) -> RoomEvent | None:
        """See `Rooms.event`."""
        found = await self._engine.read(queries.EVENT, room, number)
        return read_event(found[0]) if found else None

    async def events_after(self, room: str, number: int, limit: int) -> list[RoomEvent]:
        """See `Rooms.events_after`."""
        found = await self._engine.read(queries.EVENTS_AFTER, room, number, limit)
        return [read_event(row) for row in found]

    async def events_before(self, room: str, number: int, limit: int) -> list[RoomEvent]:
        """See `Rooms.events_before`."""
        found = await self._engine.read(queries.EVENTS_BEFORE, room, number, limit)
        return [read_event(row) for row in found]

    async def line(self, room: str, author: str, line: int) -> RoomEvent | None:
        """See `Rooms.line`."""
        found = await self._engine.read(queries.LINE, room, author, line)
        return read_event(found[0]) if found else None

    async def last_line(self, room: str, author: str) -> int:
        """See `Rooms.last_line`."""
        return (await self._engine.read(queries.LAST_LINE, room, author))[0][0]

    async def lines_of(self, author: str) -> list[RoomEvent]:
        """See `Rooms.lines_of`."""
        return [read_event(row) for row in await self._engine.read(queries.LINES_OF, author)]

    async def mark(self, room: str, player: str) -> int | None:
        """See `Rooms.mark`."""
        found = await self._engine.read(queries.MARK, player, room)
        return found[0][0] if found else None

    async def marks_of(self, player: str) -> list[tuple[str, int | None]]:
        """See `Rooms.marks_of`."""
        found = await self._engine.read(queries.MARKS_OF, player)
        return [(room, number) for room, number in found]

    async def unread(self, room: str, player: str, after: int, before: int, most: int) -> int:
        """See `Rooms.unread`."""
        found = await self._engine.read(queries.UNREAD, room, after, before, player, most)
        return found[0][0]

    async def fade(self, before_ms: int, room: str | None = None) -> None:
        """See `Rooms.fade`."""
        values = before_ms, room or "", int(room is None), PORTION
        while len(await self._engine.write(queries.FADE, *values)) == PORTION:
            pass

    async def search(
        self, player: str, everybodys: str, text: str, limit: int, skip: int = 0
    ) -> list[RoomEvent]:
        """See `Rooms.search`."""
        wanted, dialect = words(text), self._engine.dialect
        if not wanted:
            return []
        pattern, query = queries.pattern(dialect, wanted), queries.search(dialect)
        found = await self._engine.read(query, pattern, player, everybodys, limit, skip)
        return [read_event(row) for row in found]

    async def made(self, room: str) -> MadeRoom | None:
        """See `Rooms.made`."""
        found = await self._engine.read(queries.MADE_ROOM, room)
        return read_made_room(found[0]) if found else None

    async def members(self, room: str) -> list[Member]:
        """See `Rooms.members`."""
        return [Member(*row) for row in await self._engine.read(queries.MEMBERS, room)]

    async def role(self, room: str, player: str) -> MemberRole | None:
        """See `Rooms.role`."""
        found = await self._engine.read(queries.ROLE, player, room)
        return found[0][0] if found else None

    async def owned(self, player: str) -> int:
        """See `Rooms.owned`."""
        return (await self._engine.read(queries.OWNED, player))[0][0]

    async def public_rooms(self, text: str, limit: int, skip: int = 0) -> list[PublicRoom]:
        """See `Rooms.public_rooms`."""
        begin = " ".join(words(text))
        found = await self._engine.read(
            queries.PUBLIC_ROOMS, f"{begin}%", f"% {begin}%", limit, skip
        )
        return [PublicRoom(read_made_room(row[:5]), row[5]) for row in found]

    async def rooms_of(self, player: str, everybodys: str, limit: int) -> list[OwnRoom]:
        """See `Rooms.rooms_of`."""
        found = await self._engine.read(queries.OWN_ROOMS, player, everybodys, limit)
        return [read_own_room(row) for row in found]
