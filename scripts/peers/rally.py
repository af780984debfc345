"""Rally as shipped, played by docs/protocol.md.

All players come from one address, from which Rally lets in four guests a second. So the players are
signed in beforehand: their sessions are in the data folder when the server starts.
"""

import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import msgspec
import trio

from gateway.auth.cookie import Jar
from gateway.auth.keys import open_keys
from gateway.auth.sessions import Place, Sessions
from gateway.auth.tokens import Tokens
from gateway.socket.sockets import Sockets
from gateway.start.options import KEYS
from peers.loop import Loop, clock
from peers.player import Flight, Player
from peers.systems import ROOT, Program, System
from peers.tally import Tally
from store.opening import open_store
from store.people.records import User
from store.protocol import Store

AT_ONCE = 50
"""How many players are signed in at once."""
MINUS = ord("-")
AGAIN = 0.2
"""Seconds after which a refused request is repeated."""


class _Moved(msgspec.Struct, gc=False):
    since: float
    y: float
    direction: int


class _Flew(msgspec.Struct, gc=False):
    flight: Flight


class _Entered(msgspec.Struct, gc=False):
    time: float
    starts: int | None
    flight: Flight


_moved = msgspec.json.Decoder(_Moved).decode
_flew = msgspec.json.Decoder(_Flew).decode
_entered = msgspec.json.Decoder(_Entered).decode


class RallyPlayer(Player):
    """A page by docs/protocol.md, whose session is already signed in."""

    scheme = "http"

    def __init__(
        self, loop: Loop, tally: Tally, port: int, token: str, table: "dict[str, RallyPlayer]"
    ) -> None:
        self._table = table
        self._seq = 0
        self._requests = count()
        self._prefix = b""
        self._side_at = 0
        # By the first letters after {"t":" in a line. Frequent frames have narrow decoders.
        self._hears: dict[bytes, Callable[[bytes], None]] = {
            b"pad": self._paddle,
            b"fli": lambda line: self.fly(_flew(line).flight),
            b"pin": self._pong,
            b"pon": lambda _: None,
        }
        super().__init__(loop, tally, port)
        name = Jar(port, self.scheme == "https").name
        origin = f"Cookie: {name}={token}\r\nOrigin: {self.scheme}://127.0.0.1:{port}\r\n"
        self.upgrade("/ws", origin)

    def opened(self) -> None:
        """Say hello, and ping as often as a page does (webui/js/net/heartbeat.js)."""
        self.send(b'{"t":"hello"}')
        self._ping()

    def ready(self) -> None:
        """Queue for a quick match."""
        self.send(b'{"t":"queue","id":"r%d"}' % next(self._requests))

    def steer(self, direction: int, now: float) -> None:
        """Send an input with its true time."""
        self.send(b'%b%d,"at":%d}' % (self._prefix, direction, now * 1000.0))

    def hear(self, payload: bytes) -> None:
        """Handle a message, which has one frame or more; mostly one, about a paddle."""
        if payload[6:9] == b"pad" and b"\n" not in payload:
            self._paddle(payload)
            return
        for line in payload.split(b"\n"):
            self._hears.get(line[6:9], self._numbered)(line)

    def _paddle(self, line: bytes) -> None:
        """Handle a paddle frame. Our own comes if the server moved an input in time: ignore it."""
        if (line[self._side_at] == MINUS) != (self.side < 0):
            moved = _moved(line)
            self.see(moved.since, moved.y, moved.direction)

    def _pong(self, line: bytes) -> None:
        self.send(line.replace(b"ping", b"pong"))

    def _ping(self) -> None:
        if not self.is_closed:
            self.send(b'{"t":"ping","at":%d,"ack":%d}' % (clock() * 1000.0, self._seq))
            self.loop.at(clock() + 2.0, self._ping)

    def _numbered(self, line: bytes) -> None:
        """Handle a numbered frame; these are rare."""
        frame = msgspec.json.decode(line)
        self._seq = frame.get("seq", self._seq)
        match frame:
            case {"t": "welcome"}:
                self.tally.open += 1
            case {"t": "matched", "match": match, "side": side}:
                self._matched(match, side)
            case {"t": "match"}:
                entered = _entered(line)
                self.fly(entered.flight)
                if entered.starts is not None:
                    self.start(entered.starts / 1000.0, entered.time)
            case {"t": "countdown", "starts": starts, "time": at}:
                self.start(starts / 1000.0, at)
            case {"t": "point"}:
                self.fly(_flew(line).flight)
            case {"t": "pause"}:
                self.tally.errors["pause"] += 1
                self.finish()
            case {"t": "finished"}:
                self.finish()
                self.ready()
            case {"t": "error", "code": code}:
                self._refused(code)

    def _matched(self, match: str, side: int) -> None:
        self.side, self.y = side, 0.0
        opponent = self._table.pop(match, None)
        if opponent is None:
            self._table[match] = self
        else:
            self.opponent, opponent.opponent = opponent, self
        self._prefix = b'{"t":"input","match":"%b","dir":' % match.encode()
        self._side_at = len(b'{"t":"paddle","match":"%b","side":' % match.encode())
        self.send(b'{"t":"enter","match":"%b"}' % match.encode())

    def _refused(self, code: str) -> None:
        self.tally.errors[code] += 1
        if code == "already_playing":  # the end is not known yet where matches are made
            self.loop.at(clock() + AGAIN, self.ready)


class Rally(System):
    """See `System`."""

    name = "rally"
    settings = (
        "scripts/serve with a data folder of its own: SQLite journal, snapshots and outboxes on",
        "an input goes to the other player; heartbeats: the server each second, a page every two",
    )
    first = 500
    player = RallyPlayer

    def __init__(self) -> None:
        self._tokens: list[str] = []
        self._table: dict[str, RallyPlayer] = {}

    def prepare(self, folder: Path, players: int) -> None:
        """Sign all players in, by the store's own verbs."""
        self.sign_in(str(folder), folder, players)

    def sign_in(self, place: str, folder: Path, players: int) -> None:
        """Sign players in, in a store (see `open_store`), with the keys in a data folder."""
        self._tokens = trio.run(_sign_in, place, folder, players)
        self._table.clear()

    def program(self, folder: Path, port: int) -> Program:
        """Return how to start the server: with scripts/serve."""
        command = [sys.executable, str(ROOT / "scripts" / "serve"), "--port", str(port)]
        return Program([*command, "--data", str(folder)], ROOT)

    def join(self, loop: Loop, tally: Tally, port: int, number: int) -> RallyPlayer:
        """Connect a player who is signed in."""
        return self.player(loop, tally, port, self._tokens[number], self._table)


async def _sign_in(place: str, folder: Path, players: int) -> list[str]:
    """Begin a session for each player; return their refresh tokens."""
    tokens: list[str] = []
    access = Tokens(open_keys(folder / KEYS, {}, time.time).tokens, time.time)
    async with open_store(place) as store:
        sessions = Sessions(store, access, time.time, Sockets())
        for first in range(0, players, AT_ONCE):
            async with trio.open_nursery() as nursery:
                for number in range(first, min(first + AT_ONCE, players)):
                    nursery.start_soon(_begin_session, store, sessions, number, tokens)
    return tokens


async def _begin_session(store: Store, sessions: Sessions, number: int, tokens: list[str]) -> None:
    name = f"load{number}"
    user = User(name, name, name, None, True, int(time.time() * 1000.0))
    await store.people.create_user(user)
    begun = await sessions.begin(user, Place("load", "127.0.0.1"))
    if begun is None:
        raise RuntimeError(f"{name} is not in the store")
    tokens.append(begun[1])
