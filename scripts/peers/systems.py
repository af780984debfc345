"""What the measurement needs to know of a server, to run it and to play on it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from peers.loop import Loop
from peers.player import Player
from peers.tally import Tally

ROOT = Path(__file__).resolve().parents[2]


class Program(msgspec.Struct, frozen=True):
    """How to start a server.

    ``ready`` is what it prints when it serves; without it, to accept connections is enough.
    """

    command: Sequence[str]
    cwd: Path
    environment: Mapping[str, str] = {}
    ready: str = ""


class System:
    """One of the compared servers."""

    name: str
    settings: tuple[str, ...]
    """How the server is set up, for the reader of the figures."""
    first: int
    """The number of matches with which the search begins: few enough for any machine."""

    def prepare(self, folder: Path, players: int) -> None:
        """Prepare a folder for a new server and a number of players, before the server starts."""

    def program(self, folder: Path, port: int) -> Program:
        """Return how to start the server so that it listens on a port of the loopback."""
        raise NotImplementedError

    def join(self, loop: Loop, tally: Tally, port: int, number: int) -> Player:
        """Connect a player; ``number`` counts from 0."""
        raise NotImplementedError
