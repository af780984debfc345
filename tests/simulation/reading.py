"""What a page knows of one room: each event once, in order, and without a hole once caught up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulation.pages import Page
    from tests.simulation.sockets import Frame, Socket
    from tests.simulation.talk import Talk
    from tests.simulation.world import World

SHOWN = 6.0
"""Seconds after the answer in which the room is shown, if nothing fails."""


class Reading:
    """A page folds the frames of a room into ``events``, by number, the newest ``last``.

    ``low``: it begins after that event. What is missing above it is a gap, for which it asks.
    """

    def __init__(self, world: World, talk: Talk, page: Page, room: str) -> None:
        self._world = world
        self._talk = talk
        self._page = page
        self.room = room
        self.wanted = True
        self.socket: Socket | None = None
        """The socket on which the room was shown."""
        self.since = 0.0
        self.events: dict[int, Frame] = {}
        self.low = self.last = self.mark = 0
        self._view = ""
        self._subscribed = self._fetching = ""
        self._asked = self._fetched = 0.0
        self._left = 0.0
        self._before = self._asks = 0

    # What it asks.

    def forget(self) -> None:
        """Know nothing any more."""
        self.events.clear()
        self.low = self.last = 0
        self._view = ""
        self.lost()

    def lost(self) -> None:
        """Be told nothing any more: the socket has ended."""
        self.socket = None
        self._subscribed = self._fetching = ""

    def subscribe(self) -> None:
        """Ask to be told what happens after the last event without a gap before it."""
        self._asks += 1
        self._asked = self._world.agenda.now
        self._subscribed = self._talk.ask(
            "subscribe", self.room, after=self._reached(), view=self._view
        )

    def turn_away(self) -> None:
        """Read no longer."""
        if self.wanted:
            self.wanted, self._left = False, self._world.agenda.now
            self.lost()
            self._page.say({"t": "unsubscribe", "room": self.room})

    def come_back(self) -> None:
        """Read again."""
        self.wanted = True
        self.subscribe()

    def ring(self) -> None:
        """Be called to the room: nobody is told of it on this page, or not any more."""
        self.lost()
        if self.wanted:
            self.subscribe()

    def look(self, again: float) -> None:
        """Ask again for what was not answered, and for what is missing."""
        now = self._world.agenda.now
        if self.wanted and self.socket is None and now > self._asked + again:
            self.subscribe()
        if not self._fetching or now > self._fetched + again:
            self._fetch()

    def _reached(self) -> int:
        """Return the last event before the first gap."""
        number = self.low
        while number + 1 in self.events:
            number += 1
        return number

    def _fetch(self) -> None:
        """Ask for what is missing, the newest first."""
        missing = self._missing()
        if missing and self.socket is not None:
            self._before, self._fetched = missing + 1, self._world.agenda.now
            self._fetching = self._talk.ask("history", self.room, before=self._before)

    def lines(self) -> list[Frame]:
        """Return the lines that it shows, with their later edits and deletes applied."""
        found: dict[int, Frame] = {}
        for number in sorted(self.events):
            event = self.events[number]
            about = found.get(event.get("about", 0))
            if event["kind"] == "line":
                found[number] = event
            elif event["kind"] == "edit" and about is not None:
                found[event["about"]] = about | {"text": event["text"], "edited": event["at"]}
            elif event["kind"] == "delete":
                found.pop(event["about"], None)
        return [*found.values()]

    def _missing(self) -> int:
        """Return the largest number that is missing; 0 if there is none."""
        numbers = range(self.last, self.low, -1)
        return next((number for number in numbers if number not in self.events), 0)

    # What it hears.

    def answered(self, socket: Socket, request: str, code: str | None) -> None:
        """Take in the answer to a request: a refused one is repeated."""
        now = self._world.agenda.now
        if request == self._subscribed:
            self._subscribed = ""
            if code is not None:
                self._asked = now - 2.0
            elif self.socket is None:
                self._asked = now + 2.0 * SHOWN
                asks = self._asks
                self._world.agenda.after(SHOWN, lambda: self._shown(socket, asks))
        elif request == self._fetching and code is not None:
            self._fetching, self._fetched = "", now

    def _shown(self, socket: Socket, asks: int) -> None:
        """By now, the room whose reading was answered with ok is shown."""
        calm = self._world.weather.fine_for() > SHOWN and not self._world.crashes.within(SHOWN)
        waits = socket is self._page.socket and self.socket is None and self.wanted
        if waits and calm and socket.healthy and self._asks == asks:
            self._broken("it reads, and is shown nothing")

    def hear(self, socket: Socket, frame: Frame) -> None:
        """Take in a frame, in the order of arrival."""
        match frame["t"]:
            case "room":
                self._whole(socket, frame)
            case "event":
                self._event(socket, frame["event"])
            case "head" if frame.get("anew") and self.wanted:
                self.forget()
                self.subscribe()
            case "head" if self.socket is not None:
                self.last = max(self.last, frame["last"])
            case "head" if self.wanted:  # there was no room for the whole
                self.subscribe()
            case "history":
                self._page_of(frame)
            case "mark":
                self._mark(frame["number"])
            case _:
                pass
        if not self._fetching:
            self._fetch()

    def _whole(self, socket: Socket, frame: Frame) -> None:
        begin, last, events = frame["after"], frame["last"], frame["events"]
        if [event["number"] for event in events] != [*range(begin + 1, last + 1)]:
            self._broken(f"not all from {begin} to {last}: {frame}")
        if not self.wanted:
            return
        if frame["anew"]:  # also what was asked for before it
            self.events, self._fetching = {}, ""
        before, self._view = self.events, frame["view"]
        self.events = {number: one for number, one in before.items() if number <= begin}
        if not self.events or self.low > begin:
            self.events, self.low = {}, begin
        self.last = last
        for event in events:
            self._add(event, before.get(event["number"]))
        if self.socket is None:
            self.socket, self.since = socket, self._world.agenda.now

    def _event(self, socket: Socket, event: Frame) -> None:
        number = event["number"]
        if self.socket is None:
            self._unasked(socket)
        elif number in self.events:
            self._broken(f"event {number} is told again")
        elif number <= self.last:
            self._broken(f"event {number} is told after {self.last}")
        elif number > self.last + 1 and not socket.congested_at:
            self._broken(f"event {number} is told, and {self.last + 1} was not")
        else:
            self._add(event, None)
            self.last = number

    def _unasked(self, socket: Socket) -> None:
        """Check that a page that reads no longer is soon told no more."""
        over = not self.wanted and self._world.agenda.now > self._left + SHOWN
        calm = not self._world.crashes.within(SHOWN) and self._world.weather.fine_for() > SHOWN
        if over and calm and socket.healthy:
            self._broken("it reads no longer, and is told of an event")

    def _mark(self, number: int) -> None:
        if number < self.mark:
            self._broken(f"its mark goes back from {self.mark} to {number}")
        self.mark = number

    def _page_of(self, frame: Frame) -> None:
        events, before = frame["events"], self._before
        if frame["id"] != self._fetching:
            return
        self._fetching = ""
        numbers = [event["number"] for event in events]
        if numbers != [*range(before - len(numbers), before)]:
            self._broken(f"asked for what is before {before}: {numbers}")
        if frame["more"] != (bool(numbers) and numbers[0] > 1):
            self._broken(f"{numbers} with more: {frame['more']}")
        for event in events:
            if event["number"] > self.low and event["number"] not in self.events:
                self._add(event, None)

    def _add(self, event: Frame, before: Frame | None) -> None:
        same = before is None or "hidden" in {before["kind"], event["kind"]}
        changed = "edited" in event or event["kind"] == "gone"
        if not same and not changed and before != event:
            self._broken(f"{before} became {event}")
        self.events[event["number"]] = event

    # The end.

    def busy(self) -> list[str]:
        """Return what has not come to its end yet."""
        if self.socket is None:
            return [f"does not read {self.room}"]
        return [f"misses {missing} of {self.room}"] if (missing := self._missing()) else []

    def _broken(self, what: str) -> None:
        self._world.broken(f"{self._page}, {self.room}: {what}")
