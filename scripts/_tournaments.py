"""What scripts/bench --tournaments measures: tournaments in virtual time, without sockets.

Everybody comes when called, and of two players one resigns at once. A message's time is that of its
handler in the tournament's actor, with the writing down of what it told and journaled.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, cast

from _backend import STEP, Backend

from actors.core.address import Address
from actors.core.context import Context
from actors.frames import From, Origin, encode
from actors.match.messages import Enter, Resign
from actors.player.messages import Attach, Hello, Profile
from actors.pong.settings import Settings
from actors.tournament.actor import TournamentActor
from actors.tournament.frames import (
    Join,
    MakeTournament,
    Organise,
    SayReady,
    Start,
    WatchTournament,
)
from actors.tournament.plan import Plan
from actors.tournament.state import State
from actors.tournament.view import pairings
from gateway.process import collector
from store.people.records import User

BIG = (("single", 256), ("double", 128), ("robin", 32), ("swiss", 256))
ENTRANTS, READERS = 16, 8
WARM_UP = 8.0
LOOKS, APART = 250, 50
"""Steps of the clock between two looks at who is called in a tournament, and between two starts."""
PAUSE = 0.25
"""Seconds of virtual time between two looks at who is called."""


class Big(NamedTuple):
    """What a great tournament costs: CPU milliseconds of a message; bytes of views."""

    format: str
    entrants: int
    messages: int
    p50_ms: float
    p99_ms: float
    most_ms: float
    worst: str
    view: int
    part: int


class Beside(NamedTuple):
    """What a step of the clock takes with matches, and tournaments beside them."""

    matches: int
    tournaments: int
    ended: int
    p99_ms: float
    p999_ms: float
    most_ms: float
    core: float


class Silent:
    """The connection of an entrant: it takes everything, and is always there."""

    congested, called, sink = False, "", None

    def __init__(self, name: str, backend: Backend) -> None:
        self.id = name
        self._world = backend.world

    @property
    def heard(self) -> float:
        """When it was heard: now."""
        return self._world.now()

    def send(self, _: bytes) -> bool:
        """See `Connection.send`."""
        return True

    def round_trip(self) -> None:
        """Return None: there is no network."""
        return

    def close(self, code: int, reason: str) -> None:
        """Fail: nothing in this load may make the server close a connection."""
        raise AssertionError(f"closed: {code} {reason}")


class Cup:
    """A tournament in a backend, and its entrants."""

    def __init__(self, backend: Backend, name: str, format_: str, size: int) -> None:
        self.backend, self.name, self.size = backend, name, size
        self.address = Address("tournament", name)
        self.players = [f"{name}p{number:03}" for number in range(size)]
        for player in self.players:
            self._attach(player)
        plan = Plan(name="Cup", format=format_, settings=Settings(1), most=size, seeding="entry")  # pyright: ignore[reportArgumentType]
        self.say(self.players[0], MakeTournament("m", name, plan))
        self.settle(0.2)
        for player in self.players:
            self.say(player, Join("j", name, player))
        self.settle(0.2)
        for player in self.players[:READERS]:
            self.say(player, WatchTournament(name, on=True))
        self.settle(0.2)

    def _attach(self, player: str) -> None:
        backend, connection = self.backend, Silent(f"c{player}", self.backend)
        user = User(player, player, player, None, True, 0)
        backend.world.run(backend.kernel, lambda: backend.store.people.create_user(user))
        backend.kernel.edges[connection.id] = connection
        attach = Attach(connection.id, Profile(player, player, True), Hello())
        backend.kernel.tell(Address("player", player), attach)

    def origin(self, player: str) -> Origin:
        """Return the sender of a player's frames."""
        return Origin(player, player, f"c{player}")

    def say(self, player: str, frame: Any) -> None:
        """Send a frame of a player."""
        address = self.address
        if isinstance(frame, Enter | Resign):
            address = Address("match", frame.match)
        self.backend.kernel.tell(address, From(self.origin(player), frame))

    def settle(self, seconds: float) -> None:
        """Let time pass."""
        world = self.backend.world
        world.advance(self.backend.kernel, world.now() + seconds)

    @property
    def actor(self) -> TournamentActor:
        """The actor."""
        processes: Any = self.backend.kernel._runtime.registry.processes  # noqa: SLF001 - from inside
        return processes[self.address].behaviour

    @property
    def state(self) -> State:
        """The state of the actor."""
        return cast("State", self.actor.state)

    def begin(self) -> None:
        """Ask for the start."""
        self.say(self.players[0], Organise("s", self.name, Start()))

    def start(self) -> None:
        """Begin."""
        self.begin()
        self.settle(0.2)

    def step(self) -> bool:
        """Let everybody do what is to be done; return whether it goes on."""
        state = self.state
        slots = state.slots()
        for key, fight in [*state.open_fights()]:
            two = [entrant.player or "" for entrant in state.two(slots[key]) if entrant]
            if fight.stage == "called":
                for player, ready in zip(two, fight.ready, strict=True):
                    if not ready:
                        self.say(player, SayReady("r", self.name, key))
            elif fight.current is not None and fight.current.made:
                for player in two:
                    self.say(player, Enter(fight.current.id))
                self.say(max(two), Resign("x", fight.current.id))
        return state.phase == "running"


class Watch:
    """The CPU time of each message of tournaments, in milliseconds, by its kind."""

    def __init__(self) -> None:
        self.times = defaultdict[str, list[float]](list)
        self.last = list[float]()

    @property
    def all(self) -> list[float]:
        """All times, in order of size."""
        return sorted(time for times in self.times.values() for time in times)


@contextmanager
def watching() -> Iterator[Watch]:
    """Measure every message of a tournament meanwhile."""
    watch = Watch()
    receive, commit = TournamentActor.receive, Context.commit

    def timed(self: TournamentActor, message: Any) -> None:
        kind = type(message.frame if isinstance(message, From) else message).__name__
        begun = time.thread_time()
        receive(self, message)
        watch.times[kind].append(1000.0 * (time.thread_time() - begun))
        watch.last = watch.times[kind]

    def timed_commit(self: Context[Any]) -> None:
        begun = time.thread_time()
        commit(self)
        if self.address.kind == "tournament" and watch.last:
            watch.last[-1] += 1000.0 * (time.thread_time() - begun)

    TournamentActor.receive, Context.commit = timed, timed_commit  # type: ignore[method-assign]
    try:
        yield watch
    finally:
        TournamentActor.receive, Context.commit = receive, commit  # type: ignore[method-assign]


def percentile(values: Sequence[float], share: float) -> float:
    """Return a percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def big(format_: str, size: int) -> Big:
    """Play one great tournament; return what its messages cost, and how large its views are."""
    view = part = 0
    with watching() as watch:
        cup = Cup(Backend(seed=1), "t.big", format_, size)
        cup.start()
        while cup.step():
            cup.settle(PAUSE)
            view = max(view, len(cup.actor.readers.whole(cup.state)))
            part = max(part, len(encode(pairings(cup.state, [cup.state.drawn[0].key], {}))))
    times = watch.all
    worst = max(watch.times, key=lambda kind: max(watch.times[kind]))
    figures = percentile(times, 0.5), percentile(times, 0.99), max(times)
    return Big(format_, size, len(times), *figures, worst, view, part)


def beside(matches: int, tournaments: int, seconds: float) -> Beside:
    """Run matches, with tournaments beside them or none; return what a step of the clock takes.

    All that arrives in a step is handled before anything of it leaves, so an input of a match
    waits no longer than the step that it comes in. What the server does in a thread of its own, the
    pairing of Swiss and tables, is left out.
    """
    spent = 0.0

    async def aside(run: Callable[[], Any]) -> Any:
        nonlocal spent
        begun = time.process_time()
        try:
            return run()
        finally:
            spent += time.process_time() - begun

    backend = Backend(1, aside)
    formats = [format_ for format_, _ in BIG]
    cups = [
        Cup(backend, f"t.{number}", formats[number % len(formats)], ENTRANTS)
        for number in range(tournaments)
    ]
    players = [backend.join(f"p{number}") for number in range(2 * matches)]
    backend.wire.now = backend.world.now()
    for number, player in enumerate(players):
        backend.wire.at(backend.wire.now + 2.0 * number / len(players), player.queue)
    backend.run(WARM_UP)
    collector.settle()  # the server does this when it is ready
    steps = list[float]()
    for tick in range(round(seconds / STEP)):
        for number in range(tick % LOOKS, min(tournaments, tick // APART), LOOKS):
            if cups[number].state.phase == "registration":
                cups[number].begin()
            else:
                cups[number].step()
        before = backend.acting + backend.decoding - spent
        backend.step()
        steps.append(1000.0 * (backend.acting + backend.decoding - spent - before))
    ended = sum(cup.state.phase == "over" for cup in cups)
    figures = percentile(steps, 0.99), percentile(steps, 0.999), max(steps)
    return Beside(matches, tournaments, ended, *figures, sum(steps) / 10.0 / seconds)


def bench(seconds: float) -> None:
    """Measure all, and print it as the tables of docs/performance.md."""
    print("| format | entrants | messages | p50 ms | p99 ms | most ms | of | view KB | part KB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: |")
    for format_, size in BIG:
        one = big(format_, size)
        times = f"{one.p50_ms:.2f} | {one.p99_ms:.2f} | {one.most_ms:.1f} | {one.worst}"
        sizes = f"{one.view / 1000:.0f} | {one.part / 1000:.1f}"
        print(f"| {format_} | {size} | {one.messages:,} | {times} | {sizes} |", flush=True)
    print()
    print("| matches | tournaments | ended | p99 ms | p99.9 ms | most ms | of a core |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for tournaments in (0, 100):
        row = beside(50, tournaments, seconds)
        times = f"{row.p99_ms:.2f} | {row.p999_ms:.2f} | {row.most_ms:.1f} | {row.core:.0f}%"
        print(f"| {row.matches} | {row.tournaments} | {row.ended} | {times} |", flush=True)
