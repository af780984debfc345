"""Counts the system calls of a match on real sockets, with the load of test_work.py.

The connections are those of our own transport, each on one end of a socket pair and all in one
epoll, with the virtual clock. What trio calls to wake up is not counted.
"""

import select
import socket
from collections import Counter
from functools import partial
from typing import Any, cast

import pytest
from _backend import STEP, Backend, NullConnection
from _load import Player
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage

from actors.core.address import Address
from actors.frames import Origin
from actors.player.messages import Attach, Hello, Profile
from gateway.services import call
from gateway.transport.connection import SocketConnection
from gateway.transport.epoll import EpollReadiness
from store.people.records import User

MATCHES, SECONDS = 20, 5.0
MOST = {
    "recv": 10.6,  # the inputs, pings and pongs, each in its own segment
    "send": 11.7,
    "epoll_wait": 9.5,  # some arrive together
    "epoll_ctl": 0.1,
}
"""For each second of a match."""

pytestmark = pytest.mark.skipif(not hasattr(select, "epoll"), reason="epoll is of Linux")


class CountedSocket(socket.socket):
    """Counts what it is asked."""

    calls: Counter[str]

    def recv(self, *arguments: int) -> bytes:
        self.calls["recv"] += 1
        return super().recv(*arguments)

    def send(self, *arguments: Any) -> int:
        self.calls["send"] += 1
        return super().send(*arguments)


class CountedEpoll:
    """Counts what it is asked."""

    def __init__(self, calls: Counter[str]) -> None:
        self._calls = calls
        self._epoll = select.epoll()

    def poll(self, timeout: float, most: int) -> list[tuple[int, int]]:
        self._calls["epoll_wait"] += 1
        return self._epoll.poll(timeout, most)

    def __getattr__(self, name: str) -> Any:
        self._calls["epoll_ctl"] += 1
        return getattr(self._epoll, name)


class Link:
    """A page at the far end, and its listener at the near end."""

    def __init__(self, backend: "SocketBackend", player: Player) -> None:
        near, self.far = socket.socketpair()
        sock = CountedSocket(fileno=near.detach())
        sock.calls = backend.calls
        for end in (sock, self.far):
            end.setblocking(False)
        self.backend, self.player = backend, player
        self.protocol = Connection(ConnectionType.CLIENT)
        now = backend.world.now
        self.connection = SocketConnection(sock, None, backend.readiness, cast("Any", None), now)
        self.null = NullConnection(player, backend)
        self.origin = Origin(player.name, player.name, self.connection.id)
        self.null.origin = self.origin

    def hear(self, message: bytes) -> None:
        """See `gateway.socket.listener.Listener`."""
        self.backend.pass_on(self.null, message)

    def count(self) -> None:
        raise AssertionError("nobody sends anything but messages")

    drained = ended = count

    def say(self, data: bytes) -> None:
        """Send from the far end."""
        self.far.send(self.protocol.send(TextMessage(data.decode())))

    def read(self) -> list[bytes]:
        """Return the messages that arrived at the far end."""
        try:
            self.protocol.receive_data(self.far.recv(65536))
        except BlockingIOError:
            return []
        events = self.protocol.events()
        return [event.data.encode() for event in events if isinstance(event, TextMessage)]

    def close(self) -> None:
        self.connection.sock.close()
        self.far.close()


class SocketBackend(Backend):
    """The backend of the bench behind sockets."""

    def __init__(self, seed: int) -> None:
        self.calls: Counter[str] = Counter()
        self.links: dict[str, Link] = {}
        self.readiness = EpollReadiness(call)
        self.readiness._epoll.close()
        self.readiness._epoll = cast("Any", CountedEpoll(self.calls))
        super().__init__(seed)

    def join(self, name: str) -> Player:
        player = Player(name, self.wire)
        link = self.links[name] = Link(self, player)
        self.connections[name] = link.null
        user = User(name, name, name, None, True, 0)
        self.world.run(self.kernel, lambda: self.store.people.create_user(user))
        link.connection.start(link, b"")
        self.kernel.edges[link.connection.id] = link.connection
        attach = Attach(link.connection.id, Profile(name, name, True), Hello())
        self.kernel.tell(Address("player", name), attach)
        player.begin()
        return player

    def pass_on(self, null: NullConnection, message: bytes) -> None:
        super()._receive(null, message, self.world.now())

    def step(self) -> None:
        now = self.world.now()
        arrived = self.wire.until(now)
        for player, data in arrived:
            self.links[player.name].say(data)
        if arrived:
            self.readiness._serve_all()
        self.world.advance(self.kernel, now + STEP)
        before = self.calls["send"]
        if before != self.sends:
            self.sends = before
            for link in self.links.values():
                for message in link.read():
                    self.wire.carry(partial(link.player.hear, message))
        self.inputs += sum(1 for _, data in arrived if b'"input"' in data)

    def close(self) -> None:
        for link in self.links.values():
            link.close()
        self.readiness._epoll.close()


@pytest.fixture(scope="module")
def calls() -> dict[str, float]:
    """The counts of the run, for each second of a match."""
    backend = SocketBackend(seed=1)
    for number in range(2 * MATCHES):
        player = backend.join(f"p{number}")
        backend.wire.at(backend.wire.now + number / MATCHES, player.queue)
    backend.run(8.0)
    backend.reset()
    backend.calls.clear()
    backend.run(SECONDS)
    counts = {name: backend.calls[name] / backend.played for name in MOST}
    assert backend.inputs / backend.played > 7.9  # the load itself
    backend.close()
    return counts


@pytest.mark.parametrize("what", MOST)
def test_a_match_is_no_more_system_calls_than_it_was(calls: dict[str, float], what: str) -> None:
    print(f"{what}: {calls[what]:.2f} for each second of a match")
    assert calls[what] <= MOST[what]
    assert calls[what] >= 0.8 * MOST[what] - 0.1, "less than it was: lower the bound"
