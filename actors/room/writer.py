"""Gives each event of a room its number, has it stored, and tells it to who reads."""

from typing import Any, Literal

from msgspec import Struct

from actors.core.context import Context
from actors.frames import From, Ok, Origin, encode
from actors.player.pages import Pages
from actors.room.access import other_of, pair
from actors.room.frames import Mode, Ring
from actors.room.readers import Readers
from actors.room.refusals import Refusals
from actors.room.state import Lasting, State
from actors.seats.ids import draw_id
from store.moderation.records import AuditEntry
from store.rooms.records import EventKind, Member, RoomEvent

Action = Literal["line-deleted", "room-mode"]
"""What moderators do in rooms, as the audit log has it; see `gateway.api.audit` for the rest."""


class Writer:
    """Writes the events of one room."""

    def __init__(
        self,
        context: Context[Any],
        state: State,
        readers: Readers,
        pages: Pages,
        refusals: Refusals,
    ) -> None:
        self._context = context
        self._room = context.address.id
        self._state = state
        self._readers = readers
        self._pages = pages
        self._refusals = refusals

    def event(
        self, kind: EventKind, author: str | None, name: str, line: int, text: str, about: int = 0
    ) -> RoomEvent:
        """Return the next event of the room."""
        number = self._state.last + 1
        return RoomEvent(self._room, number, kind, self.now_ms(), author, name, line, text, about)

    def write(
        self,
        event: RoomEvent,
        asked: From[Any] | None = None,
        *rows: Struct,
        mode: Mode | None = None,
    ) -> None:
        """Have an event stored and told.

        The state changes after it, and last of all: a crash before that leaves no trace.
        """
        two = pair(self._room) if event.number == 1 else None
        members = [Member(player, self._room) for player in two or ()]
        self._context.persist(rows=(*rows, *members, event))
        lasting = Lasting(event.number, mode or self._state.mode, self._state.salt)
        self._context.snapshot(encode(lasting))
        self._readers.tell(event)
        if asked is not None:
            self.answer(asked)
            self._ring(asked.origin.player)

    def _ring(self, player: str) -> None:
        """Tell the other one of a direct room that there is something, unless they read it."""
        other = other_of(self._room, player)
        if other is not None and not self._state.pages(other):
            self._pages.send(other, Ring(self._room))

    def log(self, origin: Origin, action: Action, detail: str) -> AuditEntry:
        """Return an entry of the log of what moderators do in this room."""
        key = draw_id("a", self._context.random)
        by, where = f"{origin.name} ({origin.player})", f"room {self._room}"
        return AuditEntry(key, self.now_ms(), by, action, where, detail)

    def now_ms(self) -> int:
        """Return the time for people, in milliseconds since the epoch."""
        return int(self._context.date() * 1000.0)

    def answer(self, asked: From[Any], refused: str | None = None, at: float = 0.0) -> None:
        """Answer a request; it would be refused until ``at`` (seconds), if that is given."""
        if refused is None:
            self._pages.answer(asked.origin, Ok(asked.frame.id))
        else:
            self._refusals.refuse(asked, refused, at or None)
