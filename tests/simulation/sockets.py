"""A simulated WebSocket: bytes go both ways in order, and are delayed, stalled, lost or cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import msgspec

from actors.core.address import Address
from actors.frames import encode
from actors.player.connection import Sink
from gateway.auth.sessions import SignedIn
from gateway.socket.conversation import Conversation
from store.people.records import User
from tests.simulation.agenda import Do

if TYPE_CHECKING:
    from gateway.services import Services
    from tests.simulation.pages import Page
    from tests.simulation.process import Process
    from tests.simulation.world import World

CONGESTED, DRAINED, MOST_WAITING = 2048, 512, 16 * 1024
"""As in `gateway.socket.backpressure`, but small, so that a schedule reaches these limits. What a
session missed is one message, which may be larger: a socket on which nothing waits takes it."""
GRACE = 1.0
"""Seconds in which the peer may answer a close."""
GONE = 1006
LEFT = 1.5
"""Seconds within which a match must know that a socket has ended."""
NOTICED = 6.0
"""Seconds within which a silent socket must be closed."""

Frame = dict[str, Any]


class Network:
    """The network between a page and the server; ``delay`` (one way) and ``jitter`` in seconds."""

    def __init__(self, delay: float, jitter: float) -> None:
        self.delay = delay
        self.jitter = jitter
        self.stalled_until = 0.0
        self.reads_from = 0.0
        """The page reads nothing until then, but what it sends goes through."""
        self.troubled_at = 0.0
        """When the network last had a problem."""

    def stall(self, now: float, seconds: float) -> None:
        """Hold back all bytes, both ways."""
        self.stalled_until = self.troubled_at = now + seconds

    def read_late(self, now: float, seconds: float) -> None:
        """Hold back the bytes to the page."""
        self.reads_from = self.troubled_at = now + seconds


class Socket:
    """Both ends: an `actors.player.connection.Connection` for the server, a pipe for the page."""

    def __init__(self, world: World, page: Page, process: Process, name: str) -> None:
        self._world = world
        self._network = page.network
        self.page = page
        self.process = process
        self.id = name
        self.called = ""
        self.account = False
        self.sink: Sink | None = None
        self.heard = world.agenda.now
        self.congested = False
        self.congested_at = 0.0
        """When it was congested last; 0: never."""
        self.waiting = 0
        self.lost = False
        """Whether it swallows everything, both ways, without either end noticing."""
        self._server_closed = False
        self._page_closed = False
        self._ended = False
        self._down_at = self._up_at = world.agenda.now
        user = User(page.player, page.player, page.player.upper(), None, True, 1)
        services = cast("Services", process.services)
        home = "home" if world.one_home else f"home of {page.player}"
        self._conversation = Conversation(services, SignedIn(user, ""), self, home)

    @property
    def over(self) -> bool:
        """Whether both ends know that it is closed."""
        return self._ended and self._page_closed

    @property
    def healthy(self) -> bool:
        """Whether everything arrives soon, both ways."""
        network, now = self._network, self._world.agenda.now
        stalled = max(network.stalled_until, network.reads_from, network.troubled_at + 6.0) > now
        closed = self._server_closed or self._page_closed or self._ended
        return not (self.lost or closed or stalled) and self.process.ready

    def swallow(self) -> None:
        """Lose everything from now on, both ways; the server must notice the silence."""
        self.lost = True
        self._world.agenda.after(NOTICED, self._noticed)

    def _noticed(self) -> None:
        crashed = self._world.crashes.last.get(Address("player", self.page.player), 0.0)
        sound = (
            self.process.alive and self._conversation._greeted
        )  # otherwise the gateway has a deadline
        sound = sound and crashed < self._world.agenda.now - 2.0 * NOTICED
        if sound and not (self._server_closed or self._ended):
            self._world.broken(f"{self.page}: nothing came for {NOTICED} s, but it is open")

    # The server's end.

    def send(self, data: bytes) -> bool:
        """See `Connection.send`."""
        gone = not self.process.alive or self._server_closed or self._ended
        if gone or (self.waiting and self.waiting + len(data) > MOST_WAITING):
            return False
        frames = [msgspec.json.decode(line) for line in data.split(b"\n")]
        self._world.told(self, frames)
        self.waiting += len(data)
        if self.waiting > CONGESTED:
            self.congested, self.congested_at = True, self._world.agenda.now
        if not self.lost:
            self._down(lambda: self._arrive(len(data), frames))
        return True

    def round_trip(self) -> float | None:
        """See `Connection.round_trip`: some of these sockets come through a proxy."""
        return None if self._network.jitter else 2.0 * self._network.delay

    def close(self, code: int, reason: str) -> None:
        """See `Connection.close`."""
        if self._server_closed or self._ended:
            return
        self._server_closed = True
        self._world.note(f"server closes {self.id}: {code} {reason}", self.page)
        if not self.lost:
            self._down(lambda: self._close_arrives(code))
        self._world.agenda.after(min(GRACE, 2.0 * self._network.delay + 0.001), self._end)

    def _arrive(self, size: int, frames: list[Frame]) -> None:
        if self.lost or self._page_closed:
            return
        self.waiting -= size
        if self.congested and self.waiting < DRAINED:
            self.congested = False
            self._tell(self._conversation.drained)
        self.page.receive(self, frames)

    def _close_arrives(self, code: int) -> None:
        if not self.lost and not self._page_closed:
            self._page_closed = True
            self.page.lost(self, code)

    def _end(self) -> None:
        """Let the server notice the end."""
        if not self._ended:
            self._ended = True
            self._tell(self._conversation.ended)
            self._world.agenda.after(LEFT, self._left)

    def _left(self) -> None:
        """Check that no match is played on this socket, which has ended."""
        if self.process.alive and not self._world.crashes.within(2.0 * LEFT):
            for match in self._world.server_rules.played_on(self.id):
                self._world.broken(f"{match} is played on {self.id}, which has ended")

    def _tell(self, deliver: Do) -> None:
        if self.process.ready:
            deliver()

    # The page's end.

    def say(self, frame: object) -> None:
        """Send a frame from the page."""
        data = frame if isinstance(frame, bytes) else encode(frame)
        if not (self.lost or self._page_closed):
            self._up(lambda: self._heard(data))

    def hang_up(self) -> None:
        """Close the socket from the page; both ends notice."""
        self._page_closed = True
        if not self.lost:
            self._up(self._end)

    def cut(self) -> None:
        """Cut the socket off; each end notices after a while."""
        if not self._page_closed:
            self._world.agenda.after(self._network.delay, lambda: self._close_arrives(GONE))
        self._world.agenda.after(self._network.delay, self._end)

    def _heard(self, data: bytes) -> None:
        if self.lost or self._ended or self._server_closed or not self.process.ready:
            return
        self.heard = self._world.agenda.now
        self._conversation.hear(data)

    # The wire.

    def _down(self, do: Do) -> None:
        at = max(self._down_at, self._sometime(), self._network.reads_from)
        self._down_at = at
        self._world.agenda.at(at, do)

    def _up(self, do: Do) -> None:
        at = max(self._up_at, self._sometime())
        self._up_at = at
        self._world.agenda.at(at, do)

    def _sometime(self) -> float:
        network, now = self._network, self._world.agenda.now
        jitter = network.jitter * self._world.dice.random() if network.jitter else 0.0
        return max(now + network.delay + jitter, network.stalled_until)
