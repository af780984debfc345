"""Colyseus on its ws transport, with the server in servers/colyseus.

Players come in pairs: the first creates a room through the matchmaker, the second joins it by its
id. They stay there for match after match, as friends would.
"""

import struct
from collections.abc import Callable
from pathlib import Path

import msgspec

from peers.frames import BINARY
from peers.install import COLYSEUS, environment_of_node
from peers.loop import Loop
from peers.player import Flight, Player
from peers.systems import Program, System
from peers.tally import Tally

JOIN_ROOM, ERROR, ROOM_DATA, ROOM_DATA_BYTES = 10, 11, 13, 17
"""Message codes of Colyseus' protocol (@colyseus/shared-types, `Protocol`)."""


class _Flew(Flight, array_like=True):
    pass


_moved = struct.Struct("<ddb").unpack_from
_flew = msgspec.msgpack.Decoder(_Flew).decode
_after = msgspec.msgpack.Decoder(tuple[msgspec.Raw, _Flew]).decode
_number = msgspec.msgpack.Decoder(float).decode


class Kind:
    """The types of the messages of servers/colyseus/room.mjs."""

    READY, INPUT, PADDLE, FLIGHT, POINT, COUNTDOWN, FINISHED = range(7)


READY = bytes((ROOM_DATA, Kind.READY))
KEYS = {key: struct.pack("BBb", ROOM_DATA, Kind.INPUT, key) for key in (-1, 0, 1)}


class ColyseusPlayer(Player):
    """A page of servers/colyseus: it reserves a seat by HTTP, then opens its socket."""

    def __init__(self, loop: Loop, tally: Tally, port: int, host: "ColyseusPlayer | None") -> None:
        self._room: str | None = None
        self._guest: Callable[[str], None] | None = None
        super().__init__(loop, tally, port)
        if host is None:
            self.side = -1
            self.post("/matchmake/create/pong", b'{"side":-1}')
        else:
            self.side = 1
            self.opponent, host.opponent = host, self
            host.tell_room(self._join)

    def tell_room(self, then: Callable[[str], None]) -> None:
        """Call ``then`` with the id of the room, now or when it is known."""
        if self._room is None:
            self._guest = then
        else:
            then(self._room)

    def _join(self, room: str) -> None:
        self.post(f"/matchmake/joinById/{room}", b'{"side":1}')

    def replied(self, body: bytes) -> None:
        """Take the reserved seat: upgrade to a WebSocket."""
        seat = msgspec.json.decode(body)
        self._room = seat["roomId"]
        self.upgrade(f"/{seat['processId']}/{self._room}?sessionId={seat['sessionId']}")
        if self._guest is not None:
            self._guest(seat["roomId"])

    def ready(self) -> None:
        """Ask the room for a match."""
        self.send(READY, BINARY)

    def steer(self, direction: int, now: float) -> None:
        """Send an input."""
        self.send(KEYS[direction], BINARY)

    def hear(self, payload: bytes) -> None:
        """Handle one message: a code of Colyseus, and in a message of ours its type and content."""
        if payload[0] == ROOM_DATA_BYTES:
            self.see(*_moved(payload, 2))
        elif payload[0] == ROOM_DATA:
            self._rarely(payload[1], payload[2:])
        else:
            self._control(payload)

    def _rarely(self, kind: int, content: bytes) -> None:
        match kind:
            case Kind.FLIGHT:
                self.fly(_flew(content))
            case Kind.POINT:
                self.fly(_after(content)[1])
            case Kind.COUNTDOWN:
                starts, flight = _after(content)
                self.y = 0.0
                self.fly(flight)
                self.start(_number(starts) / 1000.0)
            case Kind.FINISHED:
                self.finish()
                self.ready()

    def _control(self, payload: bytes) -> None:
        if payload[0] == JOIN_ROOM:
            self.send(bytes((JOIN_ROOM,)), BINARY)
            self.tally.open += 1
        elif payload[0] == ERROR:
            self.fail("refused")


class Colyseus(System):
    """See `System`."""

    name = "colyseus"
    settings = (
        "@colyseus/core on @colyseus/ws-transport, NODE_ENV=production, perMessageDeflate off",
        "no state and no patches, no tick of a room's clock; contacts are timers",
        "inputs broadcast at once, packed by hand, to the other player alone; numbers as types",
        "matchmaker used once: rooms of two by id, which play match after match",
    )
    first = 500

    def __init__(self) -> None:
        self._host: ColyseusPlayer | None = None

    def prepare(self, folder: Path, players: int) -> None:
        """Forget who waits for an opponent from the last run."""
        self._host = None

    def program(self, folder: Path, port: int) -> Program:
        """Return how to start Node with the server."""
        return Program(["node", "server.mjs", str(port)], COLYSEUS, environment_of_node())

    def join(self, loop: Loop, tally: Tally, port: int, number: int) -> ColyseusPlayer:
        """Connect a player; the second of each pair joins the room of the first."""
        host = self._host if number % 2 else None
        player = ColyseusPlayer(loop, tally, port, host)
        self._host = None if number % 2 else player
        return player
