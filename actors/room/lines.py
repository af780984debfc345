"""What people say in a room, and what they change and delete of it."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from actors.core.context import Context
from actors.frames import From, Ok, Origin, encode
from actors.player.pages import Pages
from actors.room.access import other_of, pair
from actors.room.flood import Limit, Pace, free_at, spoken
from actors.room.frames import Delete, Edit, Mode, Ring, Say, SetMode
from actors.room.messages import Facts
from actors.room.mutes import muted
from actors.room.notices import Announce
from actors.room.readers import Readers
from actors.room.refusals import Refusals
from actors.room.rules import Rules, repeats
from actors.room.state import Lasting, State
from actors.seats.ids import draw_id
from store.moderation.records import AuditEntry
from store.rooms.records import EventKind, LineDeleted, LineEdited, Member, RoomEvent

CHANGEABLE_FOR = 15 * 60 * 1000
"""Milliseconds for which an author may change or delete a line."""
MODERATORS = frozenset({"moderator", "admin"})


class Lines:
    """Gives each event its number, has it stored, and tells it to who reads."""

    def __init__(
        self,
        context: Context[Any],
        state: State,
        readers: Readers,
        pages: Pages,
        refusals: Refusals,
        rules: Rules,
    ) -> None:
        self._context = context
        self._room = context.address.id
        self._state = state
        self._readers = readers
        self._pages = pages
        self._refusals = refusals
        self._rules = rules
        self.carry_out: dict[type, Callable[[Any, Facts | None], None]] = {
            Say: self._say,
            Edit: self._edit,
            Delete: self._delete,
            SetMode: self._set_mode,
        }

    def needs_facts(self, asked: From[Say | Edit | Delete | SetMode]) -> bool:
        """Tell whether the store has to be asked before a frame can be carried out."""
        player, frame, state = asked.origin.player, asked.frame, self._state
        person = state.people.get(player)
        if isinstance(frame, SetMode) or person is None or person.parted is None:
            return True  # who reads the room is followed, and so are the mutes of theirs
        if isinstance(frame, Say):
            # What the other one of a direct room takes may change at any time.
            if state.mode != Mode() or other_of(self._room, player) is not None:
                return True
            last = state.lines.get(player)
            return (last is None or frame.line <= last) and state.said(player, frame.line) is None
        line = state.event(frame.number)
        return line is None or line.author != player

    # Lines

    def _say(self, asked: From[Say], facts: Facts | None) -> None:
        origin, frame, state = asked.origin, asked.frame, self._state
        before = state.said(origin.player, frame.line) or (facts.known if facts else None)
        if before is not None:
            # What became of a line later does not matter to who sends it again.
            same = before.text == frame.text or before.edited is not None or before.kind == "gone"
            self._answer(asked, None if same else "line_taken")
            return
        refused = self._refusal_of_a_line(facts)
        if refused is not None:
            self._answer(asked, refused)
        elif self._is_muted(asked, facts) or self._is_unwanted(asked):
            pass
        elif (pace := self._pace(asked, facts)) is not None:
            written = origin.name, frame.line, frame.text
            event = self._event("line", origin.player, *written)
            self._write(event, asked)
            if facts is not None:
                state.note(origin.player, facts.last)
            self._spoken(origin, pace)
            state.note_echo(origin.player, frame.text, self._context.now())
            state.note(origin.player, frame.line)
            state.add(event)

    def _refusal_of_a_line(self, facts: Facts | None) -> str | None:
        mode = self._state.mode
        if facts is None or facts.role in MODERATORS:
            return None
        if not facts.takes:
            return "takes_none"
        if mode.closed:
            return "closed"
        return "members_only" if mode.members and facts.guest else None

    def _is_muted(self, asked: From[Any], facts: Facts | None) -> bool:
        """Refuse a frame of a player who may not speak here, and say who decided that, and why."""
        person = self._state.people.get(asked.origin.player)
        mutes = facts.mutes if facts is not None else person.mutes if person is not None else ()
        mute = muted(mutes, self._room, self._now_ms())
        if mute is not None:
            where = "here" if mute.room else "everywhere"
            detail = f"{mute.moderator} has muted you {where}: {mute.reason}"
            until = None if mute.until is None else mute.until / 1000.0
            self._refusals.refuse(asked, "muted", until, detail)
        return mute is not None

    def _is_unwanted(self, asked: From[Say]) -> bool:
        """Refuse a line that repeats what its author has just said, or has a word of the list."""
        echoes = self._state.echoes.get(asked.origin.player, ())
        if repeats(echoes, asked.frame.text, self._context.now()):
            self._answer(asked, "repeated")
            return True
        return self._is_forbidden(asked)

    def _is_forbidden(self, asked: From[Any]) -> bool:
        word = self._rules.forbidden(asked.frame.text)
        if word is not None:
            detail = f"The word \u201c{word}\u201d is not allowed here."
            self._refusals.refuse(asked, "not_allowed", detail=detail)
        return word is not None

    def _pace(self, asked: From[Any], facts: Facts | None) -> Pace | None:
        """Return the author's pace after one more line; None if it is refused now."""
        origin, now, slow = asked.origin, self._context.now(), self._state.mode.slow
        free = facts is not None and facts.role in MODERATORS
        limit = self._rules.limit if free or not slow else Limit(1, float(slow))
        pace = self._state.paces.get(origin.player, Pace())
        at = free_at(pace, limit)
        if self._context.log_away:
            self._answer(asked, "unavailable")
        elif at > now:
            self._answer(asked, "too_fast", at)
        else:
            return spoken(pace, limit, now)
        return None

    def _spoken(self, origin: Origin, pace: Pace) -> None:
        self._state.note_pace(origin.player, pace, self._context.now())

    # Changes

    def _edit(self, asked: From[Edit], facts: Facts | None) -> None:
        origin, frame = asked.origin, asked.frame
        line = self._line(frame.number, facts)
        refused = self._refusal_of_a_change(origin.player, line)
        if line is None or refused is not None:
            self._answer(asked, refused or "no_such_line")
        elif line.text == frame.text:
            self._answer(asked)
        elif self._is_muted(asked, facts) or self._is_forbidden(asked):
            pass
        elif (pace := self._pace(asked, facts)) is not None:
            name, about = origin.name, line.number
            event = self._event("edit", origin.player, name, 0, frame.text, about)
            changed = replace(line, text=frame.text, edited=event.at)
            row = LineEdited(self._room, about, event.number, event.at, frame.text)
            self._write(event, asked, row)
            self._spoken(origin, pace)
            self._state.add(event, changed)

    def _delete(self, asked: From[Delete], facts: Facts | None) -> None:
        origin, frame = asked.origin, asked.frame
        line = self._line(frame.number, facts)
        moderates = facts is not None and facts.role in MODERATORS
        own = line is not None and line.author == origin.player
        refused = None if moderates else self._refusal_of_a_change(origin.player, line)
        if line is not None and line.kind == "gone" and (own or moderates):
            self._answer(asked)
        elif line is None or line.kind != "line" or refused is not None:
            self._answer(asked, refused or "no_such_line")
        elif self._context.log_away:
            self._answer(asked, "unavailable")
        else:
            # Who moderates is not named: it is the room that takes a line away.
            by = (origin.player, origin.name) if own else (None, "")
            event = self._event("delete", *by, 0, "", line.number)
            logged = () if own else (self._log(origin, "line-deleted", f"of {line.name}"),)
            self._write(event, asked, LineDeleted(self._room, line.number), *logged)
            self._state.add(event, replace(line, kind="gone", text=""))

    def _line(self, number: int, facts: Facts | None) -> RoomEvent | None:
        """Return a line: what the room remembers is newer than what the store said."""
        return self._state.event(number) or (facts.line if facts else None)

    def _refusal_of_a_change(self, player: str, line: RoomEvent | None) -> str | None:
        if line is None or line.kind not in {"line", "gone"}:
            return "no_such_line"
        if line.author != player:
            return "not_yours"
        if line.kind == "gone":
            return "no_such_line"
        return "too_late" if self._now_ms() > line.at + CHANGEABLE_FOR else None

    def _set_mode(self, asked: From[SetMode], facts: Facts | None) -> None:
        frame = asked.frame
        if facts is None or facts.role not in MODERATORS:
            self._answer(asked, "not_a_moderator")
        elif frame.mode == self._state.mode:
            self._answer(asked)
        elif self._context.log_away:
            self._answer(asked, "unavailable")
        else:
            event = self._event("mode", None, "", 0, encode(frame.mode).decode())
            logged = self._log(asked.origin, "room-mode", event.text)
            self._write(event, asked, logged, mode=frame.mode)
            self._state.add(event)
            self._state.mode = frame.mode

    def announce(self, message: Announce) -> None:
        """Say a line of the system."""
        event = self._event("system", None, "", 0, encode(message.notice).decode())
        self._write(event)
        self._state.add(event)

    # Events

    def _event(
        self, kind: EventKind, author: str | None, name: str, line: int, text: str, about: int = 0
    ) -> RoomEvent:
        number = self._state.last + 1
        return RoomEvent(self._room, number, kind, self._now_ms(), author, name, line, text, about)

    def _write(
        self,
        event: RoomEvent,
        asked: From[Any] | None = None,
        *rows: LineEdited | LineDeleted | AuditEntry,
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
            self._answer(asked)
            self._ring(asked.origin.player)

    def _ring(self, player: str) -> None:
        """Tell the other one of a direct room that there is something, unless they read it."""
        other = other_of(self._room, player)
        if other is not None and not self._state.pages(other):
            self._pages.send(other, Ring(self._room))

    def _log(self, origin: Origin, action: str, detail: str) -> AuditEntry:
        """Return an entry of the log of what moderators do in this room."""
        key = draw_id("a", self._context.random)
        by, where = f"{origin.name} ({origin.player})", f"room {self._room}"
        return AuditEntry(key, self._now_ms(), by, action, where, detail)

    def _now_ms(self) -> int:
        return int(self._context.date() * 1000.0)

    def _answer(self, asked: From[Any], refused: str | None = None, at: float = 0.0) -> None:
        if refused is None:
            self._pages.answer(asked.origin, Ok(asked.frame.id))
        else:
            self._refusals.refuse(asked, refused, at or None)
