"""Measures one room from 1 to 5,000 members, with matches beside it; writes docs/performance.md.

Everybody is on one server: the players, and the members, who all read the lobby's room. A few of
them speak. For each size there are three parts: nobody speaks (the calm), a line now and then (the
talk), and each speaker says the next line as soon as the last is answered (the flood). The CPU time
of a delivery is what the server used above the calm, by the lines that arrived: in the talk each is
a write of its own, in the flood those of one group of the journal go in one.
"""

import json
import tempfile
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import msgspec

from peers.growth import END, PAGE, machine
from peers.loop import clock
from peers.measure import ANSWERS, SPARE_FILES, Load, collector_off
from peers.members import Hall, Member, Talk
from peers.plot import Panel, svg
from peers.process import CannotMeasure, free_port, raise_file_limit, serving
from peers.storm import Timed
from peers.systems import ROOT
from peers.tally import percentile

SIZES = (1, 10, 100, 1000, 5000)
SPEAKERS = 20
"""How many members speak at most."""
ALONE, LEAST, MOST = 10_000.0, 2.0, 20.0
"""Deliveries a second in the talk, in which each line is one write to each member; but at least and
at most so many lines a second."""
GOAL, GOAL_MS = 100_000, 20.0
PICTURE = ROOT / "docs" / "images" / "room.svg"
BEGIN = "<!-- written by scripts/bench --room -->"
CAPTION = "Deliveries a second, CPU per delivery and the p99 delay of matches, over members"
COLUMNS = (
    *("members", "lines a second", "deliveries a second", "of a core"),
    *("CPU us per delivery, alone / in a flood", "deliveries a core"),
    *("answer to a line, p50 / p99 ms", "p99 of the matches, calm / talk / flood, ms"),
)


class Part(msgspec.Struct):
    """A part of a step: what the server did in these seconds, and what players and members felt."""

    seconds: float
    core: float
    match_p99_ms: float
    deliveries: float = 0.0
    lines: float = 0.0
    answer_p50_ms: float = 0.0
    answer_p99_ms: float = 0.0
    client_core: float = 0.0


class Step(msgspec.Struct):
    """The figures of one size of the room."""

    members: int
    calm: Part
    talk: Part
    flood: Part
    others_core: float

    def cpu_us(self, part: Part) -> float:
        """Return the CPU microseconds of a delivery in a part."""
        return 1e6 * (part.core - self.calm.core) / max(1.0, part.deliveries)

    @property
    def a_core(self) -> float:
        """How many deliveries a whole core would do in a second, at the flood's cost."""
        return 1e6 / max(0.001, self.cpu_us(self.flood))

    @property
    def remarks(self) -> list[str]:
        """What a reader of the figures must know."""
        found = ["limited by the load client"] if self.flood.client_core > 0.9 else []
        if self.others_core > 0.1:
            found.append(f"other programs took {self.others_core:.0%} of a core")
        return found


def rooms(matches: int, seconds: float, sizes: Sequence[int], *, as_json: bool) -> None:
    """Measure all sizes, print them, and write the page if all were measured."""
    files = raise_file_limit()
    if 2 * matches + max(sizes) > files - SPARE_FILES:
        raise CannotMeasure(f"a process may open {files} files only")
    steps: list[Step] = []
    for members in sizes:
        try:
            steps.append(step(matches, members, seconds))
        except CannotMeasure as error:
            print(f"{members} members: {error}")
            break
        print(row(steps[-1]), flush=True)
    if steps and tuple(sizes) == SIZES:
        write(steps, matches)
        print(f"written: {PAGE.relative_to(ROOT)}, {PICTURE.relative_to(ROOT)}")
    if as_json:
        print(json.dumps({"matches": matches, "steps": msgspec.to_builtins(steps)}))


def step(matches: int, members: int, seconds: float) -> Step:
    """Measure one size of the room on a new server."""
    hall, tally = Hall(2 * matches), Timed()
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name) / "data", free_port()
        folder.mkdir()
        hall.prepare(folder, 2 * matches + members)
        program, log = hall.program(folder, port), Path(name) / "log"
        with serving(program.command, port, program.cwd, log, {}) as process:
            load = Load(hall, process, port, tally)
            try:
                if not load.play(matches) or not load.connect(2 * matches + members):
                    raise CannotMeasure(load.why_not_begun())
                load.loop.run(clock() + 10.0, lambda: hall.talk.shown >= members)
                with collector_off():
                    return _measure(load, tally, hall.talk, members, seconds)
            finally:
                load.close()


def _measure(load: Load, tally: Timed, talk: Talk, members: int, seconds: float) -> Step:
    busy, cpu, own = load.process.busy(), load.process.cpu(), time.process_time()
    begun = clock()
    speakers = [p for p in load.players if isinstance(p, Member)][:SPEAKERS]
    tally.begin()
    calm = _part(load, tally, talk, seconds)
    turn, pause = count(), 1.0 / min(MOST, max(LEAST, ALONE / members))

    def now_and_then() -> None:
        if talk.next is not _silence:
            speakers[next(turn) % len(speakers)].say()
            load.loop.at(clock() + pause, now_and_then)

    talk.next = lambda _: None
    now_and_then()
    quiet = _part(load, tally, talk, seconds)
    talk.next = _silence
    load.loop.run(clock() + 1.0)
    talk.next = Member.say
    for speaker in speakers:
        speaker.say()
    load.loop.run(clock() + 1.0)
    flood = _part(load, tally, talk, seconds)
    talk.next = _silence
    took = clock() - begun
    others = load.process.busy() - busy - (load.process.cpu() - cpu) - (time.process_time() - own)
    tally.end()
    load.loop.run(clock() + ANSWERS)
    return Step(members, calm, quiet, flood, max(0.0, others) / took)


def _silence(_: Member) -> None:
    """Say nothing."""


def _part(load: Load, tally: Timed, talk: Talk, seconds: float) -> Part:
    talk.begin()
    cpu, own, begun = load.process.cpu(), time.process_time(), clock()
    load.loop.run(begun + seconds)
    took = clock() - begun
    cpu, own = load.process.cpu() - cpu, time.process_time() - own
    waits = [1000.0 * wait for wait in talk.waits]
    return Part(
        took,
        cpu / took,
        tally.between(begun, begun + took).p99_ms,
        talk.delivered / took,
        talk.lines / took,
        percentile(waits, 0.5) if waits else 0.0,
        percentile(waits, 0.99) if waits else 0.0,
        own / took,
    )


def row(figures: Step) -> str:
    """Return a row of the table."""
    flood = figures.flood
    return (
        f"| {figures.members:,} | {flood.lines:,.0f} | {flood.deliveries:,.0f} | {flood.core:.0%} "
        f"| {figures.cpu_us(figures.talk):.1f} / {figures.cpu_us(flood):.1f} "
        f"| {figures.a_core:,.0f} "
        f"| {figures.talk.answer_p50_ms:.0f} / {figures.talk.answer_p99_ms:.0f} "
        f"| {figures.calm.match_p99_ms:.1f} / {figures.talk.match_p99_ms:.1f} "
        f"/ {flood.match_p99_ms:.1f} | {', '.join(figures.remarks)} |"
    )


def write(steps: Sequence[Step], matches: int) -> None:
    """Write the table into docs/performance.md, and draw the picture."""
    panels = [
        Panel("deliveries a second", "members", [(s.members, s.flood.deliveries) for s in steps]),
        Panel(
            "CPU us per delivery",
            "members",
            [(s.members, s.cpu_us(s.flood)) for s in steps],
            log_y=True,
        ),
        Panel(
            "p99 delay of matches, ms",
            "members",
            [(s.members, s.talk.match_p99_ms) for s in steps],
            log_y=True,
        ),
    ]
    PICTURE.write_text(svg(panels))
    lines = [
        f"![{CAPTION}](images/{PICTURE.name})\n",
        f"{machine()}, {time.strftime('%Y-%m-%d')}; {matches} matches beside the room.\n",
        f"| {' | '.join(COLUMNS)} | |",
        f"|{' ---: |' * len(COLUMNS)} --- |",
        *(row(one) for one in steps),
    ]
    before, _, rest = PAGE.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    table = "\n".join(lines)
    PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}")
