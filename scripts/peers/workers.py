"""Measures what a second worker costs: the same players on one server, on one node, and on two.

The CPU time is that of the servers together. PostgreSQL and Redis, which all of them use, and the
load client are not in it. On two cores the servers share one, so this says nothing about how many
matches two cores hold; it says what their work grows by, and that is what bounds it.
"""

import json
from collections import defaultdict
from pathlib import Path
from statistics import median

from peers.compare import step
from peers.process import CannotMeasure
from peers.rally import Rally
from peers.services import Services, services
from peers.systems import Program

ROUNDS = 3
"""How often each is measured."""
GOAL = 1.15
READY = "Rally is ready at"


class Workers(Rally):
    """So many workers on PostgreSQL; 0: a server that is alone, without Redis."""

    def __init__(self, running: Services, workers: int) -> None:
        super().__init__()
        self.name = f"{workers} workers" if workers else "alone"
        self._running = running
        self._workers = workers
        self._store = ""

    def prepare(self, folder: Path, players: int) -> None:
        """See `System.prepare`: the players are in a new database."""
        self._store = self._running.new_database()
        self.sign_in(self._store, folder, players)

    def program(self, folder: Path, port: int) -> Program:
        """See `System.program`."""
        plain = super().program(folder, port)
        more = ["--store", self._store]
        if self._workers:
            more += ["--redis", self._running.redis, "--workers", str(self._workers)]
        return Program([*plain.command, *more], plain.cwd, ready=READY)


def compare_workers(matches: int, seconds: float, *, as_json: bool) -> None:
    """Measure by turns; print the medians and their ratios.

    Raises `CannotMeasure` if a server does not play that many matches.
    """
    spent: dict[str, list[float]] = defaultdict(list)
    with services() as running:
        systems = [Workers(running, number) for number in (0, 1, 2)]
        for _ in range(ROUNDS):
            for system in systems:
                figures = step(system, matches, seconds)
                if not figures.match_seconds:
                    raise CannotMeasure(f"{system.name}: {figures.failures[0]}")
                spent[system.name].append(figures.cpu_ms_per_match_second)
    alone, one, two = (median(spent[system.name]) for system in systems)
    print(f"\nCPU ms of the servers per match-second at {matches} matches:")
    for name, figure, base in (("alone", alone, one), ("1 worker", one, one), ("2", two, one)):
        print(f"{name:>10} {figure:6.3f}  {figure / base:4.2f} times one worker")
    print(f"two workers: {two / one:.2f} times the CPU of one (goal: at most {GOAL}), so two")
    print(f"cores of their own hold at most {2.0 * one / two:.2f} times the matches of one")
    if as_json:
        ratio = two / one
        print(json.dumps({"alone": alone, "one": one, "two": two, "ratio": ratio, "rounds": spent}))
