"""What people say in a room, and what they change and delete of it."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from actors.core.context import Context
from actors.frames import From, Origin, encode
from actors.room.access import other_of
from actors.room.flood import Limit, Pace, free_at, spoken
from actors.room.frames import Delete, Edit, Mode, Say, SetMode
from actors.room.messages import Facts
from actors.room.mutes import muted
from actors.room.notices import Announce
from actors.room.refusals import Refusals
from actors.room.roles import manages, speaks
from actors.room.rules import Rules, repeats
from actors.room.state import State
from actors.room.writer import Writer
from store.rooms.records import LineDeleted, LineEdited, RoomEvent

CHANGEABLE_FOR = 15 * 60 * 1000
"""Milliseconds for which an author may change or delete a line."""
MODERATORS = frozenset({"moderator", "admin"})


class Lines:
    """Decides about lines and their changes, and about who may speak."""

    def __init__(
        self,
        context: Context[Any],
        state: State,
        writer: Writer,
        refusals: Refusals,
        rules: Rules,
    ) -> None:
        self._context = context
        self._room = context.address.id
        self._state = state
        self._writer = writer
        self._refusals = refusals
        self._rules = rules
        self.carry_out: dict[type, Callable[[Any, Facts | None], None]] = {
            Say: self._say,
            Edit: self._edit,
            Delete: self._delete,
            SetMode: self._set_mode,
        }

    def needs_facts(self, asked: From[Any]) -> bool:
        """Tell whether the store has to be asked before a frame can be carried out."""
        player, frame, state = asked.origin.player, asked.frame, self._state
        person = state.people.get(player)
        known = person is not None and person.parted is not None
        if not (known and isinstance(frame, Say | Edit | Delete)):
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
            self._writer.answer(asked, None if same else "line_taken")
            return
        refused = self._refusal_of_a_line(origin.player, facts)
        if refused is not None:
            self._writer.answer(asked, refused)
        elif self._is_muted(asked, facts) or self._is_unwanted(asked):
            pass
        elif (pace := self._pace(asked, facts)) is not None:
            written = origin.name, frame.line, frame.text
            event = self._writer.event("line", origin.player, *written)
            self._writer.write(event, asked)
            if facts is not None:
                state.note(origin.player, facts.last)
            self._spoken(origin, pace)
            state.note_echo(origin.player, frame.text, self._context.now())
            state.note(origin.player, frame.line)
            state.add(event)

    def _refusal_of_a_line(self, player: str, facts: Facts | None) -> str | None:
        mode = self._state.mode
        if self._state.made is not None and not speaks(self._state.roles.get(player)):
            return "not_a_member"
        if facts is None or self._moderates(player, facts):
            return None
        if not facts.takes:
            return "takes_none"
        if mode.closed:
            return "closed"
        return "members_only" if mode.members and facts.guest else None

    def _moderates(self, player: str, facts: Facts | None) -> bool:
        """Tell whether a player moderates here: everywhere, or in this room alone."""
        everywhere = facts is not None and facts.role in MODERATORS
        return everywhere or manages(self._state.roles.get(player))

    def _is_muted(self, asked: From[Any], facts: Facts | None) -> bool:
        """Refuse a frame of a player who may not speak here, and say who decided that, and why."""
        person = self._state.people.get(asked.origin.player)
        mutes = facts.mutes if facts is not None else person.mutes if person is not None else ()
        mute = muted(mutes, self._room, self._writer.now_ms())
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
            self._writer.answer(asked, "repeated")
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
        free = self._moderates(origin.player, facts)
        limit = self._rules.limit if free or not slow else Limit(1, float(slow))
        pace = self._state.paces.get(origin.player, Pace())
        at = free_at(pace, limit)
        if self._context.log_away:
            self._writer.answer(asked, "unavailable")
        elif at > now:
            self._writer.answer(asked, "too_fast", at)
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
            self._writer.answer(asked, refused or "no_such_line")
        elif line.text == frame.text:
            self._writer.answer(asked)
        elif self._is_muted(asked, facts) or self._is_forbidden(asked):
            pass
        elif (pace := self._pace(asked, facts)) is not None:
            name, about = origin.name, line.number
            event = self._writer.event("edit", origin.player, name, 0, frame.text, about)
            changed = replace(line, text=frame.text, edited=event.at)
            row = LineEdited(self._room, about, event.number, event.at, frame.text)
            self._writer.write(event, asked, row)
            self._spoken(origin, pace)
            self._state.add(event, changed)

    def _delete(self, asked: From[Delete], facts: Facts | None) -> None:
        origin, frame = asked.origin, asked.frame
        line = self._line(frame.number, facts)
        moderates = self._moderates(origin.player, facts)
        own = line is not None and line.author == origin.player
        refused = None if moderates else self._refusal_of_a_change(origin.player, line)
        if line is not None and line.kind == "gone" and (own or moderates):
            self._writer.answer(asked)
        elif line is None or line.kind != "line" or refused is not None:
            self._writer.answer(asked, refused or "no_such_line")
        elif self._context.log_away:
            self._writer.answer(asked, "unavailable")
        else:
            # Who moderates is not named: it is the room that takes a line away.
            by = (origin.player, origin.name) if own else (None, "")
            event = self._writer.event("delete", *by, 0, "", line.number)
            logged = () if own else (self._writer.log(origin, "line-deleted", f"of {line.name}"),)
            self._writer.write(event, asked, LineDeleted(self._room, line.number), *logged)
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
        return "too_late" if self._writer.now_ms() > line.at + CHANGEABLE_FOR else None

    def _set_mode(self, asked: From[SetMode], facts: Facts | None) -> None:
        frame = asked.frame
        if not self._moderates(asked.origin.player, facts):
            self._writer.answer(asked, "not_a_moderator")
        elif frame.mode == self._state.mode:
            self._writer.answer(asked)
        elif self._context.log_away:
            self._writer.answer(asked, "unavailable")
        else:
            event = self._writer.event("mode", None, "", 0, encode(frame.mode).decode())
            logged = self._writer.log(asked.origin, "room-mode", event.text)
            self._writer.write(event, asked, logged, mode=frame.mode)
            self._state.add(event)
            self._state.mode = frame.mode

    def announce(self, message: Announce) -> None:
        """Say a line of the system."""
        event = self._writer.event("system", None, "", 0, encode(message.notice).decode())
        self._writer.write(event)
        self._state.add(event)
