"""What scripts/bench measures: everything behind a socket, in virtual time."""

import tempfile
import time
from functools import partial
from pathlib import Path
from typing import cast

import msgspec
import trio
from _load import Player, Wire

from actors.core import driver
from actors.core.address import Address
from actors.core.journal.book import Book, Draft
from actors.core.journal.group import Gate
from actors.core.journal.journal import Journal
from actors.core.journal.records import Flush
from actors.core.kernel import Kernel
from actors.core.letters import Letters
from actors.core.simulated import SimulatedWorld
from actors.core.territory import Territory
from actors.core.timers import Timers
from actors.frames import From, Origin
from actors.match.play import Entry
from actors.player.connection import Sink
from actors.player.messages import Attach, Hello, Profile
from actors.recovery import inherit
from actors.tournament.actor import Aside, at_once
from actors.tree import tree
from gateway.guard.limits import FrameLimit, Verdict
from gateway.socket.wire import Request, address, decode
from store.journal.memory import MemoryJournal
from store.matches.memory import KINDS
from store.memory import MemoryStore
from store.people.records import User
from store.sqlite import open_sqlite
from store.tables import Tables

STEP = 0.001
"""One step of the virtual clock, in seconds. What arrives in one step is handled in one slice."""
LOOK = 0.1
"""Seconds between two counts of the matches in play."""
EPOCH = 1_700_000_000.0


class NullConnection:
    """A socket that takes everything at once."""

    def __init__(self, player: Player, backend: "Backend") -> None:
        self.id = f"c{player.name}"
        self.player = player
        self.origin = Origin(player.name, player.name, self.id)
        self.limit = FrameLimit(EPOCH)
        self.called = player.name
        self.account = False
        self.sink: Sink | None = None
        self.heard = EPOCH
        self.congested = False
        self._sent = backend.sent

    def send(self, data: bytes) -> bool:
        """See `Connection.send`."""
        self._sent.append((self.player, data))
        return True

    def round_trip(self) -> None:
        """Return None: there is no network that takes time."""
        return

    def close(self, code: int, reason: str) -> None:
        """Fail: nothing in this load may make the server close a connection."""
        raise AssertionError(f"closed: {code} {reason}")


class NotingJournal(MemoryJournal):
    """Keeps all flushes, so that they can be written and measured afterwards."""

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables, KINDS)
        self.writes: list[Flush] = []

    async def flush(self, flush: Flush) -> None:
        """Keep a flush."""
        self.writes.append(flush)


class Backend:
    """Decoder, limits, kernel and actors; ``cpu`` is the CPU time of each part, in seconds."""

    def __init__(self, seed: int, aside: Aside = at_once) -> None:
        self.world = SimulatedWorld(EPOCH)
        self.store = MemoryStore()
        self.store.journal = self.journal = NotingJournal(self.store.tables)
        self.kernel = Kernel(tree(self.store, aside=aside), self.world, self.journal, seed)
        self.wire = Wire(seed)
        self.wire.now = EPOCH
        self.sent: list[tuple[Player, bytes]] = []
        self.connections: dict[str, NullConnection] = {}
        self.reset()

    def reset(self) -> None:
        """Forget what was counted: the warm-up is over."""
        self.decoding = self.acting = self.played = 0.0
        self.inputs = self.frames = self.sends = 0
        self.messages = -self.kernel.statistics().messages
        self.journal.writes.clear()

    def join(self, name: str) -> Player:
        """Connect one more player."""
        player = Player(name, self.wire)
        connection = self.connections[name] = NullConnection(player, self)
        user = User(name, name, name, None, True, 0)
        self.world.run(self.kernel, lambda: self.store.people.create_user(user))
        profile = Profile(name, name, True)
        home = self.home(name)
        home.edges[connection.id] = connection
        home.tell(Address("player", name), Attach(connection.id, profile, Hello()))
        player.begin()
        return player

    def home(self, _player: str) -> Kernel:
        """Return the kernel that has the socket of a player."""
        return self.kernel

    def advance(self, now: float) -> None:
        """Let the actors do what they have to do until an instant."""
        self.world.advance(self.kernel, now)

    def run(self, seconds: float) -> None:
        """Let virtual time pass. Only the server's part is measured, not the players'."""
        for _ in range(round(seconds / LOOK)):
            self.played += LOOK * self._playing()
            for _ in range(round(LOOK / STEP)):
                self.step()

    def step(self) -> None:
        """Let a step of the virtual clock pass."""
        now = self.world.now()
        arrived = self.wire.until(now)
        begun = time.process_time()
        for player, data in arrived:
            self._receive(self.connections[player.name], data, now)
        received = time.process_time()
        self.advance(now + STEP)
        self.acting += time.process_time() - received
        self.decoding += received - begun
        self._deliver()
        self.inputs += sum(1 for _, data in arrived if b'"input"' in data)

    def _receive(self, connection: NullConnection, data: bytes, now: float) -> None:
        """Do the same as gateway/socket/route.py with one message."""
        connection.heard = now
        if connection.limit.judge(now) is Verdict.PASS:
            frame = cast("Request", decode(data))
            home = self.home(connection.player.name)
            home.tell(address(frame, connection.origin), From(connection.origin, frame))

    def _deliver(self) -> None:
        for player, data in self.sent:
            self.frames += data.count(b"\n") + 1
            self.wire.carry(partial(player.hear, data))
        self.sends += len(self.sent)
        self.sent.clear()

    def _playing(self) -> float:
        """Return how many matches are in play."""
        return sum(c.player.playing for c in self.connections.values()) / 2.0


def recording_seconds(writes: list[Flush]) -> float:
    """Return the CPU seconds that the kernel takes to record and encode all these entries."""
    spent = 0.0
    for flush in writes:
        journal = _journal()
        turns: list[tuple[Book, Draft]] = []
        for blob in flush.blobs:
            entries = msgspec.json.decode(blob.data, type=list[Entry])
            book = Book(_address(blob.actor))
            book.seq = blob.seq - 1
            for entry in entries:
                draft = Draft()
                draft.entries.append(entry)
                turns.append((book, draft))
        begun = time.process_time()
        for book, draft in turns:
            journal.take(book, draft, NO_GATE)
        journal._gathering.flush(0, 0)  # noqa: SLF001 - what a flush costs, no more
        spent += time.process_time() - begun
    return spent


NO_GATE = Gate(lambda _: None)


def _journal() -> Journal:
    """Make a journal without a kernel."""
    world, timers, log = SimulatedWorld(EPOCH), Timers(lambda: None), MemoryJournal(Tables(), KINDS)
    letters = Letters(
        world, timers, log, Territory(), lambda *_: False, lambda *_: None, lambda *_: None
    )
    return Journal(world, timers, log, 0, _never, letters)


def _address(actor: str) -> Address:
    return Address(*actor.split("/"))


def _never(error: Exception) -> None:
    raise error


def sqlite_seconds(writes: list[Flush]) -> float:
    """Return the CPU seconds, of all threads, that SQLite takes to write these flushes."""

    async def replay(folder: Path) -> float:
        async with open_sqlite(folder) as store:
            begun = time.process_time()
            for flush in writes:
                await store.journal.flush(flush)
            return time.process_time() - begun

    with tempfile.TemporaryDirectory() as folder:
        return trio.run(replay, Path(folder))


class WorldAfter(driver.TrioWorld):
    """A world whose clock says that the kill was a moment ago."""

    def __init__(self, killed: float) -> None:
        super().__init__()
        self._ahead = super().now() - killed

    def now(self) -> float:
        """See `World.now`."""
        return super().now() - self._ahead


def restoring(writes: list[Flush]) -> tuple[float, int]:
    """Return the CPU seconds from a kill until a new kernel is ready, and how many matches it has.

    The kill comes after these flushes. The time is that of all threads, including SQLite's, but
    without the start of Python.
    """

    async def kill(folder: Path) -> None:
        async with open_sqlite(folder) as store:
            for flush in writes:
                await store.journal.flush(flush)

    async def restore(folder: Path) -> tuple[float, int]:
        begun = time.process_time()
        async with open_sqlite(folder) as store, trio.open_nursery() as nursery:
            past = await inherit(store)
            world = WorldAfter(past.until)
            kernel = Kernel(tree(store), world, store.journal, 0, *past)
            await nursery.start(driver.run, kernel, world)
            await kernel.ready()
            spent = time.process_time() - begun
            matches = len(kernel.addresses("match"))
            nursery.cancel_scope.cancel()
        return spent, matches

    with tempfile.TemporaryDirectory() as folder:
        trio.run(kill, Path(folder))
        return trio.run(restore, Path(folder))
