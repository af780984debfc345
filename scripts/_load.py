"""The load of scripts/bench: players who hear frames, move their keys, and answer heartbeats.

None of this is measured. Times are seconds of the virtual clock.
"""

import heapq
import random
from collections.abc import Callable
from itertools import count
from typing import Any

import msgspec

from actors.pong.ball import Flight, height
from actors.pong.court import PADDLE_LIMIT, PADDLE_SPEED
from actors.pong.paddle import Segment, position

CYCLE = 0.5
"""Seconds; in each cycle a player presses and releases a key: four changes a second."""
SHORTEST, LONGEST = 0.03, 0.47
"""The shortest and longest time that a key is held, in seconds."""
AIM_ERROR = 2.0
"""The largest error of the aim, in court units; a paddle reaches 1.75: every eighth ball is missed.
"""
PING = 2.0
"""Seconds between two pings of a page; see webui/js/net/heartbeat.js."""
DELAY, JITTER = 0.020, 0.010
"""The delay between a page and the server, one way, and how much it varies; in seconds."""


class Wire:
    """Carries what the players send to the server, and delivers it in order of arrival."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.now = 0.0
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._arrived: list[tuple[Player, bytes]] = []
        self._numbers = count()

    def at(self, time: float, do: Callable[[], None]) -> None:
        """Call ``do`` when the clock reaches ``time``."""
        heapq.heappush(self._due, (time, next(self._numbers), do))

    def send(self, player: "Player", frame: dict[str, Any]) -> None:
        """Send a frame of a player to the server; it arrives a little later."""
        data = msgspec.json.encode(frame)
        self.carry(lambda: self._arrived.append((player, data)))

    def carry(self, deliver: Callable[[], None]) -> None:
        """Call ``deliver`` after the delay of the network."""
        self.at(self.now + DELAY + JITTER * self.random.random(), deliver)

    def until(self, time: float) -> list[tuple["Player", bytes]]:
        """Let the players act up to a time; return what arrives at the server by then."""
        while self._due and self._due[0][0] <= time:
            self.now, _, do = heapq.heappop(self._due)
            do()
        self.now = time
        arrived, self._arrived = self._arrived, []
        return arrived


class Player:
    """A page with a person who plays."""

    def __init__(self, name: str, wire: Wire) -> None:
        self.name = name
        self._wire = wire
        self._match = ""
        self._side = 0
        self._starts: float | None = None
        self._time = 0.0
        self._flight: Flight | None = None
        self._paddle = Segment(0.0, 0.0, 0)
        self._slip = 0.0
        self._react: dict[str, Callable[[Any], None]] = {
            "ping": lambda frame: self._send(t="pong", at=frame["at"]),
            "matched": lambda frame: self._send(t="enter", match=frame["match"]),
            "match": self._enter,
            "countdown": self._start,
            "paddle": self._move,
            "flight": self._fly,
            "point": self._fly,
            "finished": lambda _: self.queue(),
        }

    @property
    def playing(self) -> bool:
        """Whether play goes on now."""
        return self._starts is not None and self._starts <= self._wire.now

    def queue(self) -> None:
        """Ask for an opponent."""
        self._starts = None
        self._send(t="queue", id=f"r{self._wire.now}")

    def begin(self) -> None:
        """Begin to press keys and to ping the server; no two players do so at the same moments."""
        now, draw = self._wire.now, self._wire.random.random
        self._wire.at(now + CYCLE * draw(), self._press)
        self._wire.at(now + draw(), self._ping)

    def hear(self, message: bytes) -> None:
        """React to the frames in a message of the server."""
        for line in message.split(b"\n"):
            frame = msgspec.json.decode(line)
            react = self._react.get(frame["t"])
            if react is not None:
                react(frame)

    def _send(self, **frame: Any) -> None:
        self._wire.send(self, frame)

    def _ping(self) -> None:
        self._send(t="ping", at=self._wire.now * 1000.0, ack=1 << 40)
        self._wire.at(self._wire.now + PING, self._ping)

    def _press(self) -> None:
        now = self._wire.now
        self._wire.at(now + CYCLE, self._press)
        if self.playing:
            way = self._goal() - position(self._paddle, self._match_time())
            hold = max(SHORTEST, min(abs(way) / PADDLE_SPEED, LONGEST))
            self._key(1 if way > 0.0 else -1)
            self._wire.at(now + hold, lambda: self._key(0))

    def _key(self, direction: int) -> None:
        if self.playing:
            at, time = int(self._wire.now * 1000.0), self._match_time()
            self._paddle = Segment(time, position(self._paddle, time), direction)
            self._send(t="input", match=self._match, dir=direction, at=at)

    def _match_time(self) -> float:
        return self._time + self._wire.now - (self._starts or 0.0)

    def _goal(self) -> float:
        """Return where the ball will arrive, plus an error; 0 while it flies away."""
        flight = self._flight
        if flight is None or flight.side != self._side:
            return 0.0
        y = height(flight, flight.contact) + self._slip
        return max(-PADDLE_LIMIT, min(y, PADDLE_LIMIT))

    def _enter(self, frame: Any) -> None:
        self._match, self._side = frame["match"], frame["sides"][0]
        self._paddle = Segment(0.0, 0.0, 0)
        self._fly(frame)
        if frame["starts"] is not None:
            self._start(frame)

    def _start(self, frame: Any) -> None:
        self._time, self._starts = frame["time"], frame["starts"] / 1000.0

    def _move(self, frame: Any) -> None:
        if frame["side"] == self._side:
            self._paddle = Segment(frame["since"], frame["y"], frame["direction"])

    def _fly(self, frame: Any) -> None:
        self._flight = msgspec.convert(frame["flight"], Flight)
        self._slip = self._wire.random.uniform(-AIM_ERROR, AIM_ERROR)
