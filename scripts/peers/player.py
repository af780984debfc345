"""A simulated player, who presses and releases a key twice a second to meet the ball.

The player is the same for all servers; a subclass speaks the protocol of one of them. Now and then
the player misses a ball, so that matches end and new ones begin, as they do with people.
"""

import random
from math import inf

import msgspec

from peers.connection import Connection
from peers.loop import Loop, clock
from peers.tally import Tally
from peers.unseen import Unseen

CYCLE = 0.5
"""Seconds; in each cycle a player presses and releases a key: four changes a second."""
SHORTEST, LONGEST = 0.03, 0.47
"""The shortest and longest time that a key is held, in seconds."""
AIM_ERROR = 2.0
"""The largest error of the aim, in court units; a paddle reaches 1.75: every eighth ball is missed.
"""
WALL, LIMIT, PADDLE_SPEED = 8.75, 7.5, 14.0
ROUNDING = 0.002
"""Seconds by which a time may differ, as times are sent as whole milliseconds."""


class Flight(msgspec.Struct, gc=False):
    """What a player needs to know of a flight; times are match time in seconds."""

    since: float
    y: float
    vy: float
    side: int
    contact: float


class Player(Connection):
    """One socket and its player; the opponent is in this process too."""

    def __init__(self, loop: Loop, tally: Tally, port: int) -> None:
        self.opponent: Player = self
        self.side = 0
        self.y = 0.0
        """Where the paddle is, as the opponent last saw it."""
        self.unseen = Unseen()
        """Inputs that the opponent has not seen yet."""
        self._met = self._playing = False
        self._goal, self._starts, self._base = 0.0, inf, 0.0
        self._due = self._up = clock() + CYCLE * random.random()
        loop.at(self._due, self._press)
        super().__init__(loop, tally, port)

    def ready(self) -> None:
        """Ask for a match; this is called again after each match."""
        raise NotImplementedError

    def steer(self, direction: int, now: float) -> None:
        """Send an input."""
        raise NotImplementedError

    def start(self, starts: float, time: float = 0.0) -> None:
        """Go on with play: at clock time ``starts`` the match time is ``time``."""
        if not self._met:
            self._met = True
            self.tally.met += 1
        self._starts, self._base = starts, starts - time
        self.loop.at(starts, self._begin)

    def _begin(self) -> None:
        if not self._playing and clock() >= self._starts:
            self._playing = True
            self.tally.play(1)

    def finish(self) -> None:
        """Stop playing: the match is over, or pauses until the next `start`."""
        self._starts = inf
        if self._playing:
            self._playing = False
            self.tally.play(-1)
        for stamp in self.unseen.drop():
            self.tally.void(stamp)

    def fly(self, flight: Flight) -> None:
        """Take in a new flight: go to where the ball will arrive, or back to the middle."""
        if flight.side != self.side:
            self._goal = 0.0
            return
        y = flight.y + flight.vy * (flight.contact - flight.since)
        while y > WALL or y < -WALL:
            y = (2.0 if y > WALL else -2.0) * WALL - y
        self._goal = max(-LIMIT, min(y + random.uniform(-AIM_ERROR, AIM_ERROR), LIMIT))

    def see(self, since: float, y: float, direction: int) -> None:
        """Take in a movement of the opponent's paddle."""
        now, opponent = clock(), self.opponent
        if direction == 0:
            opponent.y = y
        for stamp in opponent.unseen.seen(direction, self._base + since + ROUNDING):
            self.tally.answered(stamp, now)

    def fail(self, why: str) -> None:
        """See `Connection.fail`."""
        self.finish()
        super().fail(why)

    def _press(self) -> None:
        due = self._due
        self._due = due + CYCLE
        self.loop.at(self._due, self._press)
        if self._playing and self.tally.live:
            way = self._goal - self.y
            self._key(1 if way > 0.0 else -1, due)
            hold = max(SHORTEST, min(abs(way) / PADDLE_SPEED, LONGEST))
            self._up = due + hold
            self.loop.at(self._up, self._release)

    def _release(self) -> None:
        if self._playing:
            self._key(0, self._up)

    def _key(self, direction: int, due: float) -> None:
        now = clock()
        self.unseen.sent(now, direction)
        self.tally.sent(now, due)
        self.steer(direction, now)
