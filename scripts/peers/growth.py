"""Measures how cost grows: with matches, from 100 to the most Rally holds, and with idle sockets.

Writes the tables into docs/performance.md, between two comments, and docs/images/growth.svg.
"""

import os
import platform
import re
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from peers.compare import step
from peers.loop import clock
from peers.measure import SPARE_FILES, Figures, Load
from peers.plot import Panel, svg
from peers.process import free_port, raise_file_limit, serving
from peers.rally import Rally
from peers.search import Search
from peers.systems import ROOT

PAGE = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "images" / "growth.svg"
BEGIN, END = "<!-- written by scripts/bench --growth -->", "<!-- end -->"
CAPTION = "CPU per match-second and p99 delay over matches, memory over idle sockets"
FIRST = 100
IDLE = (100, 1000, 5000, 15000)
SETTLE, WATCH = 2.0, 3.0
"""Seconds to wait after the last socket has opened, and seconds to measure after that."""


class Idle(msgspec.Struct):
    """Figures of ``sockets`` signed-in pages that only keep their connection."""

    sockets: int
    kib_per_socket: float
    server_core: float


def growth(seconds: float) -> None:
    """Measure, and write the results."""
    steps = grow(seconds)
    most = raise_file_limit() - SPARE_FILES
    sockets = idle([number for number in IDLE if number <= most])
    write(steps, sockets)
    print(f"written: {PAGE.relative_to(ROOT)}, {PICTURE.relative_to(ROOT)}")


def grow(seconds: float) -> list[Figures]:
    """Search for the most matches; return the figures of each measured step, by matches."""
    search, steps, rally = Search(FIRST), [], Rally()
    while (matches := search.next()) is not None:
        figures = step(rally, matches, seconds)
        search.tell(figures)
        steps.append(figures)
    return sorted((s for s in steps if s.match_seconds), key=lambda s: s.matches)


def idle(levels: Sequence[int]) -> list[Idle]:
    """Connect more and more signed-in pages to one server; stop if it cannot keep them."""
    rally, found = Rally(), []
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name) / "data", free_port()
        folder.mkdir()
        rally.prepare(folder, levels[-1])
        program = rally.program(folder, port)
        with serving(program.command, port, program.cwd, Path(name) / "log", {}) as process:
            empty = process.memory()
            load = Load(rally, process, port)
            for sockets in levels:
                if not load.connect(sockets):
                    print(f"{sockets} idle sockets: not all stay, {dict(load.tally.errors)}")
                    break
                cpu, begun = process.cpu(), clock()
                load.loop.run(begun + SETTLE)
                core = (process.cpu() - cpu) / (clock() - begun)
                found.append(Idle(sockets, (process.memory() - empty) / sockets / 1024.0, core))
                print(
                    f"{sockets} idle sockets: {found[-1].kib_per_socket:.1f} KiB each", flush=True
                )
            load.close()
    return found


def write(steps: Sequence[Figures], sockets: Sequence[Idle]) -> None:
    """Write the tables into docs/performance.md, and draw the picture."""
    panels = [
        Panel(
            "CPU ms per match-second",
            "matches",
            [(s.matches, s.cpu_ms_per_match_second) for s in steps],
        ),
        Panel("p99 delay, ms", "matches", [(s.matches, s.p99_ms) for s in steps], log_y=True),
        Panel("KiB per idle socket", "sockets", [(i.sockets, i.kib_per_socket) for i in sockets]),
    ]
    PICTURE.write_text(svg([panel for panel in panels if panel.points]))
    before, _, rest = PAGE.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{tables(steps, sockets)}{END}{after}")


def tables(steps: Sequence[Figures], sockets: Sequence[Idle]) -> str:
    """Return the two tables in Markdown, with a line about the machine."""
    lines = [
        f"![{CAPTION}](images/{PICTURE.name})\n",
        f"{machine()}, {time.strftime('%Y-%m-%d')}.\n",
        "| matches | CPU ms per match-second | of a core | p50 ms | p99 ms | KiB per match | |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    lines += [
        f"| {s.matches:,} | {s.cpu_ms_per_match_second:.3f} | {s.server_core:.0%} "
        f"| {s.p50_ms:.2f} | {s.p99_ms:.1f} | {s.kib_per_match:.0f} "
        f"| {', '.join([*s.failures, *s.remarks])} |"
        for s in steps
    ]
    lines += ["", "| idle sockets | KiB each | of a core |", "| ---: | ---: | ---: |"]
    lines += [f"| {i.sockets:,} | {i.kib_per_socket:.1f} | {i.server_core:.0%} |" for i in sockets]
    return "\n".join(lines) + "\n"


def machine() -> str:
    """Return what the machine is, for a table."""
    model = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    name = model[1] if model else platform.machine()
    return f"{name}, {os.cpu_count()} cores, Python {platform.python_version()}"
