"""How much work a frame for a crowd is, counted: encoded once, and a few calls for each reader."""

from typing import Any

import pytest

from actors.core import Actor, Address, ChildSpec, DynamicSupervisorSpec, Kernel
from actors.core.simulated import SimulatedWorld
from actors.frames import ServerFrame, encode
from actors.player.actor import PlayerActor
from actors.player.messages import Attach, Deliver, Hello, Profile
from store.memory import MemoryStore
from tests.counted import counted

CROWD = 5_000
MOST = 22
"""Calls of functions for each reader, built-in ones too: 13 of ours, from `Context.tell` to
`Connection.send`."""
ROOM = Address("room")
READERS = [Address("player", f"p{number}") for number in range(CROWD)]


class Line(ServerFrame, frozen=True, tag="line"):
    """What everybody reads."""

    text: str


class Room(Actor[str]):
    """Tells every reader what it is told."""

    def receive(self, message: str) -> None:
        deliver = Deliver(encode(Line(message)))
        for reader in READERS:
            self.context.tell(reader, deliver)


class Idle(Actor[Any]):
    """The lobby, and whoever else has to hear who is there."""

    def receive(self, message: Any) -> None:
        del message


class FakeConnection:
    """Takes everything at once."""

    congested = False
    heard = 1000.0

    def __init__(self, name: str) -> None:
        self.id = name
        self.sent = b""

    def send(self, data: bytes) -> bool:
        self.sent += data
        return True


class Hall:
    """A crowd of players, each with a page, and a room that all of them read."""

    def __init__(self) -> None:
        kinds = {"player": PlayerActor, "room": Room, "lobby": Idle, "presence": Idle}
        specs = (ChildSpec(kind=kind, actor=actor, mailbox=CROWD) for kind, actor in kinds.items())
        tree = DynamicSupervisorSpec(name="hall", children=tuple(specs))
        self.kernel = Kernel(tree, SimulatedWorld(1000.0), MemoryStore().journal)
        self.connections = [FakeConnection(f"c{reader.id}") for reader in READERS]
        for reader, connection in zip(READERS, self.connections, strict=True):
            self.kernel.edges[connection.id] = connection
            profile = Profile(reader.id, reader.id, guest=True)
            self.kernel.tell(reader, Attach(connection.id, profile, Hello()))
        self.kernel.tell(ROOM, "warm-up")
        while self.kernel.run_once(512):
            pass
        for connection in self.connections:
            connection.sent = b""


@pytest.fixture(scope="module")
def hall() -> Hall:
    return Hall()


def test_a_frame_for_a_crowd_is_encoded_once_and_a_few_calls_for_each(hall: Hall) -> None:
    before = hall.kernel.statistics()
    hall.kernel.tell(ROOM, "hello")
    with counted() as calls:
        assert hall.kernel.run_once(512) is False, "one slice"
    sent = {connection.sent for connection in hall.connections}
    assert sent == {b'{"t":"line","text":"hello","seq":2}'}
    assert calls["encode"] == 1
    print(f"{calls.total() / CROWD:.2f} calls for each reader")
    assert 0.9 * MOST < calls.total() / CROWD < MOST + 0.1
    after = hall.kernel.statistics()
    assert after.messages - before.messages == 1
    assert after.taken - before.taken == CROWD
