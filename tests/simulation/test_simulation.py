"""A hundred schedules with faults: every promise is kept, whatever fails and when."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.run import run, summary
from tests.simulation.schedule import play

ROOT = Path(__file__).resolve().parents[2]
SCHEDULES = 100
"""How many schedules are played, from seed 0: every kind of fault happens in these.

After a change of an actor play thousands with scripts/simulate.
"""
REAL = 3
"""How many schedules are played on a real store."""


def test_every_promise_is_kept() -> None:
    outcomes = run(range(SCHEDULES))
    broken = [f"seed {o.seed}: {o.violation}" for o in outcomes if o.violation is not None]
    assert broken == []
    faults = summary(outcomes)["faults"]
    assert isinstance(faults, dict)
    assert len(faults) >= 23, "every kind of fault has happened"
    assert sum(outcome.matches for outcome in outcomes) > 2 * SCHEDULES


@pytest.mark.parametrize("seed", [3, 10, 437])
def test_a_schedule_can_be_played_again(seed: int) -> None:
    traces: list[list[str]] = [[], []]
    for trace in traces:
        play(seed, trace=trace.append)
    assert traces[0] == traces[1]
    assert len(traces[0]) > 100


def test_every_promise_is_kept_on_sqlite() -> None:
    assert [outcome.violation for outcome in run(range(REAL), "sqlite")] == [None] * REAL


def test_every_promise_is_kept_on_postgresql(database: str) -> None:
    assert [outcome.violation for outcome in run(range(REAL), database)] == [None] * REAL


def test_the_store_makes_no_difference() -> None:
    traces: list[list[str]] = [[], []]
    for trace, place in zip(traces, ("memory", "sqlite"), strict=True):
        play(4, place, trace.append)
    assert traces[0] == traces[1]


def test_the_command_sums_up_in_its_last_line() -> None:
    command = [sys.executable, ROOT / "scripts" / "simulate", "--seeds", "0..4", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout.splitlines()[-1])
    assert (figures["schedules"], figures["violations"]) == (5, 0)
    assert set(figures) == {"schedules", "violations", "faults"}
