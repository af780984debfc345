"""The rules of rooms: what is told is stored, what is answered is kept, each once and in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.rooms.records import RoomEvent

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
    """Of one world: ``stored`` is what was written of each room, by number."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.stored: dict[str, dict[int, RoomEvent]] = {}
        self._lines: dict[tuple[str, str, int], Line] = {}
        self._kept: dict[tuple[str, str | None, int], RoomEvent] = {}
        self._once: dict[tuple[str, str], list[Line]] = {}
        self._answered: list[Line] = []

    def said(self, line: Line) -> None:
        """Note a line before it is said."""
        self._lines[line.room, line.author, line.number] = line

    # What is written.

    def written(self, rows: tuple[Any, ...]) -> None:
        """Check the events of a flush that was carried out; it may be written again."""
        for row in rows:
            if isinstance(row, RoomEvent):
                self._write(row)

    def _write(self, event: RoomEvent) -> None:
        events = self.stored.setdefault(event.room, {})
        before = events.get(event.number)
        if before is not None:
            if before != event:
                self._world.broken(f"{before} was written, and then {event}")
            return
        if event.number != len(events) + 1:
            self._world.broken(f"{event} was written after {len(events)} events")
        key = event.room, event.author, event.line
        line = self._lines.get((event.room, event.author or "", event.line))
        if key in self._kept:
            self._world.broken(f"a line twice: {self._kept[key]} and {event}")
        elif line is not None and line.text != event.text:
            self._world.broken(f"{line.author} said {line.text!r}, and {event} was written")
        elif line is not None:
            self._order(line)
        events[event.number] = self._kept[key] = event
        self._world.agenda.after(SOON, lambda: self._told(event))

    def _order(self, line: Line) -> None:
        """Lines that a page sent once, one after the other on one socket, keep their order."""
        if len(line.sent) != 1:
            return  # it was refused, or an answer was late: others may have come before it
        written = self._once.setdefault((line.room, line.sent[0].id), [])
        if written and written[-1].place > line.place:
            self._world.broken(f"{line.text!r} was said before {written[-1].text!r}")
        written.append(line)

    def _told(self, event: RoomEvent) -> None:
        """By now, everybody who reads has been told of an event."""
        world = self._world
        if world.crashes.within(SOON) or world.weather.fine_for() < SOON:
            return
        for reading, page in self._readings():
            socket = reading.socket
            reads = reading.room == event.room and socket is page.socket
            reads = reads and socket is not None and socket.healthy
            reads = reads and socket.congested_at < world.agenda.now - SOON
            early = reading.since < world.agenda.now - SOON
            if reads and early and reading.last < event.number:
                world.broken(f"{page}: it reads, and does not hear of {event}")

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
            case "ok" if frame.get("id") in socket.page.talk.asked:
                kind, _, line = socket.page.talk.asked[frame["id"]]
                if kind == "say" and line is not None:
                    self._ok(line)
            case _:
                pass

    def _event(self, socket: Socket, room: str, event: Frame, asked: float | None = None) -> None:
        stored = self.stored.get(room, {}).get(event["number"])
        if stored is None:
            self._world.broken(f"{socket.page} is told what is not stored: {event}")
        elif event["kind"] == "hidden":
            if not self._world.blocks.hides(socket, stored.author):
                self._world.broken(f"{socket.page} is not shown {stored}")
        elif _facts(stored) != event:
            self._world.broken(f"{socket.page} is told {event}, and {stored} is stored")
        elif self._world.blocks.leaks(socket, stored.author, stored.at / 1000.0, asked):
            self._world.broken(f"{socket.page} is told {event} in spite of a block")

    def _ok(self, line: Line) -> None:
        kept = self._kept.get((line.room, line.author, line.number))
        self._answered.append(line)
        if kept is None:
            self._world.broken(f"{line.author}: ok to {line.text!r}, which is not stored")

    # The end.

    def final_check(self) -> None:
        """Check that the store has what was answered, and every page knows what the store has."""
        for room, events in self.stored.items():
            there = self._world.disk.backend.call("rooms.events_after", (room, 0, len(events) + 9))
            if there != [events[number] for number in sorted(events)]:
                self._world.broken(f"{room}: written was {events}, there is {there}")
            lines = [(event.author, event.line) for event in there]
            if len({*lines}) < len(lines):
                self._world.broken(f"{room}: a line twice in {there}")
        for line in self._answered:
            kept = self._kept.get((line.room, line.author, line.number))
            if kept is None or kept.text != line.text:
                self._world.broken(f"{line.author}: {line.text!r} was answered, there is {kept}")
        for reading, page in self._readings():
            socket = reading.socket
            heard = socket is not None and socket.healthy and not socket.waiting
            if page.open and page.welcomed and heard:
                self._compare(page, reading)

    def _compare(self, page: Page, reading: Reading) -> None:
        stored = self.stored.get(reading.room, {})
        if reading.last != len(stored):
            self._world.broken(f"{page}, {reading.room}: {reading.last} of {len(stored)} events")
        for number in range(reading.low + 1, len(stored) + 1):
            event, hidden = (
                stored[number],
                self._world.blocks.apart(page.player, stored[number].author),
            )
            known = reading.events.get(number)
            wanted = {"number": number, "kind": "hidden"} if hidden else _facts(event)
            if known != wanted:
                self._world.broken(f"{page}, {reading.room}: knows {known}, not {wanted}")

    def _readings(self) -> Iterator[tuple[Reading, Page]]:
        for person in [*self._world.people, self._world.spectator]:
            for page in person.pages:
                for reading in page.talk.readings.values():
                    yield reading, page


def _facts(event: RoomEvent) -> Frame:
    """Return an event as a page is told of it."""
    return {
        "number": event.number,
        "kind": event.kind,
        "at": event.at,
        "author": event.author,
        "name": event.name,
        "line": event.line,
        "text": event.text,
    }
