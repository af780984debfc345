"""What the measuring needs to know of a server to run it and to play on it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from peers.loop import Loop
from peers.player import Player
from peers.tally import Tally

ROOT = Path(__file__).resolve().parents[2]


class Program(msgspec.Struct, frozen=True):
    """How to start a server."""

    command: Sequence[str]
    cwd: Path
    environment: Mapping[str, str] = {}


class System:
    """One of the servers compared."""

    name: str
    settings: tuple[str, ...]
    """What was tuned, for the reader of the figures."""
    first: int
    """Matches the search begins with: few enough for any machine."""

    def prepare(self, folder: Path, players: int) -> None:
        """Get a folder ready for a new server and so many players, before it starts."""

    def program(self, folder: Path, port: int) -> Program:
        """The server that listens on a port of the loopback."""
        raise NotImplementedError

    def join(self, loop: Loop, tally: Tally, port: int, number: int) -> Player:
        """Connect a player; ``number`` counts from 0."""
        raise NotImplementedError
