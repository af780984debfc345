"""scripts/test itself: it runs everything, and summary and exit code say what failed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import _checks
import _running
import pytest
from _capacity import Capacity

from tests.patience import STUCK
from tests.programs import program
from tests.scripts.pebble import PYTHON, SCRIPTS

FAST = Capacity(2, 2.0)
PASSES = [sys.executable, "-c", ""]
FAILS = [sys.executable, "-c", "raise SystemExit(7)"]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the real checks by small ones, of which two fail."""
    bad, good = _checks.Check("bad", FAILS), _checks.Check("good", PASSES)
    worse = _checks.Check("worse", [sys.executable, "-c", "print('why'); raise SystemExit(8)"])
    steps = [_checks.Step([bad]), _checks.Step([good, worse], seats=2)]
    monkeypatch.setattr(_checks, "every_check", lambda _: steps)


def test_what_is_compiled_is_kept_whatever_the_user_has_set(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    asks = "import sys; raise SystemExit(sys.dont_write_bytecode)"
    check = _running.Check("asks", [sys.executable, "-c", asks])
    [outcome] = _running.run_at_once([check], 1, STUCK, {})
    assert outcome.code == 0


@pytest.mark.usefixtures("small")
def test_a_failure_stops_nothing_and_counts(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(_checks, "measure", lambda: FAST)
    assert _checks.run([]) == 1
    out = capfd.readouterr().out
    assert "== good (beside it, shown later: worse)" in out
    assert "== worse\nwhy\n" in out
    assert out.splitlines()[-1].startswith("failed: bad, worse (")


def test_no_more_run_at_once_than_there_are_seats(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    told = tmp_path / "told"
    tells = f"""
import pathlib, time
told = pathlib.Path({str(told)!r}).open("a")
print("begins", file=told, flush=True)
time.sleep(0.1)
print("ends", file=told)
"""
    checks = [_running.Check(str(number), [sys.executable, "-c", tells]) for number in range(5)]
    _running.run_at_once(checks, 2, STUCK, {})
    most = there = 0
    for line in told.read_text().split():
        there += 1 if line == "begins" else -1
        most = max(most, there)
    assert (there, most) == (0, 2)


@pytest.mark.usefixtures("small")
def test_arguments_run_pytest_alone(capsys: pytest.CaptureFixture[str]):
    assert _checks.run(["--version"]) == 0
    out = capsys.readouterr().out
    assert "== bad" not in out
    assert out.splitlines()[-1].startswith("all passed (")


def test_the_checks_come_in_this_order():
    names = [[check.name for check in step.checks] for step in _checks.every_check(FAST)]
    assert names == [
        ["ruff check", "ruff format", "oxlint"],
        ["tests that work", "pyright", "JavaScript tests"],
        ["tests that wait"],
        ["tests that claim seconds"],
    ]


def test_every_test_runs_once():
    _, work, wait, claim = (step.checks[0].command for step in _checks.every_check(FAST))
    for path in _checks.WAITING:
        assert (_checks.ROOT / path).exists()
        assert f"--ignore={path}" in work
        assert path in wait
    assert "-m not claims_seconds" in work
    assert "-m not claims_seconds" in wait
    assert claim[claim.index("-m", 3) + 1] == "claims_seconds"
    for path in (_checks.ROOT / "tests").glob("**/test_*.py"):
        claims = "@pytest.mark.claims_seconds\n" in path.read_text()
        assert (str(path.relative_to(_checks.ROOT)) in claim) == claims


@pytest.mark.parametrize(
    ("capacity", "workers", "waiters", "seats"),
    [
        (Capacity(2, 2.0), 3, 6, 2),
        (Capacity(2, 1.0), 2, 4, 2),  # other programs use half of both
        (Capacity(2, 0.57), 2, 3, 2),  # two slow processors
        (Capacity(1, 1.0), 2, 3, 1),
        (Capacity(1, 0.28), 1, 1, 1),
        (Capacity(64, 60.0), 65, 6, 64),
    ],
)
def test_as_many_run_at_once_as_the_machine_carries(
    capacity: Capacity, workers: int, waiters: int, seats: int
):
    _, work, wait, _ = _checks.every_check(capacity)
    assert f"-n{workers}" in work.checks[0].command
    assert f"-n{waiters}" in wait.checks[0].command
    assert work.seats == seats


def test_no_folder_of_tests_is_forgotten():
    rest = _checks.every_check(FAST)[1].checks[0].command
    assert {"tests/core", "tests/store", "tests/e2e", "tests/test_layout.py"} <= set(rest)
    for path in (_checks.ROOT / "tests").glob("**/test_*.py"):
        assert f"tests/{path.relative_to(_checks.ROOT / 'tests').parts[0]}" in rest
    assert rest.index("tests/simulation") < rest.index("tests/actors")


WAITS = """
import sys
import _checks, _running
wait = "import pathlib, sys, time; pathlib.Path(sys.argv[1]).touch(); time.sleep(600)"
checks = [_checks.Check(path, [sys.executable, "-c", wait, path]) for path in sys.argv[1:]]
_checks.measure = lambda: _checks.Capacity(2, 2.0)
_checks.every_check = lambda _: [_checks.Step(checks, seats=2)]
_running.PATIENCE = 0.5
raise SystemExit(_checks.run([]))
"""


@pytest.mark.parametrize("told", [os.kill, os.killpg], ids=["one", "all, as by a terminal"])
def test_ctrl_c_ends_all(tmp_path: Path, told: Callable[[int, int], None]):
    begun = [tmp_path / "one", tmp_path / "two"]
    with program(
        [sys.executable, "-c", WAITS, *map(str, begun)],
        env=os.environ | {"PYTHONPATH": str(SCRIPTS)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as runner:
        while not all(path.exists() for path in begun):
            time.sleep(0.02)
        told(runner.pid, signal.SIGINT)
        assert runner.wait() == 130
    with pytest.raises(ProcessLookupError):
        os.killpg(runner.pid, 0)


def test_help_needs_no_environment():
    done = subprocess.run(
        [PYTHON, str(SCRIPTS / "test"), "--help"], text=True, capture_output=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: scripts/test [pytest arguments]")
