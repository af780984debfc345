"""Measures how running matches suffer when many people sign in at the same moment.

The load client plays matches on the server as shipped; then another process sends a rush of log-ins
or registrations. This is measured once with the server on a core of its own, and once with all
processes wherever the system puts them.
"""

import json
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import bcrypt
import msgspec
import trio

from gateway.auth.passwords import ROUNDS
from peers.loop import clock
from peers.measure import ANSWERS, Load, collector_off
from peers.process import CannotMeasure, free_port, raise_file_limit, serving
from peers.rally import Rally
from peers.rush import PATIENCE, Plan, Rush
from peers.systems import ROOT
from peers.tally import Tally, percentile
from store.people.records import User
from store.sqlite import open_sqlite

GOAL_MS = 20.0
PEOPLE = 200
FIRST = 2.0
"""Seconds in which all requests arrive; after that the server only computes hashes."""
PASSWORD = "a chalk line on deep ink"  # noqa: S105 - of made-up people
ROUTES = {"log in": "/api/v1/login", "register": "/api/v1/register"}


class Delays(msgspec.Struct):
    """The delays of the inputs that were sent in some seconds, in milliseconds."""

    inputs: int
    p50_ms: float
    p99_ms: float
    max_ms: float


class Storm(msgspec.Struct):
    """One storm. ``first`` are its first seconds, which ``during`` contains too."""

    what: str
    pinned: bool
    before: Delays
    first: Delays
    during: Delays
    after: Delays
    answered: float
    """The share of all inputs that were answered."""
    statuses: dict[int, int]
    seconds: float
    """Seconds until the last person had an answer."""
    served_per_second: float
    others_core: float


class Timed(Tally):
    """A tally that also keeps when each answered input was sent."""

    def answered(self, stamp: float, now: float) -> None:
        """See `Tally.answered`."""
        known = len(self.delays)
        super().answered(stamp, now)
        if len(self.delays) > known:
            self.stamps.append(stamp)

    def between(self, begin: float, end: float) -> Delays:
        """Return the delays of the inputs sent between two times."""
        pairs = zip(self.stamps, self.delays, strict=True)
        found = [1000.0 * delay for stamp, delay in pairs if begin <= stamp < end]
        p50, p99 = percentile(found, 0.5), percentile(found, 0.99)
        return Delays(len(found), p50, p99, max(found, default=0.0))

    def _clear(self) -> None:
        super()._clear()
        self.stamps = array("d")


class Crowded(Rally):
    """Rally with accounts beside the signed-in players."""

    def prepare(self, folder: Path, players: int) -> None:
        """See `System.prepare`."""
        super().prepare(folder, players)
        trio.run(_enrol, folder)


def storms(matches: int, seconds: float, *, as_json: bool) -> None:
    """Measure all storms and print the table; raises `CannotMeasure` if no match is played."""
    runs = []
    print(f"{matches} matches, {PEOPLE} at once; delay p50 / p99 / largest, ms")
    for what in ROUTES:
        for pinned in (True, False):
            runs.append(storm(what, matches, seconds, pinned=pinned))
            show(runs[-1])
    worst = max(max(run.first.p99_ms, run.during.p99_ms) for run in runs if run.what == "log in")
    print(f"worst p99 while people log in: {worst:.1f} ms (goal: below {GOAL_MS:.0f})")
    if as_json:
        built = msgspec.to_builtins(runs, str_keys=True)
        print(json.dumps({"matches": matches, "people": PEOPLE, "p99_ms": worst, "runs": built}))


def storm(what: str, matches: int, seconds: float, *, pinned: bool) -> Storm:
    """Measure a storm on a new server, and the ``seconds`` before and after it."""
    raise_file_limit()
    system, tally = Crowded(), Timed()
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name) / "data", free_port()
        folder.mkdir()
        system.prepare(folder, 2 * matches)
        program, log = system.program(folder, port), Path(name) / "log"
        with serving(program.command, port, program.cwd, log, {}, pinned=pinned) as process:
            load = Load(system, process, port, tally)
            try:
                with _crowd(Plan(port, ROUTES[what], _bodies(what))) as crowd:
                    if not load.play(matches):
                        raise CannotMeasure(load.why_not_begun())
                    with collector_off():
                        return _measure(load, tally, crowd, seconds, what, pinned=pinned)
            finally:
                load.close()


def _measure(
    load: Load, tally: Timed, crowd: "Crowd", seconds: float, what: str, *, pinned: bool
) -> Storm:
    """Measure the calm before, the storm, and the calm after it."""
    busy, cpu, own, begun = load.process.busy(), load.process.cpu(), time.process_time(), clock()
    tally.begin()
    load.loop.run(begun + seconds)
    come = clock()
    load.loop.add(crowd.told, crowd.hear)
    crowd.go()
    load.loop.run(come + PATIENCE, lambda: crowd.rush is not None)
    load.loop.remove(crowd.told)
    gone = clock()
    load.loop.run(gone + seconds)
    tally.end()
    others = load.process.busy() - busy - (load.process.cpu() - cpu) - (time.process_time() - own)
    took = clock() - begun
    load.loop.run(clock() + ANSWERS)
    if crowd.rush is None:
        raise CannotMeasure("nobody said how the storm ended")
    statuses, last = crowd.rush.statuses, crowd.rush.last
    served = [status for status in statuses if 200 <= status < 300]
    return Storm(
        what=what,
        pinned=pinned,
        before=tally.between(begun, come),
        first=tally.between(come, come + FIRST),
        during=tally.between(come, gone),
        after=tally.between(gone, gone + seconds),
        answered=len(tally.delays) / max(1, tally.inputs),
        statuses=statuses,
        seconds=max(last.values(), default=0.0),
        served_per_second=sum(statuses[s] / last[s] for s in served),
        others_core=max(0.0, others) / took,
    )


class Crowd:
    """The process that sends the rush of requests."""

    def __init__(self, process: "subprocess.Popen[bytes]", plan: Plan) -> None:
        self._in, self._out = cast("BinaryIO", process.stdin), cast("BinaryIO", process.stdout)
        self.told = self._out.fileno()
        self.rush: Rush | None = None
        self._say(msgspec.json.encode(plan))

    def go(self) -> None:
        """Start the rush."""
        self._say(b"")

    def hear(self) -> None:
        """Read how it ended, from one short line."""
        self.rush = msgspec.json.decode(self._out.readline(), type=Rush)

    def _say(self, line: bytes) -> None:
        self._in.write(line + b"\n")
        self._in.flush()


@contextmanager
def _crowd(plan: Plan) -> Iterator[Crowd]:
    """Run the process until the block ends; it waits for `Crowd.go`."""
    command = [sys.executable, "-m", "peers.rush"]
    with subprocess.Popen(
        command, cwd=ROOT / "scripts", stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            yield Crowd(process, plan)
        finally:
            process.kill()


def _bodies(what: str) -> list[dict[str, str]]:
    names = [f"pupil{number}" for number in range(PEOPLE)]
    if what == "log in":
        return [{"name": name, "password": PASSWORD} for name in names]
    return [
        {"name": f"new{n}", "display_name": f"New {n}", "email": f"{n}@example.org"}
        | {"password": f"{PASSWORD} {n}"}
        for n in names
    ]


async def _enrol(folder: Path) -> None:
    """Make the accounts, all with the same hash: checking it costs the same as different ones."""
    known = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(ROUNDS)).decode()
    now = int(time.time() * 1000.0)
    async with open_sqlite(folder) as store, trio.open_nursery() as nursery:
        for number in range(PEOPLE):
            name = f"pupil{number}"
            user = User(name, name, name, known, False, now, f"{name}@example.org")
            nursery.start_soon(store.people.create_user, user)


def show(run: Storm) -> None:
    """Print one line of the table."""
    where = "a core of its own" if run.pinned else "wherever"
    parts = (("before", run.before), (f"first {FIRST:.0f} s", run.first), ("during", run.during))
    cells = [
        f"{name} {d.p50_ms:.1f} / {d.p99_ms:.1f} / {d.max_ms:.1f}"
        for name, d in (*parts, ("after", run.after))
    ]
    told = ", ".join(f"{count} times {status}" for status, count in sorted(run.statuses.items()))
    print(
        f"{run.what:>9}, {where}: {'; '.join(cells)}; {told} in {run.seconds:.1f} s, "
        f"{run.served_per_second:.2f} served/s; others {run.others_core:.0%} of a core",
        flush=True,
    )
