"""The rules for what a page is told about a match, frame by frame.

The numbered frames tell one story without a jump: the score goes up by one point at a time, match
time never goes back and stands still in a pause, budgets only shrink, nothing comes after the end.
What is told is compared with what other pages were told (`book.Book`). `motion_rules` checks the
motion in between.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from actors.core.address import Address
from actors.seats.parts import EVERY
from tests.simulation.budget_rules import BudgetRules
from tests.simulation.motion_rules import MotionRules
from tests.simulation.view_rules import check_view

if TYPE_CHECKING:
    from tests.simulation.pages import Page
    from tests.simulation.sockets import Frame, Socket
    from tests.simulation.world import World

BACK = 0.25
"""Seconds of play that a kill may cost."""
CAUSES = frozenset({"played", "resigned", "forfeit_absent", "no_show", "aborted", "server_fault"})
RECOVERY = 2.0
"""Seconds within which the effects of a crash must be repaired."""
STORY = frozenset({"match", "countdown", "pause", "point", "finished"})


class MatchRules:
    """The rules for one match on one page. ``exact``: the page has missed nothing of the score."""

    def __init__(self, world: World, page: Page, match: str) -> None:
        self._world = world
        self._page = page
        self.match = match
        self.motion = MotionRules(self.broken)
        self.phase = ""
        self.void()
        self.score: tuple[int, int] = (0, 0)
        self.sides: list[int] = []
        self.settings: Frame = {}
        self.time = 0.0
        self.starts = 0
        self.here = False
        self.entered_on: Socket | None = None
        self.entered_at = 0.0
        self._base = 0.0
        self._budgets = BudgetRules(world, self.broken)
        self._process = 0
        self._sent = 0.0
        self._away: set[int] = set()
        self._rules: dict[str, Callable[[Socket, Frame], None]] = {
            "match": self._view,
            "countdown": self._countdown,
            "pause": self._pause,
            "point": self._point,
            "finished": self._finished,
            "moved": self._moved,
            "absent": self._absent,
            "unsaved": lambda _, frame: self._unsaved(frame["points"]),
            "paddle": lambda _, frame: self.motion.paddle(frame),
            "flight": self._flight,
        }

    def void(self) -> None:
        """Forget what the page knew: nothing of it is certain any more."""
        self.exact, self._over, self._void_at = False, False, self._world.agenda.ms
        self.motion.void()

    def seated(self, frame: Frame) -> None:
        """Note from ``matched`` that the person has a seat."""
        self.sides = self.sides or [frame["side"]]

    @property
    def playing(self) -> bool:
        """Whether the page draws a moving ball; no frame tells it that a countdown is over."""
        if self.phase == "countdown":
            return self._world.agenda.now * 1000.0 >= self.starts
        return self.phase == "playing"

    def hear(self, socket: Socket, frame: Frame) -> None:
        """Check one frame and remember what it says."""
        kind = frame["t"]
        if kind in STORY and self._over and self.exact and not self._excused(socket):
            again = kind == "match" and frame["phase"] == "finished"
            if not again:
                self.broken(f"{kind} after the end")
        rule = self._rules.get(kind)
        if rule is None:
            self.broken(f"an unknown frame: {frame}")
        else:
            rule(socket, frame)
        self._process = socket.process.number
        self._sent = frame["sent"] or self._world.agenda.now

    # The story.

    def _view(self, socket: Socket, frame: Frame) -> None:
        check_view(frame, self._page.player, self.broken)
        if self.settings and frame["settings"] != self.settings:
            self.broken(f"other settings: {frame['settings']}")
        score = (frame["score"][0], frame["score"][1])
        if self._page.watched == self.match:
            self.void()  # a watcher is told nothing while the socket is gone
        restarted = socket.process.number != self._process
        if restarted or not self.exact:
            self.motion.void()
        if not self._same_or_excused(score, socket):
            self.broken(f"the match shows {score}, the page knows {self.score}")
        if frame["phase"] == "waiting" and self.phase not in {"", "waiting"} and not restarted:
            self.broken(f"{self.phase} became waiting")
        slack = self._world.back(self._process, socket.process) if restarted else 0.0
        runs = frame["starts"] is not None and frame["starts"] == self.starts
        if self.phase and frame["time"] < (self._base if runs else self.time) - slack - 1e-9:
            self.broken(f"match time went back from {self.time} to {frame['time']}")
        self._adopt(frame, score)
        self._unsaved(frame["unsaved"])
        self._budgets.view(socket, frame)
        self.here = all(p["here"] for p in frame["players"] if p["side"] in self.sides)
        if not self.here or self._page.match != self.match:
            self.entered_on = None
        elif self.entered_on is not socket and frame["sent"] is not None:
            self.entered_on, self.entered_at = socket, self._world.agenda.now
        if frame["phase"] == "finished" and not frame["unsaved"]:
            self._over = True
            self._end(frame["cause"], frame["winner"], score, frame["time"])

    def _adopt(self, frame: Frame, score: tuple[int, int]) -> None:
        # If a page watches again, the first frame may answer its earlier request.
        stale = self._page.watched == self.match and (frame["sent"] or 0) < self._void_at
        self.phase, self.score, self.exact = frame["phase"], score, not stale
        self.sides, self.settings = frame["sides"], frame["settings"]
        if frame["starts"] is None or frame["starts"] != self.starts:
            self.time = frame["time"]
        if frame["starts"] is not None:
            self.starts, self._base = frame["starts"], frame["time"]
        self.motion.view(frame)

    def _countdown(self, socket: Socket, frame: Frame) -> None:
        if self.exact and not self._excused(socket):
            if self.phase not in {"waiting", "paused"}:
                self.broken(f"a countdown while {self.phase}")
            if frame["time"] != self.time:
                self.broken(f"play goes on at {frame['time']}, it was paused at {self.time}")
        self.phase, self.starts = "countdown", frame["starts"]
        self.time = self._base = frame["time"]

    def _pause(self, socket: Socket, frame: Frame) -> None:
        time = frame["time"]
        if self.exact and not self._excused(socket):
            if self.phase not in {"countdown", "playing", "paused"}:
                self.broken(f"a pause while {self.phase}")
            still = self.phase == "paused" or not self.playing
            if time < self.time or (still and time > self.time):
                self.broken(f"paused at {time}, match time was {self.time}")
            self._in_time(time)
        if not frame["away"]:
            self.broken("a pause, although nobody is away")
        if self._is_here() and not self._excused(socket):
            for absent in frame["away"]:
                if absent["side"] in self.sides:
                    self.broken(f"called away, although here since {self.entered_at:.3f}")
        self._away = {absent["side"] for absent in frame["away"]}
        self._budgets.pause(socket, frame)
        self.phase, self.time = "paused", time
        self.motion.pause(frame)

    def _absent(self, socket: Socket, frame: Frame) -> None:
        """Check ``absent``: play goes on without somebody."""
        self._away = {absent["side"] for absent in frame["away"]}
        if self.exact and not self._excused(socket) and self.phase not in {"countdown", "playing"}:
            self.broken(f"play goes on without {self._away} in the phase {self.phase}")
        self._budgets.absent(socket, frame)

    def _point(self, socket: Socket, frame: Frame) -> None:
        score = (frame["score"][0], frame["score"][1])
        before = score[0] - (frame["side"] < 0), score[1] - (frame["side"] > 0)
        if self.exact:
            if before != self.score and not self._looks_on():
                self.broken(f"a point of {frame['side']}: {self.score} became {score}")
            if frame["time"] <= self.time and self.score != (0, 0):
                self.broken(f"a point at {frame['time']}, although match time was {self.time}")
            self._moving(frame["time"], socket)
            self._in_time(frame["time"])
        facts = (frame["side"], frame["time"], frame["flight"])
        self._world.book.point(self, socket.process.number, score, *facts)
        goes_on = bool(self.settings) and not self._won(score)
        self.motion.point(frame, exact=self.exact, serves=goes_on)
        self.score, self.time = score, frame["time"]

    def _finished(self, socket: Socket, frame: Frame) -> None:
        cause, winner = frame["cause"], frame["winner"]
        score, time = frame.get("score"), frame.get("time")
        if cause not in CAUSES:
            self.broken(f"an undocumented cause: {cause}")
        if score is None and cause != "server_fault":
            self.broken(f"{cause} with score {score}")
        if score is not None and time is not None:
            score = (score[0], score[1])
            if not self._same_or_excused(score, socket):
                self.broken(f"it ended {score}, although the page knows {self.score}")
            if self.exact and time < self.time:
                self.broken(f"it ended at {time}, although match time was {self.time}")
            self._end(cause, winner, score, time)
            self.time = time
        if self.exact and self.phase in {"paused", "waiting"} and not self._excused(socket):
            self._budgets.ended(frame)
        self.phase, self._over = "finished", True

    def _end(self, cause: str, winner: int, score: tuple[int, int], time: float) -> None:
        if cause == "played":
            high = max(score)
            if self.settings and (high != self.settings["points"] or not self._won(score)):
                self.broken(f"won by play at {score}")
            if (score[0] > score[1]) != (winner < 0):
                self.broken(f"{winner} won {score}")
        if cause in {"aborted", "server_fault"} and winner != 0:
            self.broken(f"{cause}, and {winner} wins")
        if cause in {"forfeit_absent", "no_show"} and -winner in self.sides:
            self._forfeited(cause)
        if cause == "forfeit_absent" and self.exact and self._away and -winner not in self._away:
            self.broken(f"side {-winner} forfeits, and {self._away} were away")
        resigned = [p for p in self._world.people if self.match in p.resigned]
        if cause == "resigned" and winner in self.sides and resigned == [self._page.person]:
            self.broken("only its player resigned, yet wins")
        self._world.book.result(self, cause, winner, score, time)

    def _forfeited(self, cause: str) -> None:
        long = self._world.agenda.now - self.entered_at > 2.0
        if long and self._is_here() and self.phase not in {"finished", ""}:
            self.broken(f"{cause}, although its player was here since {self.entered_at:.3f}")

    def _is_here(self) -> bool:
        """Tell whether the player plays on this page and has no other page."""
        socket = self.entered_on
        there = socket is not None and socket is self._page.socket and socket.healthy
        return there and len(self._page.person.pages) == 1

    def _looks_on(self) -> bool:
        """Tell whether another page plays. After a crash only that one is shown the match again."""
        crashed = Address("match", self.match) in self._world.crashes.last
        return crashed and self.entered_on is None

    def _flight(self, socket: Socket, frame: Frame) -> None:
        flight = frame["flight"]
        if self.phase != "finished" and flight["x"]:  # no serve still to come
            self._moving(flight["since"], socket)
        self.motion.flight(flight)

    def _unsaved(self, points: int) -> None:
        """Check that no more points are called unsaved than were told."""
        # The match itself counts as one, and so does its end.
        most = sum(self.score) + 1 + (self.phase == "finished")
        if points < 0 or (self.exact and points > most):
            self.broken(f"{points} points are not saved, at {self.score}")

    def _moved(self, socket: Socket, _: Frame) -> None:
        if len(self._page.person.pages) < 2 and not self._excused(socket):
            self.broken("moved to another page, although there is none")
        self.entered_on = None

    # What the numbers may do.

    def _same_or_excused(self, score: tuple[int, int], socket: Socket) -> bool:
        """Tell whether a whole view may show this score: the known one, or others after a crash."""
        known = self._world.book.least(self.match, self.score) if self.phase else (0, 0)
        grown = score[0] >= known[0] and score[1] >= known[1]
        return grown and (score == self.score or not self.exact or self._excused(socket))

    def _excused(self, socket: Socket) -> bool:
        """Tell whether a crash may have lost a frame or let one come twice."""
        last = self._world.crashes.last
        makers = (Address("match", self.match), *EVERY)
        crashed = max(last.get(maker, 0.0) for maker in makers)
        return socket.process.number != self._process or crashed > self._sent - RECOVERY

    def _won(self, score: tuple[int, int]) -> bool:
        return bool(self.settings) and max(score) >= self.settings["points"]

    def _moving(self, time: float, socket: Socket) -> None:
        """Check that an event on the court, at this match time, came while play was going on."""
        if self.exact and not self._excused(socket) and not self.playing and time > self.time:
            self.broken(f"something at {time} while {self.phase} at {self.time}")

    def _in_time(self, time: float) -> None:
        """Check that match time is not ahead of the clock."""
        if (
            self.playing
            and time > self._base + self._world.agenda.now - self.starts / 1000.0 + 0.001
        ):
            self.broken(f"match time {time} is ahead of the clock")

    def broken(self, what: str) -> None:
        """Report a broken promise of this match."""
        self._world.broken(f"{self._page}, {self.match}: {what}")
