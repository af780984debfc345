"""The whole backend in the simulated world: a kernel, a store, and pages that talk to it."""

from collections.abc import Awaitable, Callable, Iterable
from itertools import count
from typing import Any, cast

import msgspec

from actors.core.address import Address
from actors.core.journal.records import Blob
from actors.core.kernel import Kernel
from actors.core.process import Process
from actors.core.simulated import SimulatedWorld
from actors.frames import ClientFrame, From
from actors.games.messages import Join, Open
from actors.invitations.messages import Show
from actors.match.messages import Enter
from actors.match.state import State
from actors.pong.settings import Settings
from actors.presence.messages import Changed, Renamed
from actors.presence.parts import PARTS, presence_of
from actors.presence.state import State as PresenceState
from actors.recovery import inherit
from actors.room.actor import USUAL
from actors.room.rules import Rules
from actors.seats import households
from actors.seats.parts import EVERY, seats_of
from actors.seats.state import State as Seats
from actors.tree import tree
from store.matches.records import MatchRecord, MatchResult, StoredMatch
from store.people.records import User
from store.profiles.records import Privacy
from tests.actors.page import Page
from tests.actors.shaky import ShakyStore

START = 1_700_000_000.0
STATIC = dict.fromkeys(("games", "queue", "invitations"), 1) | {
    "presence": PARTS,
    "seats": 1 + len(EVERY),
    "households": households.PARTS,
}
"""The actors that are always in memory, by kind."""
INVITATIONS = Address("invitations")


def now_or_never(awaitable: Awaitable[Any]) -> Any:
    """Return what a call of a store in memory does, which waits for nothing."""
    steps = awaitable.__await__()
    try:
        next(steps)
    except StopIteration as done:
        return done.value
    raise AssertionError("it waits")


def together(parts: Iterable[Seats]) -> Seats:
    """Return what these parts of the seats know together."""
    known = Seats()
    for part in parts:
        if not (part.playing or part.no_shows or part.reliable or part.others or part.reserved):
            continue  # most know nothing, and this is asked after each step
        for name in ("playing", "homes", "no_shows", "reliable", "practice", "pending", "others"):
            getattr(known, name).update(getattr(part, name))
        for match, by in part.reserved.items():
            if by.kind != "seats":
                known.reserved[match] = by
    return known


def named_by(frame: Any, player: str) -> Address:
    """Return the actor that a frame of a player names."""
    match, kind = getattr(frame, "match", None), type(frame).__module__
    if "player" in kind:
        return Address("player", player)
    if match is not None:
        return Address("match", match)
    if "room" in kind:
        return Address("room", frame.room)
    if "tournament" in kind:
        return Address("tournament", frame.tournament)
    if isinstance(frame, Show):
        return INVITATIONS
    return presence_of(player) if "presence" in kind else seats_of(player)


class World:
    """One server and the pages of its players."""

    def __init__(self, seed: int = 1, rules: Rules = USUAL) -> None:
        self.seed = seed
        self.rules = rules
        self.store = ShakyStore()
        self._boot(START)
        self.pages: list[Page] = []
        self._numbers = count(1)
        self._users: set[str] = set()
        self.accounts: set[str] = set()
        """The players who are no guests."""

    def _boot(self, now: float) -> None:
        """A process begins, with what the store knows of the one before."""
        self.clock = SimulatedWorld(now)
        past = now_or_never(inherit(self.store))
        seed = self.seed + past.epoch - 1  # no two processes draw the same ids
        actors = tree(self.store, self.rules)
        self.kernel = Kernel(actors, self.clock, self.store.journal, seed, *past)
        self.settle()
        self.clock.run(self.kernel, self.kernel.journal.flush)

    def kill(self, downtime: float = 3.0) -> None:
        """The process is gone without a word, and another one starts a while later."""
        for page in self.pages:
            page.closed = page.closed or 1006
        self._boot(self.now() + downtime)
        self.settle()

    def now(self) -> float:
        """Seconds since the epoch."""
        return self.clock.now()

    def at(self) -> int:
        """Milliseconds since the epoch, as a page says when a key moved."""
        return int(self.now() * 1000.0)

    def page(self, player: str, *, greeted: bool = True, delay: float = 0.0) -> Page:
        """A new socket of a player, who is made a user at first; ``delay`` is one way."""
        if player not in self._users:
            self._users.add(player)
            guest = player not in self.accounts
            user = User(player, player, player.upper(), None, guest=guest, created_at=1)
            self.clock.run(self.kernel, lambda: self.store.people.create_user(user))
        page = Page(self, player, f"c{next(self._numbers)}", delay)
        self.pages.append(page)
        if greeted:
            page.hello()
        return page

    def settle(self) -> None:
        """Let everything happen that happens at this instant."""
        self.clock.settle(self.kernel)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.advance(self.kernel, self.now() + seconds)

    def until(self, seen: Callable[[], object], most: float = 600.0, step: float = 0.05) -> None:
        """Let time pass until something is seen."""
        end = self.now() + most
        while not seen():
            assert self.now() < end, "it did not happen in time"
            self.wait(step)

    def tell(self, address: Address, message: object) -> None:
        """What another actor would tell."""
        self.kernel.tell(address, message)
        self.settle()

    def befriend(self, one: str, two: str) -> None:
        """What two pages ask for over HTTP: to be friends."""
        self.run(lambda: self.store.social.befriend(one, two, self.at()))
        self.run(lambda: self.store.social.befriend(two, one, self.at()))
        for player in (one, two):
            self.tell(presence_of(player), Changed(player))

    def block(self, one: str, two: str) -> None:
        """What a page asks for over HTTP: to block somebody."""
        self.run(lambda: self.store.social.block(one, two, self.at()))
        for player in (one, two):
            self.tell(presence_of(player), Changed(player))

    def rename(self, player: str, name: str) -> None:
        """What an account asks for over HTTP: to be called otherwise."""
        self.run(lambda: self.store.people.rename_user(player, name))
        self.tell(presence_of(player), Renamed(player))

    def choose(self, player: str, privacy: Privacy) -> None:
        """What a page asks for over HTTP: who may know what."""
        self.run(lambda: self.store.profiles.save_privacy(player, privacy))
        self.tell(presence_of(player), Changed(player))

    def run(self, call: Callable[[], Awaitable[object]]) -> None:
        """Await something of the store."""
        self.clock.run(self.kernel, call)

    def route(self, page: Page, frame: ClientFrame) -> None:
        """Bring a frame to the actor it names, as the gateway does."""
        self.kernel.tell(named_by(frame, page.player), From(page.origin, frame))

    # What a test may look at.

    def actor(self, kind: str, name: str | None = None) -> Any:
        """The behaviour at an address, or None."""
        address = Address(kind) if name is None else Address(kind, name)
        process = self._process(address)
        return process and process.behaviour

    def presence(self, player: str) -> PresenceState:
        """The state of the part of presence that knows a player."""
        address = presence_of(player)
        return self.actor(address.kind, address.id).state

    def seats(self) -> Seats:
        """What all parts of the seats know together."""
        return together(self.actor("seats", part.id).state for part in EVERY)

    def _process(self, address: Address) -> Process | None:
        process = self.kernel._runtime.registry.processes.get(address)
        return cast("Process | None", process)

    def recorded(self, match: str) -> int:
        """How many journal entries a match has made."""
        process = self._process(Address("match", match))
        assert process is not None
        return process.memory.book.seq

    def blobs(self, match: str) -> list[Blob]:
        """What the journal holds of a match."""
        return [blob for _, blob, _ in self.store.tables.blobs[f"match/{match}"] if blob.count]

    def state(self, match: str) -> State:
        """The state of a match."""
        return self.actor("match", match).state

    def record(self, match: str) -> MatchRecord:
        """The match in the store."""
        return self._stored(match).record

    def result(self, match: str) -> MatchResult:
        """Its result in the store."""
        result = self._stored(match).result
        assert result is not None
        return result

    def _stored(self, match: str) -> StoredMatch:
        stored = self.clock.run(self.kernel, lambda: self.store.matches.match(match))
        assert stored is not None
        return stored

    def crashes(self) -> int:
        """How often an actor failed."""
        return self.kernel.statistics().crashes

    # Ways to a match.

    def duel(
        self,
        points: int = 3,
        players: tuple[str, str] = ("ada", "bob"),
        settings: Settings | None = None,
        delays: tuple[float, float] = (0.0, 0.0),
    ) -> "Duel":
        """An open game taken and entered; the countdown runs."""
        two = zip(players, delays, strict=True)
        pages = [self.page(player, delay=delay) for player, delay in two]
        pages[0].say(Open("open", settings or Settings(points)))
        pages[1].say(Join("join", pages[0].last("ok")["game"]))
        for page in pages:
            page.say(Enter(page.last("matched")["match"]))
        pages.sort(key=lambda page: page.last("matched")["side"])
        return Duel(self, pages[0], pages[1], pages[0].last("matched")["match"])


class Duel:
    """A match between two pages."""

    def __init__(self, world: World, left: Page, right: Page, match: str) -> None:
        self.world = world
        self.left = left
        self.right = right
        self.match = match

    @property
    def state(self) -> State:
        """The state of the match."""
        return self.world.state(self.match)

    def start(self) -> "Duel":
        """Let the countdown pass."""
        self.world.until(lambda: self.state.phase == "playing", 10.0)
        return self

    def time(self) -> float:
        """Match time now."""
        return self.state.base + (self.world.now() - self.state.starts / 1000.0)

    def play_to(self, time: float) -> None:
        """Let play go on until this match time."""
        self.world.wait(time - self.time())


def rules(state: State) -> bytes:
    """The rules' game as bytes, bit for bit."""
    return msgspec.msgpack.encode(state.game)
