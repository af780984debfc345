"""A page that follows docs/protocol.md: it says hello, resumes, answers pings, asks again, plays.

It never looks into the server: it knows only what it was told. `SessionRules` and `MatchRules`
check what that is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tests.simulation.match_rules import MatchRules
from tests.simulation.session_rules import SessionRules
from tests.simulation.sockets import Frame, Network, Socket
from tests.simulation.talk import Talk

if TYPE_CHECKING:
    from tests.simulation.people import Person
    from tests.simulation.world import World

BEAT = 1.5
"""Seconds between two pings of the page."""
SILENCE = 4.0
"""Seconds without a frame after which the page takes the connection for dead."""
ASK_AGAIN = 3.0
"""Seconds after which a request without an answer is repeated."""
BACK_OFF, LONGEST_BACK_OFF = 0.25, 5.0
FINAL = frozenset({4409, 4401, 4429})
"""Close codes after which a page does not come back by itself."""


class Page:
    """One tab of a person's browser."""

    def __init__(self, world: World, person: Person, name: str) -> None:
        self.world = world
        self.person = person
        self.player = person.name
        self.name = name
        self.network = Network(world.dice.choice((0.0, 0.005, 0.04, 0.11)), 0.0)
        self.network.jitter = self.network.delay * world.dice.choice((0.0, 0.1, 0.6))
        self.acknowledges = world.dice.random() < 0.8
        self.rules = SessionRules(world, self)
        self.talk = Talk(world, self)
        self.matches: dict[str, MatchRules] = {}
        self.socket: Socket | None = None
        self.open = self.welcomed = self.watching = False
        self.session: str | None = None
        self.match: str | None = None
        self.asked: dict[str, bytes] = {}
        self.watched: str | None = None
        self._entering: str | None = None
        self._asked_at = self._heard = 0.0
        self._attempts = self._tries = self._beats = 0

    def __str__(self) -> str:
        return f"{self.player}'s page {self.name}"

    # Its connection.

    def begin(self) -> None:
        """Open the page."""
        self.open = True
        self._beats += 1
        self._connect()
        self._beat(self._beats)

    def leave(self) -> None:
        """Close the page, or the whole browser."""
        self.open = False
        if self.socket is not None:
            self.socket.hang_up()
            self.socket, self.welcomed = None, False

    def reload(self) -> None:
        """Begin again without knowing anything."""
        if self.socket is not None:
            self.socket.hang_up()
        self._begin_anew()
        self._connect()

    def open_again(self) -> None:
        """Wake up: the person is back, and the tab was only asleep."""
        if not self.open:
            self.begin()

    def reload_later(self) -> None:
        """Open the page again, because the person is back."""
        if not self.open:
            self._begin_anew()
            self.begin()

    def _begin_anew(self) -> None:
        self._forget()
        self.talk.forget()
        self.session, self.asked, self.match = None, {}, None

    def network_back(self) -> None:
        """Change the network: the old socket is dead, and the page connects at once."""
        self._attempts = 0
        self._connect()

    def _connect(self) -> None:
        """Open a socket; if there is no server, try again later."""
        self._tries += 1
        mine = self._tries
        self.socket, self.welcomed = None, False
        way = max(2.0 * self.network.delay, self.network.stalled_until - self.world.agenda.now)
        self.world.agenda.after(way + 0.001, lambda: self._connected(mine))

    def _connected(self, mine: int) -> None:
        if mine != self._tries or not self.open:
            return
        self.socket = self.world.accept(self)
        if self.socket is None:
            self._come_back()
            return
        self._heard = self.world.agenda.now
        hello: Frame = {"t": "hello"}
        if self.session is not None:
            hello |= {"session": self.session, "last": self.rules.last}
        self.rules.hello(self.socket, hello)
        self.say(hello)

    def _come_back(self) -> None:
        self._attempts += 1
        self._tries += 1
        mine = self._tries
        longest = min(BACK_OFF * 2.0 ** (self._attempts - 1), LONGEST_BACK_OFF)
        delay = longest * (0.5 + 0.5 * self.world.dice.random())
        self.world.agenda.after(delay, lambda: self._try(mine))

    def _try(self, mine: int) -> None:
        if mine == self._tries and self.open:
            self._connect()

    def lost(self, socket: Socket, code: int) -> None:
        """React to the end of a socket."""
        if socket is not self.socket:
            return
        self.world.note(f"hears close {code}", self)
        self.socket, self.welcomed = None, False
        if code in FINAL:
            self.open = False
            self.world.agenda.after(2.0, self.person.page_was_closed)
        else:
            self._come_back()

    def _beat(self, mine: int) -> None:
        """Send a ping, notice silence, and repeat requests."""
        now = self.world.agenda.now
        if not self.open or mine != self._beats:
            return
        self.world.agenda.after(BEAT, lambda: self._beat(mine))
        if self.socket is None:
            return
        if now - self._heard > SILENCE:
            self.world.note("takes the connection for dead", self)
            self.socket.hang_up()
            self._connect()
        elif self.welcomed:
            ack = self.rules.last if self.acknowledges else 0
            self.say({"t": "ping", "at": self.world.agenda.ms, "ack": ack})
            if now - self._asked_at > ASK_AGAIN:
                self._ask_all()

    # What it says.

    def say(self, frame: Frame) -> None:
        """Send a frame, if there is a socket."""
        if self.socket is not None:
            if frame["t"] not in {"ping", "pong"}:
                self.world.note(f"says {frame}", self)
            self.socket.say(frame)

    def request(self, frame: Frame) -> None:
        """Ask for something until it is answered."""
        self.asked[frame["id"]] = msgspec.json.encode(frame)
        self._asked_at = self.world.agenda.now
        if self.welcomed:
            self.say(frame)

    def ask_quietly(self, match: str) -> None:
        """Ask for the whole match once; do not repeat the request."""
        if self.welcomed:
            self.say({"t": "enter", "match": match})

    def enter(self, match: str) -> None:
        """Show a match and play it."""
        self.match = self._entering = match
        self._asked_at = self.world.agenda.now
        if self.welcomed:
            self.say({"t": "enter", "match": match})

    def leave_match(self) -> None:
        """Show something else."""
        if self.match is not None:
            self.say({"t": "exit", "match": self.match})
            self.rules_of(self.match).entered_on = None
            self.match = self._entering = None

    def watch(self, match: str) -> None:
        """Watch a match in which the person has no seat; what the page knew of it may be old."""
        self.watched = match
        self.rules_of(match).void()
        self.say({"t": "watch", "match": match})

    def _ask_all(self) -> None:
        self._asked_at = self.world.agenda.now
        for data in self.asked.values():
            self.say(msgspec.json.decode(data))
        if self._entering is not None:
            self.say({"t": "enter", "match": self._entering})

    # What it hears.

    def receive(self, socket: Socket, frames: list[Frame]) -> None:
        """Take in a message; ignore it if it comes from a socket that was given up."""
        for frame in frames:
            if socket is self.socket:
                self._heard = self.world.agenda.now
                self._hear(socket, frame)

    def _hear(self, socket: Socket, frame: Frame) -> None:
        kind = frame["t"]
        if kind == "ping":
            socket.say({"t": "pong", "at": frame["at"]})
            return
        if kind != "pong":
            self.world.note(f"hears {frame}", self)
        self.rules.hear(socket, frame)
        if kind == "pong" or self.talk.hear(socket, frame):
            return
        match kind:
            case "welcome":
                self._welcome(frame)
            case "resync":
                self._forget()
                self._show_again()
            case "ok" | "error":
                self.asked.pop(frame.get("id", ""), None)
                if frame.get("code") == "no_such_match" and self.match is not None:
                    self.person.done.add(self.match)
                    self.match = self._entering = None
                self.person.answered(self, frame)
            case "matched":
                self.rules_of(frame["match"]).seated(frame)
                self.person.matched(self, frame["match"])
            case "games" | "waiting" | "playing" | "online":
                self.person.sees_lobby(self, frame)
            case _:
                self._match(socket, frame)

    def _welcome(self, frame: Frame) -> None:
        self._attempts = 0
        self.session, self.welcomed = frame["session"], True
        if frame["match"] is not None:
            self.match = frame["match"]
        elif not frame["resumed"]:
            self.match = None
        self._show_again()
        self.talk.welcomed()

    def _show_again(self) -> None:
        """Ask again for what the page shows, as after each welcome and each resync."""
        if self.match is not None:
            self._entering = self.match
        if self.watching:
            self.say({"t": "watch_lobby", "on": True})
        if self.watched is not None:
            self.watch(self.watched)
        self._ask_all()

    def _forget(self) -> None:
        for rules in self.matches.values():
            rules.void()

    def _match(self, socket: Socket, frame: Frame) -> None:
        rules = self.rules_of(frame["match"])
        rules.hear(socket, frame)
        if rules.entered_on is socket and frame["match"] == self._entering:
            self._entering = None  # otherwise ask again: a crash lost the enter
        away = [absent["side"] for absent in frame.get("away", ())]
        if frame["match"] == self.match and self._entering is None and {*away} & {*rules.sides}:
            self.enter(frame["match"])  # its enter was lost, but not the end of its old socket
        if frame["t"] == "moved" and frame["match"] == self.match:
            self.match = self._entering = None
        if rules.phase == "finished":
            if frame["match"] == self.match:
                self.match = self._entering = None
            if frame["match"] == self.watched:
                self.watched = None
            self.person.finished(self, frame["match"])

    def rules_of(self, match: str) -> MatchRules:
        """Return the rules that check what this page is told of a match."""
        if match not in self.matches:
            self.matches[match] = MatchRules(self.world, self, match)
        return self.matches[match]
