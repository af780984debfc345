"""Plays many schedules, one after the other, and reports the outcome."""

from __future__ import annotations

import json
import logging
import time
from collections import Counter
from collections.abc import Iterable

from tests.simulation.schedule import Outcome, play


def run(
    seeds: Iterable[int], place: str = "memory", *, stop_at: int | None = None
) -> list[Outcome]:
    """Play the schedules of these seeds; stop after ``stop_at`` violations."""
    logging.disable(logging.CRITICAL)  # thousands of mistakes are made here on purpose
    outcomes: list[Outcome] = []
    broken = 0
    try:
        for seed in seeds:
            outcomes.append(play(seed, place))
            broken += outcomes[-1].violation is not None
            if stop_at is not None and broken >= stop_at:
                break
    finally:
        logging.disable(logging.NOTSET)
    return outcomes


def summary(outcomes: list[Outcome]) -> dict[str, object]:
    """Return the figures for the last line of the command."""
    faults: Counter[str] = Counter()
    for outcome in outcomes:
        faults.update(outcome.faults)
    return {
        "schedules": len(outcomes),
        "violations": sum(outcome.violation is not None for outcome in outcomes),
        "faults": dict(sorted(faults.items())),
    }


def report(seeds: range, place: str, *, as_json: bool) -> int:
    """Play, and print the violations and the figures; return 1 if there are any violations."""
    began = time.process_time(), time.monotonic()
    outcomes = run(seeds, place)
    for outcome in outcomes:
        if outcome.violation is not None:
            print(f"seed {outcome.seed}: {outcome.violation}")
    figures = summary(outcomes)
    cpu, seconds = time.process_time() - began[0], time.monotonic() - began[1]
    matches, played = sum(o.matches for o in outcomes), sum(o.seconds for o in outcomes)
    print(
        f"{len(outcomes)} schedules, {matches} matches, {played / 3600.0:.1f} hours of play and "
        f"{sum(o.steps for o in outcomes)} steps in {seconds:.1f} s ({cpu:.1f} s of CPU): "
        f"{60.0 * len(outcomes) / max(cpu, 1e-9):.0f} a minute"
    )
    print(f"{figures['violations']} violations")
    if as_json:
        print(json.dumps(figures))
    return 1 if figures["violations"] else 0


def trace(seed: int, place: str) -> int:
    """Play one schedule and print each step; return 1 if there is a violation."""
    logging.disable(logging.CRITICAL)
    outcome = play(seed, place, print)
    print(outcome.violation or "every promise was kept")
    return 1 if outcome.violation else 0
