"""The rules of a session: its numbers have no gap and no repeat, or there is a resync."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actors.core.address import Address

if TYPE_CHECKING:
    from tests.simulation.pages import Page
    from tests.simulation.sockets import Frame, Socket
    from tests.simulation.world import World

UNNUMBERED = frozenset(
    {
        *("welcome", "ping", "pong", "flight", "paddle", "games", "waiting", "playing", "online"),
        *("room", "event", "head", "history", "mark", "seen", "typing"),
    }
)
UNREAD = frozenset({"malformed", "unknown_frame", "too_large", "out_of_order", "rate_limited"})
REFUSALS = frozenset(
    {
        *("no_such_match", "not_your_match", "not_your_paddle", "not_entered", "future_time"),
        *("match_over", "already_playing", "no_such_game", "own_game", "too_many", "no_show"),
        *("server_fault", "not_watchable", "too_many_watchers", "unavailable"),
        *("no_such_room", "line_taken", "too_fast", "takes_none", "no_such_line", "not_yours"),
    }
)
KEEP_SESSION = 120.0
KEPT = 256


class SessionRules:
    """The rules for one page and all its connections; ``last`` is the newest number it has seen."""

    def __init__(self, world: World, page: Page) -> None:
        self._world = world
        self._page = page
        self.last = 0
        self._hello: Frame = {}
        self._socket: Socket | None = None
        self._welcomed = False
        self._resync_due = False
        self._resyncs = 0
        self._crashes = self._crashes_at_hello = 0
        self._process = 0
        self._alive_at = self._resynced_at = 0.0
        self._answers: dict[str, tuple[str, str]] = {}

    def hello(self, socket: Socket, frame: Frame) -> None:
        """Note the hello that the page sends on a new socket."""
        self._hello, self._socket, self._welcomed = frame, socket, False
        self._crashes_at_hello = self._crashed()

    def hear(self, socket: Socket, frame: Frame) -> None:
        """Check one frame, in the order of arrival."""
        kind = frame["t"]
        if not self._welcomed:
            if kind != "welcome":
                self._broken(f"the first frame is {kind}, not welcome")
            self._welcome(socket, frame)
            return
        self._alive_at = self._world.agenda.now
        if kind == "welcome":
            self._broken("a second welcome on one connection")
        numbered = "seq" in frame
        unread = kind == "error" and frame["code"] in UNREAD
        if numbered == (kind in UNNUMBERED or unread):
            self._broken(f"{kind} carries {'a' if numbered else 'no'} number")
        if numbered:
            self._number(frame)
        if kind == "pong" and not frame["at"] <= frame["now"] + 1:
            self._broken(f"pong of {frame['at']} at {frame['now']}, before it was asked")
        if kind == "error":
            self._error(frame)
        if kind in {"ok", "error"} and frame.get("id") is not None:
            self._answer(socket, frame)

    def _welcome(self, socket: Socket, frame: Frame) -> None:
        self._welcomed = True
        asked = self._hello.get("session")
        if frame["player"]["id"] != self._page.player:
            self._broken("welcomed as somebody else")
        if frame["resumed"]:
            if frame["session"] != asked:
                self._broken(f"resumed {frame['session']}, asked for {asked}")
        else:
            self._fresh(socket, asked is not None)
        self._alive_at = self._world.agenda.now

    def _fresh(self, socket: Socket, asked: bool) -> None:
        """Check a new session: if the old one could be resumed, it should have been."""
        crashes = self._crashed()
        if (
            asked
            and socket.process.number == self._process
            and crashes == self._crashes
            and self._page.acknowledges
            and self._world.agenda.now - self._alive_at < KEEP_SESSION - 10.0
            # A flooding player makes others get more frames than their sessions keep.
            and not any(person.floods for person in self._world.people)
        ):
            self._broken("a session of this process, lost for a short while, was not resumed")
        self.last, self._resyncs, self._answers = 0, 0, {}
        self._resync_due = asked
        self._process, self._crashes = socket.process.number, self._crashes_at_hello

    def _crashed(self) -> int:
        return self._world.crashes.of[Address("player", self._page.player)]

    def _number(self, frame: Frame) -> None:
        kind, seq = frame["t"], frame["seq"]
        if seq != self.last + 1:
            self._broken(f"{kind} has number {seq} after {self.last}")
        self.last = seq
        if kind == "resync":
            self._resync(frame["reason"])
        elif self._resync_due:
            self._broken(f"{kind} before the resync of a session that was not resumed")

    def _resync(self, reason: str) -> None:
        if reason == "session_unknown":
            if not self._resync_due:
                self._broken("a resync of a session that goes on")
            self._resync_due = False
        elif reason == "restarted":
            self._resyncs += 1
            self._resynced_at = self._world.agenda.now
            crashes = self._crashed() - self._crashes
            if self._resyncs > crashes:
                self._broken(f"{self._resyncs} resyncs after {crashes} crashes of the player")
        else:
            self._broken(f"a resync for an unknown reason: {reason}")

    def owed_resync(self, socket: Socket, since: float) -> None:
        """Check that the page has been told of a crash of its player some time ago."""
        if self._socket is socket and socket.healthy and self._resynced_at < since:
            self._broken("its player crashed, and it was not told")

    def _error(self, frame: Frame) -> None:
        code = frame["code"]
        if code in UNREAD:
            if not (code == "rate_limited" and self._page.person.floods):
                self._broken(f"a frame by the protocol was not read: {frame}")
        elif code not in REFUSALS:
            self._broken(f"an undocumented error: {frame}")

    def _answer(self, socket: Socket, frame: Frame) -> None:
        """Check that a repeated request was not carried out twice."""
        if (game := frame.get("game")) is not None and frame["sent"] is not None:
            where, before = self._answers.setdefault(frame["id"], (socket.id, game))
            if where == socket.id and before != game:
                self._broken(f"request {frame['id']} made the game {before}, and then {game}")

    def _broken(self, what: str) -> None:
        self._world.broken(f"{self._page}: {what}")
