"""One measurement: a number of matches play at once on a new server for some seconds."""

import gc
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from peers.loop import Loop, clock
from peers.player import Player
from peers.process import Process, free_port, raise_file_limit, serving
from peers.systems import System
from peers.tally import Tally, percentile

IN_FLIGHT = 32
"""How many players may be connecting at once."""
PATIENCE, PER_PLAYER = 20.0, 0.02
"""All players must be connected within PATIENCE + PER_PLAYER * players seconds."""
COUNTDOWN = 10.0
"""Seconds within which the last match must have begun."""
SPARE_FILES = 100
"""Files that a server or the client may need beside the players' sockets."""
WARM_UP = 1.0
ANSWERS = 1.0
"""Answers still count for this many seconds after the end."""
LONGEST_DELAY, LEAST_ANSWERED, LEAST_PLAYED = 0.100, 0.99, 0.90
"""The criterion: the largest p99 in seconds, and the smallest shares of inputs that are answered
and of matches that are in play."""
CLIENT_BUSY, CLIENT_LATE = 0.90, 0.010
"""Above these the load client was the limit: its share of a core, its p99 lateness in seconds."""
DISTURBED = 0.10
"""A measurement is disturbed if other programs used more than this share of a core."""


class Figures(msgspec.Struct):
    """The results. Times are in ms unless the name says otherwise; rates as the client saw them."""

    matches: int
    failures: list[str]
    """Why the criterion is not met; empty if it is."""
    limited_by_client: bool = False
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    answered: float = 0.0
    cpu_ms_per_match_second: float = 0.0
    server_core: float = 0.0
    client_core: float = 0.0
    client_late_p99_ms: float = 0.0
    others_core: float = 0.0
    match_seconds: float = 0.0
    inputs_per_second: float = 0.0
    messages_in_per_second: float = 0.0
    messages_out_per_second: float = 0.0
    bytes_in_per_second: float = 0.0
    bytes_out_per_second: float = 0.0
    kib_per_match: float = 0.0
    errors: dict[str, int] = {}

    @property
    def passed(self) -> bool:
        """Whether the criterion is met with this many matches."""
        return not self.failures

    @property
    def disturbed(self) -> bool:
        """Whether other programs used the cores."""
        return self.others_core > DISTURBED

    @property
    def remarks(self) -> list[str]:
        """What a reader of the figures must know."""
        found = ["limited by the load client"] if self.limited_by_client else []
        if self.disturbed:
            found.append(f"other programs took {self.others_core:.0%} of a core")
        return found


def measure(system: System, matches: int, seconds: float) -> Figures:
    """Play ``matches`` matches on a new server of this system for ``seconds`` seconds."""
    files = raise_file_limit()
    if 2 * matches > files - SPARE_FILES:
        failure = f"a process may open {files} files only"
        return Figures(matches, [failure], limited_by_client=True)
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name) / "data", free_port()
        folder.mkdir()
        system.prepare(folder, 2 * matches)
        program = system.program(folder, port)
        log = Path(name) / f"{system.name}.log"
        started = program.command, port, program.cwd, log, program.environment
        with serving(*started, ready=program.ready) as process:
            load = Load(system, process, port)
            try:
                return load.measure(matches, seconds)
            finally:
                load.close()


@contextmanager
def collector_off() -> Iterator[None]:
    """Switch Python's garbage collector off: its pauses here would count as the server's."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


class Load:
    """The players of one measurement."""

    def __init__(
        self, system: System, process: Process, port: int, tally: Tally | None = None
    ) -> None:
        self.system, self.process, self.port = system, process, port
        self.loop, self.tally = Loop(), tally or Tally()
        self.players: list[Player] = []
        self.asked = 0

    def measure(self, matches: int, seconds: float) -> Figures:
        """Connect everybody, let them play, and return the figures."""
        empty = self.process.memory()
        if not self.play(matches):
            return Figures(matches, [self.why_not_begun()], errors=dict(self.tally.errors))
        with collector_off():
            return self._count(matches, seconds, empty)

    def play(self, matches: int) -> bool:
        """Connect everybody and let them play; return whether all did so in time."""
        if not self.connect(2 * matches) or not self._begin():
            return False
        self.tally.live = True
        self.loop.run(clock() + WARM_UP)
        return True

    def connect(self, players: int) -> bool:
        """Open sockets up to ``players``; return whether all were open in time."""
        until = clock() + PATIENCE + PER_PLAYER * players
        self.loop.run(until, lambda: self._connect_more(players))
        return self.tally.open == players

    def close(self) -> None:
        """Close the sockets."""
        for player in self.players:
            player.close()
        self.loop.close()

    def _connect_more(self, players: int) -> bool:
        tally = self.tally
        while len(self.players) < min(players, tally.open + tally.closed + IN_FLIGHT):
            number = len(self.players)
            try:
                self.players.append(self.system.join(self.loop, tally, self.port, number))
            except OSError as error:
                tally.errors[str(error)] += 1
                return True
        return tally.open >= players or tally.closed > 0

    def _begin(self) -> bool:
        """Let everybody ask for a match; return whether all got one in time."""
        until = clock() + PATIENCE + PER_PLAYER * len(self.players)
        self.loop.run(until, self._begin_more)
        if self.tally.met < len(self.players):
            return False
        enough = LEAST_PLAYED * len(self.players)
        self.loop.run(clock() + COUNTDOWN, lambda: self.tally.playing >= enough)
        return self.tally.playing >= enough

    def _begin_more(self) -> bool:
        met = self.tally.met
        while self.asked < min(len(self.players), met + IN_FLIGHT):
            self.players[self.asked].ready()
            self.asked += 1
        return met >= len(self.players) or self.tally.closed > 0

    def why_not_begun(self) -> str:
        """Say how many players came how far."""
        tally = self.tally
        errors = "".join(f", {error}" for error in tally.errors)
        return f"{tally.open} in, {tally.met} had a match, {tally.playing} play{errors}"

    def _count(self, matches: int, seconds: float, empty: int) -> Figures:
        tally, process = self.tally, self.process
        tally.begin()
        cpu, own, both, begun = process.cpu(), time.process_time(), process.busy(), clock()
        self.loop.run(begun + seconds)
        took = clock() - begun
        cpu, own, both = process.cpu() - cpu, time.process_time() - own, process.busy() - both
        tally.end()
        rates = {
            "inputs_per_second": tally.inputs / took,
            "messages_in_per_second": tally.messages_in / took,
            "messages_out_per_second": tally.messages_out / took,
            "bytes_in_per_second": tally.bytes_in / took,
            "bytes_out_per_second": tally.bytes_out / took,
        }
        memory = process.memory()
        self.loop.run(clock() + ANSWERS)
        late = percentile(tally.late, 0.99)
        figures = Figures(
            matches,
            [],
            limited_by_client=own / took > CLIENT_BUSY or late > CLIENT_LATE,
            p50_ms=1000.0 * percentile(tally.delays, 0.5),
            p99_ms=1000.0 * percentile(tally.delays, 0.99),
            answered=len(tally.delays) / max(1, tally.inputs),
            cpu_ms_per_match_second=1000.0 * cpu / max(tally.match_seconds, 0.001),
            server_core=cpu / took,
            client_core=own / took,
            client_late_p99_ms=1000.0 * late,
            others_core=max(0.0, both - cpu - own) / took,
            match_seconds=tally.match_seconds,
            **rates,
            kib_per_match=(memory - empty) / matches / 1024.0,
            errors=dict(tally.errors),
        )
        figures.failures = _judge(figures, matches * took)
        if tally.closed:
            figures.failures.append(f"{tally.closed} sockets cut off")
        return figures


def _judge(figures: Figures, whole: float) -> list[str]:
    """Return why the criterion is not met; ``whole`` is the largest possible match-seconds."""
    failures: list[str] = []
    if figures.p99_ms > 1000.0 * LONGEST_DELAY:
        failures.append(f"p99 {figures.p99_ms:.0f} ms")
    if figures.answered < LEAST_ANSWERED:
        failures.append(f"{100.0 * figures.answered:.1f} % answered")
    if figures.match_seconds < LEAST_PLAYED * whole:
        failures.append(f"{100.0 * figures.match_seconds / whole:.0f} % in play")
    return failures
