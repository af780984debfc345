"""A simulated world: people with pages, a server that can be killed, and a store that stays."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from actors.core.address import Address
from store.people.records import User
from tests.simulation.agenda import INSTANT_LIMIT, Agenda
from tests.simulation.blocks import Blocks
from tests.simulation.book import Book
from tests.simulation.crashes import Crashes
from tests.simulation.disk import Disk
from tests.simulation.faults import Faults, people
from tests.simulation.match_rules import BACK
from tests.simulation.process import Process
from tests.simulation.room_rules import RoomRules
from tests.simulation.server_rules import ServerRules
from tests.simulation.sockets import Frame, Socket
from tests.simulation.spectator import Spectator
from tests.simulation.store_rules import StoreRules
from tests.simulation.tell_rules import TellRules
from tests.simulation.weather import Weather

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.simulation.backends import Backend
    from tests.simulation.pages import Page
    from tests.simulation.people import Person

SLICE = 0.0004
"""Seconds that a slice of the kernel takes on a slow machine."""


class World:
    """The world of one schedule. ``violation`` describes the first broken promise."""

    def __init__(self, seed: int, backend: Backend, trace: Callable[[str], None] | None) -> None:
        self.seed = seed
        self.dice = Random(f"{seed}/world")
        self.agenda = Agenda()
        self.weather = Weather(self.agenda, Random(f"{seed}/weather"))
        self.disk = Disk(backend)
        self.crashes = Crashes()
        self.crashes.happened = self._crashed
        self.crashes.now = lambda: self.agenda.now
        self.book = Book(self)
        self.store_rules = StoreRules(self)
        self.tell_rules = TellRules(self)
        self.server_rules = ServerRules(self)
        self.room_rules = RoomRules(self)
        self.disk.done = self.store_rules.done
        self.talks = seed % 3 == 1
        """Whether people talk to each other: the other schedules are about play alone."""
        self.blocks = Blocks(self)
        self.faults = Faults(self, Random(f"{seed}/faults"))
        self.people: list[Person] = people(self, self.dice)
        self.spectator = Spectator(self)
        self.ways = self.dice.sample(("queue", "open", "private", "ai", "local"), 2)
        self.one_home = self.dice.random() < 0.2
        self.open_games: dict[str, str] = {}
        self.matches: set[str] = set()
        self.pressed: dict[tuple[str, int], list[int]] = {}
        """The directions that pages sent for a side of a match, in order."""
        self.violation: str | None = None
        self.settling = False
        self.steps = 0
        self.process: Process | None = None
        self.kill_again = 0
        self._trace = trace
        self._processes = 0
        self._sockets: list[Socket] = []
        self._kill: tuple[str, int] | None = None
        self._outages: list[tuple[float, float]] = []
        self._back: dict[int, float] = {}
        self._slow = self.dice.random() < 0.2
        self._at_instant = 0
        self._next_socket = 0

    # Words.

    def note(self, what: str, who: object = "") -> None:
        """Print what happens, if the schedule is traced."""
        if self._trace is not None:
            name = f"process {who.number}" if isinstance(who, Process) else str(who)
            self._trace(f"{self.agenda.now % 1000:9.4f}  {name:18} {what}")

    def broken(self, what: str) -> None:
        """Report a broken promise; only the first one counts."""
        if self.violation is None:
            self.note(f"VIOLATION: {what}")
            self.violation = what

    def _crashed(self, address: Address) -> None:
        self.note(f"fault: a mistake in {address}")
        self.crashes.last[address] = self.agenda.now
        self.server_rules.crashed(address)
        for page in (page for person in [*self.people, self.spectator] for page in person.pages):
            socket = page.socket
            if address == Address("player", page.player) and socket is not None and page.welcomed:
                owed = partial(page.rules.owed_resync, socket, self.agenda.now)
                self.agenda.after(1.0, owed)

    # Steps.

    def step(self) -> None:
        """Let one thing happen, and check the rules."""
        self.steps += 1
        before = self.agenda.now
        process = self.process
        if process is not None and process.busy() and not self._interrupts():
            process.step()
            if self._slow:
                self.agenda.now += SLICE
            if process.alive:
                self.server_rules.check(process)
        elif process is not None and process.next_at() < self.agenda.next_at():
            self.agenda.now = max(self.agenda.now, process.next_at())
        else:
            self.agenda.run_next()
        self._count_down("steps")
        self._at_instant = self._at_instant + 1 if self.agenda.now == before else 0
        if self._at_instant > INSTANT_LIMIT:
            self.broken("no end of work at one instant: does a timer set itself to now?")

    def _interrupts(self) -> bool:
        """Tell whether something from outside happens between two slices."""
        return self.agenda.next_at() <= self.agenda.now and self.dice.random() < 0.3

    # The server.

    def start(self) -> None:
        """Start a process, unless one runs."""
        if self.process is None:
            self._processes += 1
            self.process = Process(self, self._processes)
            self.note("starts", self.process)
            if self.kill_again and self._processes > 1:
                self._kill, self.kill_again = ("steps", self.kill_again), 0

    def opened(self, process: Process) -> None:
        """Note that a process is ready for pages."""
        self.note("is ready", process)
        if self._outages:
            began, _ = self._outages[-1]
            self._outages[-1] = (began, self.agenda.now)
        self.server_rules.restored(process)

    def kill_soon(self, when: str, count: int) -> None:
        """Kill the process after ``count`` more of what ``when`` names: ``steps``, writes ``sent``,
        each ``write`` that was carried out, points ``told``, or matches that were ``made``.
        """
        self._kill = (when, count)

    def _count_down(self, what: str) -> None:
        if self._kill is not None and self._kill[0] == what and not self.settling:
            count = self._kill[1]
            self._kill = (what, count - 1)
            if count <= 0:
                self._kill = None
                self.kill()

    def at_send(self) -> None:
        """Note that a write is under way."""
        self._count_down("sent")

    def at_write(self) -> None:
        """Note that a write was carried out, of which the process does not know yet."""
        self._count_down("write")

    def exited(self, process: Process) -> None:
        """Note that a process ended by itself: it started without a store, or its root gave up."""
        if process.ready:
            self.broken("the root of the tree gave up")
        self.kill()

    def kill(self) -> None:
        """Kill the process, as with ``kill -9``."""
        process, now = self.process, self.agenda.now
        if process is None:
            return
        self.note("KILLED", process)
        self.faults.counts["killed"] += 1
        self.server_rules.remember()
        self.tell_rules.killed(process)
        self._back[process.number + 1] = BACK if self.weather.fine_for() > 1.0 else float("inf")
        if process.ready or not self._outages:
            self._outages.append((now, float("inf")))
        process.kill()
        self.process = None
        for socket in self._sockets:
            if not socket.lost:
                socket.cut()
        self._sockets.clear()
        self.agenda.after(self.dice.choice((0.2, 1.0, 3.0, 3.0, 45.0)), self.start)

    def accept(self, page: Page) -> Socket | None:
        """Open a socket for a page; None if no server listens."""
        process = self.process
        if process is None or not process.ready:
            return None
        self._next_socket += 1
        socket = Socket(self, page, process, f"c{self._next_socket}")
        self._sockets = [each for each in self._sockets if not each.over]
        self._sockets.append(socket)
        return socket

    def told(self, socket: Socket, frames: list[Frame]) -> None:
        """Check what the server sends, whether or not it arrives."""
        for frame in frames:  # frames after a welcome may have been told long before
            frame["sent"] = None if frames[0]["t"] == "welcome" else self.agenda.now
        self.tell_rules.told(socket, frames)
        for frame in frames if self.talks else ():
            self.room_rules.told(socket, frame)
        if any(frame["t"] == "point" for frame in frames):
            self._count_down("told")
        if any(frame["t"] == "matched" for frame in frames):
            self._count_down("made")

    def make_user(self, name: str) -> None:
        """Add a user who has signed in."""
        self.disk.call("people.create_user", (User(name, name, name.upper(), None, True, 1),))

    # What rules ask for.

    def served(self, since: float, until: float) -> float:
        """Return the seconds between two times during which a server ran."""
        gone = sum(max(0.0, min(until, to) - max(since, at)) for at, to in self._outages)
        return until - since - gone

    def back(self, since: int, process: Process) -> float:
        """Return by how many seconds play may be set back since process number ``since``."""
        return max((self._back[n] for n in self._back if since < n <= process.number), default=0.0)

    def result_in_store(self, match: str) -> tuple[Any, ...] | None:
        """Return how a match ended, from the store: cause, winner, score, match time."""
        stored = self.disk.backend.call("matches.match", (match,))
        if stored is None or stored.result is None:
            return None
        result = stored.result
        return result.cause, result.winner, tuple(result.score), result.seconds
