"""What a page does in rooms, as docs/protocol.md has it: it reads, asks for what it missed, speaks.

Each page has a queue of lines for each room, which outlives a reload. A line is said again, with
its number, until it is answered.
"""

from __future__ import annotations

from collections import deque
from random import Random
from typing import TYPE_CHECKING

from actors.room.access import LOBBY, direct, other_of
from tests.simulation.reading import Reading

if TYPE_CHECKING:
    from tests.simulation.pages import Page
    from tests.simulation.sockets import Frame, Socket
    from tests.simulation.world import World

LOOK = 0.4
"""Seconds between two looks at the rooms."""
ASK_AGAIN = 3.0
"""Seconds after which a request without an answer is repeated."""
SOON_AGAIN = 1.0
"""Seconds until a line that was refused for the moment is said again."""
PASSING = frozenset({"unavailable", "server_fault"})
MOST_WAITING = 6
FRAMES = {"intrude": "subscribe", "other": "say", "not": "edit", "peek": "history"}
"""What is asked only to look at the answer: to read the room of others, a number with two texts, to
change a line of somebody else, some events that the page has or has not."""
TOLD = frozenset({"room", "event", "head", "history", "mark", "seen", "typing", "ring"})
GONE = frozenset({"no_such_line", "too_late"})


class Line:
    """A line that somebody says; ``sent`` are the sockets on which it was, in order."""

    def __init__(self, room: str, author: str, number: int, text: str, at: float) -> None:
        self.room = room
        self.author = author
        self.number = number
        self.text = text
        self.at = at
        self.sent: list[Socket] = []
        self.place = 0
        """Which of all the frames of its page it was, when it was sent first."""
        self.again = 0.0
        """When it is said again, unless it is answered before."""


class Talk:
    """The rooms of one page."""

    def __init__(self, world: World, page: Page) -> None:
        self._world = world
        self._page = page
        self._dice = Random(f"{world.seed}/talk/{page.name}")
        self.asked: dict[str, tuple[str, str, Line | None, Frame]] = {}
        """What a request was: its kind, its room, the line, if it says one, and the other fields.
        """
        self.asked_at: dict[str, float] = {}
        self._changes: dict[str, tuple[str, str, Frame]] = {}
        """Edits, deletes and marks that are not answered yet, by name: kind, room, fields."""
        self._named: dict[str, str] = {}
        self._again: dict[str, float] = {}
        self._requests = self._frames = self._names = 0
        self._queues: dict[str, deque[Line]] = {}
        self._chatty = self._dice.choice((0.0, 0.1, 0.3, 0.6))
        self._hasty = self._dice.random() < 0.3
        self.readings: dict[str, Reading] = {}
        for room in self._rooms() if world.talks else ():
            self._open(room)
        if self.readings:
            world.agenda.after(LOOK * self._dice.random(), self._look)

    def _rooms(self) -> list[str]:
        me = self._page.player
        others = [person.name for person in self._world.people if person.name != me]
        return [LOBBY, *(direct(me, other) for other in others[:2] if me != "eve")]

    def _open(self, room: str) -> Reading:
        """Show a room."""
        self._queues[room] = deque()
        self.readings[room] = Reading(self._world, self, self._page, room)
        return self.readings[room]

    def forget(self) -> None:
        """Know nothing any more, as after a reload; what waits to be said is kept."""
        self.asked.clear()
        for reading in self.readings.values():
            reading.forget()

    def welcomed(self) -> None:
        """Read all rooms on a new socket, and say again what waits."""
        for room, reading in self.readings.items():
            reading.lost()
            if reading.wanted:
                reading.subscribe()
            self._say_all(room)

    # What it asks.

    def ask(
        self, kind: str, room: str, about: Line | None = None, name: str = "", **fields: object
    ) -> str:
        """Send a request, and return its name; ``name`` is the one of a change."""
        self._requests += 1
        request = f"talk-{self._page.name}-{self._requests}"
        self.asked[request] = kind, room, about, fields
        if name:
            self._named[request] = name
        self.asked_at[request] = self._world.agenda.now
        self._page.say({"t": FRAMES.get(kind, kind), "id": request, "room": room, **fields})
        return request

    def _look(self) -> None:
        agenda, dice, page = self._world.agenda, self._dice, self._page
        agenda.after(LOOK * (0.7 + 0.6 * dice.random()), self._look)
        if not page.open or not page.welcomed:
            return
        settling = self._world.settling
        for room, reading in self.readings.items():
            if not settling and dice.random() < 0.01:
                reading.turn_away()
            elif not reading.wanted and (settling or dice.random() < 0.1):
                reading.come_back()
            reading.look(ASK_AGAIN)
            if not settling and dice.random() < 0.02:
                way: Frame = {dice.choice(("before", "after")): dice.randint(0, 30)}
                self.ask("peek", room, **way)
            self._say_again(room)
        if not settling and dice.random() < self._chatty:
            self._speak(dice.choice([*self.readings]))
        elif not settling and dice.random() < 0.15:
            self._change(dice.choice([*self.readings.values()]))
        for name, (kind, room, fields) in [*self._changes.items()]:
            if self._again.get(name, 0.0) <= agenda.now:
                self._again[name] = agenda.now + ASK_AGAIN
                self.ask(kind, room, name=name, **fields)

    def _speak(self, room: str) -> None:
        dice, queue = self._dice, self._queues[room]
        for _ in range(dice.choice((1, 1, 2, 3)) if self._hasty else 1):
            if len(queue) < MOST_WAITING:
                number = self._page.person.next_line(self._world.agenda.ms)
                text = f"{self._page.name} says {number % 1_000_000}"
                line = Line(room, self._page.player, number, text, self._world.agenda.now)
                queue.append(line)
                self._world.room_rules.said(line)
                if self._hasty or len(queue) == 1:
                    self._say(line)
        if dice.random() < 0.03:
            self._intrude()

    def _change(self, reading: Reading) -> None:
        """Edit or delete an own line, say how far the person has read, or try a line of others."""
        dice, kind = (
            self._dice,
            self._dice.choice(("edit", "edit", "delete", "read", "read", "not")),
        )
        own = [
            one
            for one in reading.lines()
            if (one["author"] == self._page.player) != (kind == "not")
        ]
        fields: Frame = {"number": dice.randint(0, reading.last)}
        if kind != "read":
            if not own or len(self._changes) > 1:
                return
            fields = {"number": dice.choice(own)["number"]}
        self._names += 1
        if kind in {"edit", "not"}:
            fields["text"] = f"{self._page.name} edits {self._names}"
        if kind == "not":
            self.ask(kind, reading.room, **fields)
        else:
            self._changes[f"{kind} {self._names}"] = kind, reading.room, fields
            if kind == "read":
                self._world.room_rules.reads(self._page.player, reading.room, fields["number"])

    def _intrude(self) -> None:
        """Try a room of two others."""
        names = [person.name for person in self._world.people if person.name != self._page.player]
        if len(names) > 1:
            self.ask("intrude", direct(*names[:2]))

    def _say(self, line: Line) -> None:
        page = self._page
        if page.socket is not None and page.welcomed:
            self._frames += 1
            line.place = line.place or self._frames
            line.sent.append(page.socket)
            line.again = self._world.agenda.now + ASK_AGAIN
            self.ask("say", line.room, line, line=line.number, text=line.text)

    def _say_all(self, room: str) -> None:
        for line in [*self._queues[room]] if self._hasty else [*self._queues[room]][:1]:
            self._say(line)

    def _say_again(self, room: str) -> None:
        queue = self._queues[room]
        for line in [*queue] if self._hasty else [*queue][:1]:
            if line.again <= self._world.agenda.now:
                self._say(line)

    # What it hears.

    def hear(self, socket: Socket, frame: Frame) -> bool:
        """Take in a frame, if it is about a room; return whether it is."""
        if frame["t"] in {"ok", "error"}:
            return self._answered(socket, frame)
        if frame["t"] not in TOLD:
            return False
        reading = self.readings.get(frame["room"])
        if frame["t"] == "ring":
            (reading or self._open(frame["room"])).ring()
        elif reading is None:
            self._world.broken(f"{self._page} is told of {frame['room']}")
        else:
            reading.hear(socket, frame)
        return True

    def _answered(self, socket: Socket, frame: Frame) -> bool:
        request = frame.get("id") or ""
        if not request.startswith("talk-"):
            return False
        kind, room, line, _ = self.asked.pop(request, ("", "", None, {}))
        code = frame.get("code")
        if kind == "intrude" and code not in {"no_such_room", "server_fault"}:
            self._world.broken(f"{self._page}, in the room of others: {frame}")
        elif kind in {"subscribe", "history"}:
            self.readings[room].answered(socket, request, code)
        elif kind == "say" and line is not None:
            self._said(line, frame)
        elif kind in {"edit", "delete", "read"}:
            self._changed(request, code, frame)
        elif kind == "not" and code is None:
            self._world.broken(f"{self._page} has edited a line of somebody else")
        elif kind == "other" and code is None:
            self._world.broken(f"{self._page}: line {line and line.number} with two texts is ok")
        return True

    def _said(self, line: Line, frame: Frame) -> None:
        queue, code = self._queues[line.room], frame.get("code")
        if code is None:
            if line in queue:
                queue.remove(line)
                self._more(line)
        elif code == "too_fast":
            line.again = min(frame["until"] / 1000.0, self._world.agenda.now + 10.0)
        elif code in PASSING:
            line.again = self._world.agenda.now + SOON_AGAIN
        elif code == "takes_none" and self._parted(line):
            if line in queue:
                queue.remove(line)
        else:
            self._world.broken(f"{self._page}: {line.text!r} is refused: {frame}")

    def _parted(self, line: Line) -> bool:
        """Tell whether there was a block between the two of a direct room since a line was said."""
        other = other_of(line.room, line.author)
        return other is not None and self._world.blocks.refused(line.author, other, line.at)

    def _changed(self, request: str, code: str | None, frame: Frame) -> None:
        name = self._named.pop(request, "")
        if code in PASSING or code == "too_fast":
            self._again[name] = self._world.agenda.now + SOON_AGAIN
        elif code is not None and code not in GONE:
            self._world.broken(f"{self._page}: {name} is refused: {frame}")
        else:
            self._changes.pop(name, None)

    def _more(self, line: Line) -> None:
        """Say the next line; now and then this one again, or another with its number."""
        dice, queue = self._dice, self._queues[line.room]
        if queue and not self._hasty:
            self._say(queue[0])
        if self._world.settling:
            return
        if dice.random() < 0.1:
            self._say(line)
        if dice.random() < 0.05:
            self.ask("other", line.room, line, line=line.number, text="something else")

    # The end.

    def busy(self) -> list[str]:
        """Return what has not come to its end yet."""
        lines = [f"{line.text!r} waits" for queue in self._queues.values() for line in queue]
        lines += [f"{name} waits" for name in self._changes]
        return lines + [why for reading in self.readings.values() for why in reading.busy()]
