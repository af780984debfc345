"""Django Channels on Daphne, with the server in servers/channels."""

from pathlib import Path

import msgspec

from peers.install import CHANNELS, SERVERS
from peers.loop import Loop
from peers.player import Flight, Player
from peers.systems import Program, System
from peers.tally import Tally

KEYS = {direction: b'{"t":"input","dir":%d}' % direction for direction in (-1, 0, 1)}


class Frame(msgspec.Struct, gc=False):
    """Any message of the server; fields that a message does not have keep their defaults."""

    t: str
    match: str = ""
    side: int = 0
    since: float = 0.0
    y: float = 0.0
    direction: int = 0
    starts: int = 0
    flight: Flight | None = None


_decode = msgspec.json.Decoder(Frame).decode


class ChannelsPlayer(Player):
    """A page of servers/channels/server.py: JSON, one frame per message."""

    def __init__(
        self, loop: Loop, tally: Tally, port: int, table: "dict[str, ChannelsPlayer]"
    ) -> None:
        self._table = table
        super().__init__(loop, tally, port)
        self.upgrade("/")

    def opened(self) -> None:
        """Count as open: there is no handshake beyond the WebSocket's."""
        self.tally.open += 1

    def ready(self) -> None:
        """Queue for a match."""
        self.send(b'{"t":"queue"}')

    def steer(self, direction: int, now: float) -> None:
        """Send an input."""
        self.send(KEYS[direction])

    def hear(self, payload: bytes) -> None:
        """Handle one frame."""
        frame = _decode(payload)
        if frame.flight is not None:
            self.fly(frame.flight)
        match frame.t:
            case "paddle" if frame.side != self.side:
                self.see(frame.since, frame.y, frame.direction)
            case "matched":
                self._matched(frame.match, frame.side)
            case "countdown":
                self.start(frame.starts / 1000.0)
            case "finished":
                self.finish()
                self.ready()

    def _matched(self, match: str, side: int) -> None:
        self.side, self.y = side, 0.0
        opponent = self._table.pop(match, None)
        if opponent is None:
            self._table[match] = self
        else:
            self.opponent, opponent.opponent = opponent, self


class Channels(System):
    """See `System`."""

    name = "channels"
    settings = (
        "Daphne, one process; in-memory channel layer, its capacity raised to 1,000",
        "AsyncWebsocketConsumer; direct channel sends, an input to the other player alone",
        "no sessions, no database, no heartbeat of the game's own; contacts are timers",
    )
    first = 16

    def __init__(self) -> None:
        self._table: dict[str, ChannelsPlayer] = {}

    def prepare(self, folder: Path, players: int) -> None:
        """Forget who waits for an opponent from the last run."""
        self._table.clear()

    def program(self, folder: Path, port: int) -> Program:
        """Return how to start Daphne, without a log."""
        python = str(CHANNELS / "bin" / "python")
        command = [python, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(port)]
        return Program([*command, "server:application"], SERVERS / "channels")

    def join(self, loop: Loop, tally: Tally, port: int, number: int) -> ChannelsPlayer:
        """Connect a player."""
        return ChannelsPlayer(loop, tally, port, self._table)
