"""Plays one match by docs/protocol.md: an example from which to write your own bot.

It signs in by an API token or as a guest, finds a match and moves to where the ball will be; its
aim is a little off.
Exit code: 0 the match is over, 1 there was no match to play. The other half is _session.py.
"""

import random
import sys
from typing import Any

import trio
from _session import Session

WALL, LIMIT, SPEED = 8.75, 7.5, 14.0
AIM_ERROR = 2.2  # court units at most; a paddle reaches 1.75, so every fifth ball is missed


class Bot(Session):
    """Plays one match; it knows the same about it as a page does."""

    aim_error = AIM_ERROR

    def __init__(self, site, name, way_in, token=None):
        super().__init__(site, name, token)
        self.way_in = {"id": "r1", **way_in}
        self.match, self.side = None, 0
        self.flight: dict[str, Any] = {}
        self.paddle: dict[str, Any] = {}
        self.time, self.starts = 0.0, None  # match time is `time` at `starts`; None: it stands

    async def welcomed(self, frame):
        """Enter our match; if there is none yet, ask for one. Asking twice does no harm."""
        if frame["match"]:
            await self.enter(frame["match"])
        elif not self.match:
            await self.send(**self.way_in)
        elif not frame["resumed"]:  # if resumed, the result is among the frames we missed
            self.end(1, "the match went on without us")

    async def enter(self, match):
        """Ask for the whole match; we do not move until it comes."""
        self.match, self.starts = match, None
        await self.send(t="enter", match=match)

    async def hear(self, frame):
        """Take in a frame of the match."""
        flight = frame.get("flight")
        match frame:
            case {"t": "matched", "match": name, "opponent": opponent}:
                self.say(f"match {name} against {opponent}")
                await self.enter(name)
            case {"t": "match", "sides": [side, *_], "paddles": paddles}:
                self.side, self.flight, self.paddle = side, {}, paddles[side > 0]
                self.time, self.starts = frame["time"], frame["starts"]
            case {"t": "resync", "reason": "restarted"} if self.match:
                await self.enter(self.match)
            case {"t": "countdown", "time": time, "starts": starts}:
                self.time, self.starts = time, starts
            case {"t": "pause", "paddles": paddles}:
                self.say("paused")
                self.starts, self.paddle = None, paddles[self.side > 0]
            case {"t": "paddle", "side": side, "since": since} if side == self.side:
                if since >= self.paddle["since"]:  # otherwise it is about a key before our last one
                    self.paddle = frame
            case {"t": "point", "score": [left, right]}:
                self.say(f"{left}:{right}")
            case _:
                self.hear_end(frame)
        if flight and (not self.flight or flight["number"] > self.flight["number"]):
            self.flight = flight
            self.error = random.uniform(-self.aim_error, self.aim_error)

    def hear_end(self, frame):
        """Take in an answer or the result."""
        match frame:
            case {"t": "ok", "game": game}:
                self.say(f"game {game} is open: {self.site}/join/{game}")
            case {"t": "error", "code": code, "detail": detail}:
                print(f"{code}: {detail}", file=sys.stderr)
                if frame.get("id") == self.way_in["id"]:
                    self.end(1, "no match to play")
            case {"t": "finished", "winner": winner, "cause": cause}:
                left, right = frame.get("score", "??")
                word = "won" if winner == self.side else "lost" if winner else "nobody won"
                self.end(0, f"{word} {left}:{right} ({cause})")

    async def play(self):
        """Look thirty times a second, and steer."""
        while True:
            await trio.sleep(1 / 30)
            await self.steer()

    async def steer(self):
        """Send a key if the paddle should move in another direction."""
        at = self.now()
        if self.starts is None or at < self.starts:
            return
        now = self.time + (at - self.starts) / 1000  # match time
        y = self.paddle["y"] + self.paddle["direction"] * SPEED * (now - self.paddle["since"])
        y = max(-LIMIT, min(y, LIMIT))
        way = self.goal() - y
        direction = 0 if abs(way) < SPEED / 50 else 1 if way > 0 else -1
        if direction != self.paddle["direction"]:
            self.paddle = {"since": now, "y": y, "direction": direction}
            await self.send(t="input", match=self.match, dir=direction, at=at)

    def goal(self):
        """Return where the ball will arrive, plus our error; 0 while it flies away."""
        flight = self.flight
        if flight["side"] != self.side:
            return 0.0
        leg = [flight, *flight["legs"]][-1]  # on a map the flight turns; the last leg arrives
        y = leg["y"] + leg["vy"] * (flight["contact"] - leg["since"])
        while abs(y) > WALL:
            y = (2 * WALL if y > 0 else -2 * WALL) - y
        return max(-LIMIT, min(y + self.error, LIMIT))
