"""The rules for what the server tells: nothing that could still be lost, unless it says so too.

They check frames at the instant at which they leave the server: a kill right then must not undo
what the server has just told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec.json import decode

from actors.core.address import Address
from actors.games import state as games
from actors.matchmaker import state as queue
from tests.simulation.call_rules import CallRules

if TYPE_CHECKING:
    from tests.simulation.process import Process
    from tests.simulation.sockets import Frame, Socket
    from tests.simulation.world import World

L = TypeVar("L", queue.Lasting, games.Lasting)

HELD = 1500
"""Milliseconds for which a frame may be held back until its content is durable."""
SOON = 0.2
"""Seconds within which the server must say that something it told is not saved."""
ENTERED = 1.0
"""Seconds in which a page has entered the match it was told of, and is shown it."""
RECOVERY = 2.0
"""Seconds in which what a crash has mixed up is put in order again."""


class TellRules:
    """The rules for all processes; ``doubtful`` matches were announced while the store was away."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.doubtful: set[str] = set()
        self._durable: set[tuple[str, int]] = set()
        self._best: dict[str, int] = {}
        self._unsaved: dict[str, int] = {}
        self._risky_at: dict[str, float] = {}
        self._ended: dict[str, float] = {}
        """When the end of a match was first told."""
        self._calls = CallRules(world)
        self._checks: dict[str, Callable[[Socket, Frame], None]] = {
            "welcome": self._welcome,
            "point": self._point,
            "finished": self._finished,
            "matched": self._matched,
            "ok": self._ok,
            "unsaved": lambda socket, frame: self._said(socket, frame["match"], frame["points"]),
            "match": lambda socket, frame: self._said(socket, frame["match"], frame["unsaved"]),
        }
        self._clocks: dict[str, Callable[[Frame], None]] = {
            "welcome": self._now,
            "pong": self._now,
            "countdown": self._countdown,
            "pause": self._pause,
        }

    def told(self, socket: Socket, frames: list[Frame]) -> None:
        """Check what the server sends. Frames after a welcome may have been told long before."""
        again = frames[0]["t"] == "welcome"
        for frame in frames:
            kind = frame["t"]
            self._calls.told(socket, frame)
            if kind in self._checks and not (again and kind in {"unsaved", "match", "ok"}):
                self._checks[kind](socket, frame)
            if kind in self._clocks and (not again or frame is frames[0]):
                self._clocks[kind](frame)

    # The time it tells.

    def _now(self, frame: Frame) -> None:
        if frame["now"] != self._world.agenda.ms:
            self._world.broken(f"{frame} at {self._world.agenda.ms}")

    def _welcome(self, socket: Socket, frame: Frame) -> None:
        """Check that a welcome names no match that is over."""
        over = self._ended.get(frame["match"], float("inf"))
        if over < self._world.agenda.now - 1.0 and not self._world.crashes.within(60.0):
            self._world.broken(f"{socket.page}: led to {frame['match']}, which is over")

    def _countdown(self, frame: Frame) -> None:
        if not 3000 - HELD <= frame["starts"] - self._world.agenda.ms <= 3000:
            self._world.broken(f"{frame} at {self._world.agenda.ms}")

    def _pause(self, frame: Frame) -> None:
        if not 0 <= self._world.agenda.ms - frame["now"] <= HELD:
            self._world.broken(f"{frame} at {self._world.agenda.ms}")

    # What has to be durable.

    def _point(self, socket: Socket, frame: Frame) -> None:
        match, total = frame["match"], sum(frame["score"])
        self._best[match] = max(total, self._best.get(match, 0))
        if (match, total) in self._durable:
            return
        score = self._world.store_rules.score(match)
        if score is not None and sum(score) >= total:
            self._durable.add((match, total))
        elif unsaved := self._unsaved.get(match):  # a resuming page is told this after the others
            if total - sum(score or (0, 0)) > unsaved:
                self._risky_at[match] = self._world.agenda.now
        elif self._may_risk(socket, f"{match}: told {frame['score']}, durable is {score}"):
            self._risky_at[match] = self._world.agenda.now
            self._world.agenda.after(SOON, lambda: self._owned_up(socket, match, total))

    def _may_risk(self, socket: Socket, what: str) -> bool:
        """Check that the store is away: only then may something be told that is not durable."""
        kernel = socket.process.kernel
        if kernel is None or not kernel.journal.away:
            self._world.broken(f"{socket.page}, {what}")
        elif self._world.weather.fine_for() > 1.0:
            self._world.broken(f"{socket.page}, {what}; the server did not wait for the store")
        else:
            return True
        return False

    def _owned_up(self, socket: Socket, match: str, total: int) -> None:
        """Check that a point is durable by now, or that the page knows it is not."""
        crashed = self._world.crashes.last.get(Address("match", match), 0.0)
        if crashed > self._world.agenda.now - RECOVERY:  # a whole view that says so follows soon
            return
        if socket.process.alive and socket.healthy and not self._unsaved.get(match):
            score = self._world.store_rules.score(match)
            if score is None or sum(score) < total:
                self._world.broken(
                    f"{socket.page}, {match}: point {total} is not saved, says nobody"
                )

    def _said(self, socket: Socket, match: str, points: int) -> None:
        self._unsaved[match] = points
        if not points and match in self._risky_at:
            told = self._best[match]
            self._world.agenda.after(SOON, lambda: self._all_saved(socket, match, told))

    def _all_saved(self, socket: Socket, match: str, told: int) -> None:
        """Check, after a while, that the page was told that all is saved.

        A crash or the end of the socket may have lost that frame.
        """
        crashed = self._world.crashes.last.get(Address("match", match), 0.0)
        if crashed > self._world.agenda.now - 2.0:
            return
        if socket.process.alive and socket.healthy and not self._unsaved.get(match):
            score = self._world.store_rules.score(match)
            if score is None or sum(score) < told:
                self._world.broken(
                    f"{socket.page}, {match}: all {told} are saved, says it: {score}"
                )

    def _finished(self, socket: Socket, frame: Frame) -> None:
        match = frame["match"]
        if frame.get("score") is None:
            self._world.book.lost_to_fault.add(match)
        elif match not in self._ended:
            if self._world.result_in_store(match) is None:
                self._world.broken(f"{socket.page}, {match}: told {frame}, there is no result")
            self._ended[match] = self._world.agenda.now

    def _matched(self, socket: Socket, frame: Frame) -> None:
        match = frame["match"]
        if match in self._world.matches or match in self.doubtful:
            return
        if self._world.store_rules.stands(match):
            self._world.matches.add(match)
        elif self._world.weather.fine_for() > 1.0:
            self._world.broken(f"{socket.page}: told of {match}, which could be lost")
        else:
            self.doubtful.add(match)
            self._world.agenda.after(ENTERED, lambda: self._marked(socket, match))

    def _marked(self, socket: Socket, match: str) -> None:
        """By now it is durable, or its pages know that it is not."""
        crashed = self._world.crashes.last.get(Address("match", match), 0.0)
        if crashed > self._world.agenda.now - RECOVERY or not socket.process.alive:
            return
        saved = self._unsaved.get(match) or self._world.store_rules.stands(match)
        if socket.healthy and not saved:
            self._world.broken(f"{socket.page}, {match}: it is not saved, says nobody")

    def _ok(self, socket: Socket, frame: Frame) -> None:
        """Check an ok: what was asked for would survive a restart, in the queue or on the list."""
        asked = socket.page.asked.get(frame["id"])
        if asked is None:
            return
        waiting: Any = socket.process.actor(Address("queue"))
        offered: Any = socket.process.actor(Address("games"))
        match msgspec.json.decode(asked):
            case {"t": "queue"} if waiting and socket.page.player in waiting.state.queue:
                there = socket.page.player in self._past("queue", queue.Lasting).queue
            case {"t": "open"} if offered and frame["game"] in offered.state.games:
                there = frame["game"] in self._past("games", games.Lasting).games
            case {"t": "resign", "match": match}:
                if self._world.result_in_store(match) is None:
                    self._world.broken(f"{socket.page}: resigned {match}, and it could be lost")
                there = True
            case _:
                there = True
        if not there:
            self._may_risk(socket, f"ok to {asked.decode()}, and it could be lost")

    def _past(self, kind: str, lasting: type[L]) -> L:
        """Return what the store has of a part of the lobby."""
        past = self._world.store_rules.past(Address(kind))
        return lasting() if past is None or not past.state else decode(past.state, type=lasting)

    # The end of a process.

    def killed(self, process: Process) -> None:
        """Check, after a kill, that the store has everything that was not told as unsaved."""
        for match, told in self._best.items():
            score = self._world.store_rules.score(match) or (0, 0)
            missing = told - sum(score)
            if missing <= 0 or match in self._world.book.lost_to_fault:
                continue
            fresh = self._world.agenda.now - self._risky_at.get(match, 0.0) < SOON
            if missing > self._unsaved.get(match, 0) and not fresh:
                self._world.broken(f"{match}: killed with {told} points told, {score} in the store")
            self._best[match] = sum(score)
            self._world.book.take_back(match, process.number, score)
        self._unsaved.clear()
        self._risky_at.clear()
