"""What a bot says in rooms: numbered lines, one after the other, each until it is answered.

It reads by docs/protocol.md, section 9: after each welcome it names the last event that it has, and
asks for what is missing.
"""

import random
from collections.abc import Awaitable, Callable
from typing import Any

import trio

AGAIN = 2.0
"""Seconds after which a request without an answer is repeated."""
LATER = 0.5
"""Seconds until a line that was refused for now is said again."""
LOBBY = "lobby"


class Room:
    """What a bot knows of one room, and the line that it says there: the other lines wait."""

    def __init__(self, name: str, lines: int) -> None:
        self.name, self.left = name, lines
        self.line: dict[str, Any] | None = None
        self.due = self.asked = 0.0
        self.known: set[int] = set()
        self.low = self.last = 0
        self.view = ""
        self.shown = False

    @property
    def reached(self) -> int:
        """The last event before the first gap; what is below it need not be remembered."""
        while self.low + 1 in self.known:
            self.low += 1
            self.known.discard(self.low)
        return self.low

    @property
    def quiet(self) -> bool:
        """Whether all is said, answered and known."""
        return self.shown and not self.left and self.line is None and self.reached >= self.last


class Talk:
    """The rooms of one bot. ``told`` is called when a line was answered."""

    def __init__(
        self, name: str, send: Callable[..., Awaitable[None]], lines: int, pause: float
    ) -> None:
        self._name, self._send, self._lines, self._pause = name, send, lines, pause
        self._requests = self._number = 0
        self._me = ""
        self._asked: dict[str, tuple[str, Room, dict[str, Any] | None]] = {}
        self.answered = 0
        self.rooms = {LOBBY: Room(LOBBY, lines)} if lines else {}

    @property
    def quiet(self) -> bool:
        """Whether all is said, answered and known in both rooms, if the other is known."""
        both = len(self.rooms) > 1 or not self._lines
        return both and all(room.quiet for room in self.rooms.values())

    def stop(self) -> None:
        """Begin no more lines."""
        for room in [*self.rooms.values()]:  # one may be made meanwhile
            room.left = 0

    async def welcomed(self, frame: dict[str, Any]) -> None:
        """Read again, and say again what was not answered."""
        self._me = frame["player"]["id"]
        for room in [*self.rooms.values()]:  # one may be made meanwhile
            await self._read(room)
            room.due = 0.0

    async def meet(self, players: list[dict[str, Any]]) -> None:
        """Open the room of two with the other player."""
        others = [player["id"] for player in players if player["id"] not in {None, self._me}]
        if others and len(self.rooms) == 1:
            name = "d." + ".".join(sorted((self._me, others[0]), key=str.encode))
            self.rooms[name] = Room(name, self._lines)
            await self._read(self.rooms[name])

    async def look(self) -> None:
        """Say what is due, and ask for what is missing."""
        now = trio.current_time()
        for room in [*self.rooms.values()]:  # one may be made meanwhile
            if now > room.asked + AGAIN:
                if not room.shown:
                    await self._read(room)
                elif room.reached < room.last:
                    await self._fetch(room)
            if room.line is None and room.left and now >= room.due:
                room.left -= 1
                self._number += 1
                text = f"{self._name} {self._number} {random.getrandbits(128):x}"
                room.line = {"line": self._number, "text": text}
                room.due = now
            if room.line is not None and now >= room.due:
                room.due = now + AGAIN
                await self._ask("say", room, **room.line)

    async def _read(self, room: Room) -> None:
        room.shown, room.asked = False, trio.current_time()
        await self._ask("subscribe", room, after=room.reached, view=room.view)

    async def _fetch(self, room: Room) -> None:
        room.asked = trio.current_time()
        missing = next(n for n in range(room.last, room.low, -1) if n not in room.known)
        await self._ask("history", room, before=missing + 1)

    async def _ask(self, kind: str, room: Room, **fields: Any) -> None:
        self._requests += 1
        request = f"talk {self._requests}"
        self._asked[request] = kind, room, room.line
        await self._send(t=kind, id=request, room=room.name, **fields)

    async def hear(self, frame: dict[str, Any]) -> bool:
        """Take in a frame; return whether it was of a room."""
        if frame["t"] in {"ok", "error"}:
            return self._answer(frame)
        room = self.rooms.get(frame.get("room") or "")
        match frame:
            case {"t": "room"} if room:
                if frame["anew"] or frame["after"] < room.low or not (room.low or room.known):
                    room.known.clear()
                    room.low = frame["after"]
                room.known = {n for n in room.known if n <= frame["after"]}
                room.known |= {event["number"] for event in frame["events"]}
                room.last, room.view, room.shown = frame["last"], frame["view"], True
            case {"t": "event", "event": event} if room:
                room.known.add(event["number"])
                room.last = max(room.last, event["number"])
            case {"t": "head", "last": last} if room:
                room.last = max(room.last, last)
            case {"t": "history", "events": events} if room:
                room.known |= {event["number"] for event in events}
                room.asked = 0.0
            case _:
                return False
        return True

    def _answer(self, frame: dict[str, Any]) -> bool:
        if (asked := self._asked.pop(frame.get("id") or "", None)) is None:
            return False
        (kind, room, line), now = asked, trio.current_time()
        if kind == "say" and room.line is line is not None:  # else it was answered before
            if frame["t"] == "ok":
                room.line, self.answered = None, self.answered + 1
                room.due = now + self._pause * random.uniform(0.5, 1.5)
            else:
                room.due = now + LATER
        elif kind == "subscribe" and frame["t"] == "error":
            room.asked = now - AGAIN + LATER
        return True
