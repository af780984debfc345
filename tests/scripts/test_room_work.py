"""Counts how much work a line of a room is: so much for the line, and so much for each who reads.

There is no clock, so nothing here depends on the machine. A call of a function, built-in ones
counted too, is 0.3 us of a slow core where matches are measured; so 150 us of a line and 10 us of a
delivery are 500 and 33 calls. What is below `Connection.send` is not in it.
"""

import pytest

from actors.core.address import Address
from actors.core.scheduler import CROWD
from actors.frames import ClientFrame, From, Origin
from actors.player.messages import Attach, Hello, Profile
from actors.room.frames import Say, Subscribe
from tests.actors.world import World
from tests.counted import counted

FEW, MANY = 50, 550
LIMIT_LINE, LIMIT_DELIVERY = 500, 33
MOST_LINE, MOST_DELIVERY = 388.0, 15.2
ROOM = Address("room", "lobby")


class FakeConnection:
    """Takes everything at once."""

    congested = False
    called = ""
    sink = None

    def __init__(self, name: str, heard: float) -> None:
        self.id = name
        self.heard = heard
        self.sent: list[bytes] = []

    def round_trip(self) -> None:
        """It is not known."""

    def send(self, data: bytes) -> bool:
        self.sent.append(data)
        return True

    def close(self, code: int, reason: str) -> None:
        raise AssertionError(f"closed with {code}: {reason}")


class Crowd:
    """Players who all read the lobby's room; the first one speaks."""

    def __init__(self, size: int) -> None:
        self.world = World()
        self.connections = [self._join(f"p{number}") for number in range(size)]
        self.world.wait(1.0)
        for number in range(size):
            self._say(f"p{number}", Subscribe("s", "lobby"))
        self.world.wait(1.0)
        self.line = 0
        for _ in range(3):  # whatever is done only once has been done
            self.speak()

    def _join(self, name: str) -> FakeConnection:
        kernel = self.world.kernel
        connection = FakeConnection(f"c{name}", self.world.now())
        kernel.edges[connection.id] = connection
        profile = Profile(name, name, guest=True)
        kernel.tell(Address("player", name), Attach(connection.id, profile, Hello()))
        return connection

    def _say(self, player: str, frame: ClientFrame) -> None:
        self.world.kernel.tell(ROOM, From(Origin(player, player, f"c{player}"), frame))

    def speak(self) -> int:
        """Say a line; return how many calls it takes until everybody has it."""
        for connection in self.connections:
            connection.sent.clear()
            connection.heard = self.world.now() + 60.0
        self.line += 1
        with counted() as calls:
            text = f"line {self.line} of about the length that people write in a chat"
            self._say("p0", Say(f"l{self.line}", "lobby", self.line, text))
            self.world.wait(0.06)
        frames = [data for c in self.connections for data in c.sent if b'"event"' in data]
        assert len(frames) == len(self.connections)
        return calls.total()


@pytest.fixture(scope="module")
def work() -> tuple[float, float]:
    """The calls of a line without deliveries, and those of a delivery."""
    few, many = (Crowd(size).speak() for size in (FEW, MANY))
    delivery = (many - few) / (MANY - FEW)
    return few - FEW * delivery, delivery


def test_a_line_is_no_more_work_than_it_was(work: tuple[float, float]) -> None:
    line, _ = work
    print(f"{line:.0f} calls for a line")
    assert line <= MOST_LINE <= LIMIT_LINE
    assert line > 0.8 * MOST_LINE, "less than it was: lower the bound"


def test_a_delivery_is_no_more_work_than_it_was(work: tuple[float, float]) -> None:
    _, delivery = work
    print(f"{delivery:.2f} calls for a delivery")
    assert delivery <= MOST_DELIVERY <= LIMIT_DELIVERY
    assert delivery > 0.8 * MOST_DELIVERY, "less than it was: lower the bound"


def test_matches_do_not_wait_until_all_have_the_line() -> None:
    crowd = Crowd(3 * CROWD)
    kernel, sends = crowd.world.kernel, list[int]()
    run_once = kernel.run_once

    def counted_slice(budget: int) -> bool:
        before = sum(len(connection.sent) for connection in crowd.connections)
        busy = run_once(budget)
        sends.append(sum(len(connection.sent) for connection in crowd.connections) - before)
        return busy

    kernel.run_once = counted_slice  # type: ignore[method-assign]
    crowd.speak()
    assert sum(sends) >= 3 * CROWD
    assert max(sends) <= CROWD + 1  # the author is told at once
