"""Planted mistakes about rooms, marks and blocks; see `tests.simulation.plants`."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from actors.frames import Ok
from actors.room import actor, facts, readers, requests, writer
from actors.room.frames import Event, MarkView
from actors.room.lines import Lines
from actors.room.marks import Marks
from actors.room.readers import NOBODY, Readers
from actors.room.requests import Requests
from actors.room.state import Handed, Lasting, Reader, State
from actors.room.writer import Writer
from store.rooms.records import LineEdited, RoomEvent

# Lines.


def line_is_told_before_it_is_stored(patch: pytest.MonkeyPatch) -> None:
    """What happens in a room is told at once."""

    def at_once(self: Readers, names: list[str], frame: bytes, *_: Any, **__: Any) -> None:
        for sink in self._sinks(names):
            sink.stream(frame)

    patch.setattr(Readers, "_write", at_once)


def line_said_again_counts_again(patch: pytest.MonkeyPatch) -> None:
    """It is not looked whether a line was said before."""
    patch.setattr(State, "said", lambda *_: None)
    say = Lines._say

    def unknown(self: Lines, asked: Any, known: Any) -> None:
        say(self, asked, known and replace(known, known=None))

    patch.setattr(Lines, "_say", unknown)


def number_of_a_line_is_enough(patch: pytest.MonkeyPatch) -> None:
    """Another text with the number of a line is answered with ok."""
    say = Lines._say

    def any_text(self: Lines, asked: Any, known: Any) -> None:
        before = self._state.said(asked.origin.player, asked.frame.line)
        if before is not None:
            self._writer.answer(asked)
        else:
            say(self, asked, known)

    patch.setattr(Lines, "_say", any_text)


def last_number_is_not_journaled(patch: pytest.MonkeyPatch) -> None:
    """A room that comes back begins to count again."""
    patch.setattr(writer, "Lasting", lambda _, mode, salt: Lasting(0, mode, salt))


def lines_that_wait_change_their_order(patch: pytest.MonkeyPatch) -> None:
    """Of the requests that wait for the store, the newest is carried out first."""

    def newest(self: Requests, player: str) -> Any:
        asked, *others = self._state.checked.pop(player)
        if others:
            self._state.checked[player] = others[::-1]
        return asked

    patch.setattr(Requests, "_next", newest)


def direct_room_is_open_to_all(patch: pytest.MonkeyPatch) -> None:
    """Whoever knows the id of a room may read it."""
    for module in (actor, facts, requests):
        patch.setattr(module, "may_enter", lambda *_: True)


def line_of_somebody_else_can_be_edited(patch: pytest.MonkeyPatch) -> None:
    """It is not looked whose line it is."""
    refusal = Lines._refusal_of_a_change

    def of_anybody(self: Lines, player: str, line: RoomEvent | None) -> str | None:
        refused = refusal(self, player, line)
        return None if refused == "not_yours" else refused

    patch.setattr(Lines, "_refusal_of_a_change", of_anybody)


def edit_is_told_and_not_written(patch: pytest.MonkeyPatch) -> None:
    """The event of an edit is stored, and the line keeps its text."""
    write = Writer.write

    def without(self: Writer, event: Any, asked: Any = None, *rows: Any, **mode: Any) -> None:
        write(self, event, asked, *(r for r in rows if not isinstance(r, LineEdited)), **mode)

    patch.setattr(Writer, "write", without)


# Readers.


def view_leaves_one_out(patch: pytest.MonkeyPatch) -> None:
    """A page that comes back is not told the first event after its last."""
    since = State.since

    def some(self: State, after: int) -> tuple[int, list[RoomEvent]]:
        begin, events = since(self, after)
        return begin, events[1:] if after else events

    patch.setattr(State, "since", some)


def congested_page_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    """A page without room hears no more of what it has missed."""

    def stream(_key: str, sinks: Any, frame: bytes, _later: object) -> None:
        for sink in sinks:
            sink.stream(frame)

    patch.setattr(readers, "_stream", stream)


def crash_loses_the_readers(patch: pytest.MonkeyPatch) -> None:
    """After a crash a room tells nobody anything."""
    again = Handed.again

    def alone(self: Handed) -> State:
        state = again(self)
        state.readers = dict[str, Reader]()
        return state

    patch.setattr(Handed, "again", alone)


def crashed_turn_leaves_an_event(patch: pytest.MonkeyPatch) -> None:
    """What a turn did to the room before it crashed is still there."""
    patch.setattr(Handed, "again", lambda self: self.state)


# Blocks.


def blocked_line_is_shown(patch: pytest.MonkeyPatch) -> None:
    """Everybody who reads sees a new line."""

    def to_all(self: Readers, event: RoomEvent) -> None:
        names = [n for n, reader in self._state.readers.items() if reader.parted is not None]
        self._tell(names, readers.shown(event, NOBODY))

    patch.setattr(Readers, "tell", to_all)


def hidden_line_is_left_out(patch: pytest.MonkeyPatch) -> None:
    """Who is parted from an author is not even told the number."""
    tell = Readers._tell

    def some(self: Readers, names: list[str], event: Event) -> None:
        tell(self, [] if event.kind == "hidden" else names, event)

    patch.setattr(Readers, "_tell", some)


def block_changes_only_what_comes(patch: pytest.MonkeyPatch) -> None:
    """When blocks change, what was said before stays as it is."""
    show = Readers._show

    def rest(self: Readers, name: str, apart: frozenset[str], after: int, **_: bool) -> None:
        show(self, name, apart, after or self._state.last)

    patch.setattr(Readers, "_show", rest)


def blocks_of_meanwhile_are_unseen(patch: pytest.MonkeyPatch) -> None:
    """A page that was away while blocks changed is told only what is new."""
    patch.setattr(Readers, "_view", lambda *_: "same")


def history_knows_no_blocks(patch: pytest.MonkeyPatch) -> None:
    """Whoever asks for earlier events sees all of them."""
    patch.setattr(readers, "parted", lambda _: NOBODY)


# Marks.


def mark_is_told_and_not_written(patch: pytest.MonkeyPatch) -> None:
    """A mark moves in the memory alone."""

    def unwritten(self: Marks, asked: Any) -> None:
        player, number = asked.origin.player, asked.frame.number
        self._state.marks[player] = max(number, self._state.marks.get(player, 0))
        self._show(player, self._state.marks[player])
        self._pages.answer(asked.origin, Ok(asked.frame.id))

    patch.setattr(Marks, "read", unwritten)


def mark_goes_back(patch: pytest.MonkeyPatch) -> None:
    """A mark is shown where the player says it is, also if that is further up."""
    read = Marks.read

    def anywhere(self: Marks, asked: Any) -> None:
        player, number = asked.origin.player, asked.frame.number
        if self._state.marks.get(player, 0) > number:
            self._readers.send(player, MarkView(self._room, number, 0))
        read(self, asked)

    patch.setattr(Marks, "read", anywhere)


PLANTS = (
    line_is_told_before_it_is_stored,
    line_said_again_counts_again,
    number_of_a_line_is_enough,
    last_number_is_not_journaled,
    lines_that_wait_change_their_order,
    direct_room_is_open_to_all,
    line_of_somebody_else_can_be_edited,
    edit_is_told_and_not_written,
    view_leaves_one_out,
    congested_page_is_forgotten,
    crash_loses_the_readers,
    crashed_turn_leaves_an_event,
    blocked_line_is_shown,
    hidden_line_is_left_out,
    block_changes_only_what_comes,
    blocks_of_meanwhile_are_unseen,
    history_knows_no_blocks,
    mark_is_told_and_not_written,
    mark_goes_back,
)
