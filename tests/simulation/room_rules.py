"""The rules of rooms: what is told is stored, what is answered is kept, each once and in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from actors.room.access import LOBBY, other_of
from actors.room.shown import shown
from store.rooms.records import LineDeleted, LineEdited, Mark, RoomEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.simulation.pages import Page
    from tests.simulation.reading import Reading
    from tests.simulation.sockets import Frame, Socket
    from tests.simulation.talk import Line
    from tests.simulation.world import World

SOON = 4.0
"""Seconds within which every page that reads is told of an event, if nothing fails."""


class RoomRules:
    """Of one world.

    ``stored`` has what was written of each room, by number: what each event was, the newest last.
    ``marks`` are those that were written, by player and room.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.stored: dict[str, dict[int, list[RoomEvent]]] = {}
        self.marks: dict[tuple[str, str], int] = {}
        self._read: dict[tuple[str, str], int] = {}
        self._lines: dict[tuple[str, str, int], Line] = {}
        self._kept: dict[tuple[str, str | None, int], RoomEvent] = {}
        self._once: dict[tuple[str, str], list[Line]] = {}
        self._answered: list[Line] = []

    def said(self, line: Line) -> None:
        """Note a line before it is said."""
        self._lines[line.room, line.author, line.number] = line

    def reads(self, player: str, room: str, number: int) -> None:
        """Note how far somebody has read, before the page says it."""
        self._read[player, room] = max(number, self._read.get((player, room), 0))

    # What is written.

    def written(self, rows: tuple[Any, ...]) -> None:
        """Check the rows of a flush that was carried out; it may be written again."""
        for row in rows:
            match row:
                case RoomEvent():
                    self._write(row)
                case LineEdited() | LineDeleted():
                    self._change(row)
                case Mark():
                    key = row.player, row.room
                    self.marks[key] = max(row.number, self.marks.get(key, 0))
                case _:
                    pass

    def _write(self, event: RoomEvent) -> None:
        events = self.stored.setdefault(event.room, {})
        before = events.get(event.number)
        if before is not None:
            if before[0] != event:
                self._broken(f"{before} was written, and then {event}")
            return
        if event.number != len(events) + 1:
            self._broken(f"{event} was written after {len(events)} events")
        key = event.room, event.author, event.line
        line = self._lines.get((event.room, event.author or "", event.line))
        if event.line and key in self._kept:
            self._broken(f"a line twice: {self._kept[key]} and {event}")
        elif line is not None and line.text != event.text:
            self._broken(f"{line.author} said {line.text!r}, and {event} was written")
        elif line is not None:
            self._order(line)
        events[event.number] = [event]
        self._kept[key] = event
        self._world.agenda.after(SOON, lambda: self._told(event))

    def _change(self, row: LineEdited | LineDeleted) -> None:
        """Note what a line is now, and that nothing is left of its earlier edits."""
        events = self.stored[row.room]
        line = events[row.number][-1]
        if isinstance(row, LineEdited):
            new = replace(line, text=row.text, edited=row.at)
        else:
            new = replace(line, kind="gone", text="")
        if line.kind != "line" or new in events[row.number]:
            return  # it is written again
        events[row.number].append(new)
        for each in events.values():
            if each[-1].about == row.number and each[-1].kind == "edit":
                each.append(replace(each[-1], kind="gone", text=""))

    def _order(self, line: Line) -> None:
        """Lines that a page sent once, one after the other on one socket, keep their order."""
        if len(line.sent) != 1:
            return  # it was refused, or an answer was late: others may have come before it
        written = self._once.setdefault((line.room, line.sent[0].id), [])
        if written and written[-1].place > line.place:
            self._broken(f"{line.text!r} was said before {written[-1].text!r}")
        written.append(line)

    def _told(self, event: RoomEvent) -> None:
        """By now, everybody who reads has been told of an event."""
        now = self._world.agenda.now
        if self._world.crashes.within(SOON) or self._world.weather.fine_for() < SOON:
            return
        for reading, page in self._readings():
            socket = reading.socket
            if reading.room != event.room or socket is None or socket is not page.socket:
                continue
            reads = socket.healthy and max(reading.since, socket.congested_at) < now - SOON
            if reads and reading.last < event.number:
                self._broken(f"{page}: it reads, and does not hear of {event}")

    # What is told.

    def told(self, socket: Socket, frame: Frame) -> None:
        """Check a frame that leaves the server."""
        match frame["t"]:
            case "room":
                for event in frame["events"]:
                    self._event(socket, frame["room"], event)
            case "history":
                asked = socket.page.talk.asked_at.get(frame["id"], 0.0)
                for event in frame["events"]:
                    self._event(socket, frame["room"], event, asked)
            case "event":
                self._event(socket, frame["room"], frame["event"])
            case "mark":
                self._mark(socket, frame)
            case "seen":
                self._seen(socket, frame)
            case "ok" if frame.get("id") in socket.page.talk.asked:
                self._ok(socket, frame["id"])
            case _:
                pass

    def _event(self, socket: Socket, room: str, event: Frame, asked: float | None = None) -> None:
        stored = self.stored.get(room, {}).get(event["number"])
        blocks = self._world.blocks
        if stored is None:
            self._broken(f"{socket.page} is told what is not stored: {event}")
        elif event["kind"] == "hidden":
            if not blocks.hides(socket, stored[0].author):
                self._broken(f"{socket.page} is not shown {stored[0]}")
        elif event not in [_facts(each) for each in stored]:
            self._broken(f"{socket.page} is told {event}, and {stored} is stored")
        elif blocks.leaks(socket, stored[0].author, stored[0].at / 1000.0, asked):
            self._broken(f"{socket.page} is told {event} in spite of a block")

    def _mark(self, socket: Socket, frame: Frame) -> None:
        """Check that nobody has read more than there is, or than they said."""
        player, room, number = socket.page.player, frame["room"], frame["number"]
        events = [each[0] for each in self.stored.get(room, {}).values()]
        others = sum(
            event.number > number and event.kind == "line" and event.author != player
            for event in events
        )
        unsaid = number > self._read.get((player, room), 0) and room != LOBBY
        if number > len(events) or unsaid or frame["unread"] > others:
            self._broken(f"{socket.page}: {frame} of {len(events)} events, {others} of others")

    def _seen(self, socket: Socket, frame: Frame) -> None:
        """Check that what the other has read is stored before it is told."""
        other = other_of(frame["room"], socket.page.player)
        stored = self.marks.get((other or "", frame["room"]), 0)
        if other is None or frame["number"] > stored:
            self._broken(f"{socket.page}: {frame}, and {stored} is stored")

    def _ok(self, socket: Socket, request: str) -> None:
        """Check that what is answered is stored."""
        kind, room, line, fields = socket.page.talk.asked[request]
        if kind == "say" and line is not None:
            self._answered.append(line)
            if (line.room, line.author, line.number) not in self._kept:
                self._broken(f"{line.author}: ok to {line.text!r}, which is not stored")
        elif kind == "read":
            least = min(fields["number"], len(self.stored.get(room, {})))
            if self.marks.get((socket.page.player, room), 0) < least:
                self._broken(f"{socket.page}: ok to {fields} in {room}, and there is {self.marks}")
        elif kind in {"edit", "delete"}:
            each = self.stored[room][fields["number"]]
            done = {one.text if one.kind == "line" else None for one in each}
            if fields.get("text") not in done:
                self._broken(f"{socket.page}: ok to {kind} {fields}, and there is {each}")

    # The end.

    def final_check(self) -> None:
        """Check that the store has what was answered, and every page shows what the store has."""
        call = self._world.disk.backend.call
        for room, events in self.stored.items():
            there = call("rooms.events_after", (room, 0, len(events) + 9))
            if there != (known := [events[number][-1] for number in sorted(events)]):
                differ = [pair for pair in zip(known, there, strict=False) if pair[0] != pair[1]]
                self._broken(f"{room}: written was another than there is: {differ}")
        for line in self._answered:
            kept = self._kept.get((line.room, line.author, line.number))
            if kept is None or kept.text != line.text:
                self._broken(f"{line.author}: {line.text!r} was answered, there is {kept}")
        for (player, room), number in self.marks.items():
            if (there := call("rooms.mark", (room, player))) != number:
                self._broken(f"{player} has read {room} up to {number}, there is {there}")
        for reading, page in self._readings():
            socket = reading.socket
            heard = socket is not None and socket.healthy and not socket.waiting
            if page.open and page.welcomed and heard:
                self._compare(page, reading)

    def _compare(self, page: Page, reading: Reading) -> None:
        stored = self.stored.get(reading.room, {})
        if reading.last != len(stored):
            self._broken(f"{page}, {reading.room}: {reading.last} of {len(stored)} events")
        wanted = [
            _facts(each[-1])
            for number, each in sorted(stored.items())
            if number > reading.low and each[-1].kind == "line"
            if not self._world.blocks.apart(page.player, each[-1].author)
        ]
        if (lines := reading.lines()) != wanted:
            too_many = [line for line in lines if line not in wanted]
            missing = [line for line in wanted if line not in lines]
            self._broken(f"{page}, {reading.room}: shows {too_many}, and not {missing}")
        if reading.mark < self.marks.get((page.player, reading.room), 0):
            self._broken(f"{page}, {reading.room}: its mark is {reading.mark}, not {self.marks}")

    def _readings(self) -> Iterator[tuple[Reading, Page]]:
        for person in [*self._world.people, self._world.spectator]:
            for page in person.pages:
                for reading in page.talk.readings.values():
                    yield reading, page

    def _broken(self, what: str) -> None:
        self._world.broken(what)


def _facts(event: RoomEvent) -> Frame:
    """Return an event as a page is told of it."""
    return msgspec.to_builtins(shown(event, frozenset()))
