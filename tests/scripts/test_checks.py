"""scripts/test itself: everything runs, the summary tells, the exit code counts."""

import subprocess
import sys

import _checks
import pytest

from tests.scripts.pebble import PYTHON, SCRIPTS

PASSES = [sys.executable, "-c", ""]
FAILS = [sys.executable, "-c", "raise SystemExit(7)"]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the real checks by two small ones, of which the first fails."""
    checks = [_checks.Check("bad", FAILS), _checks.Check("good", PASSES)]
    monkeypatch.setattr(_checks, "every_check", lambda: checks)


@pytest.mark.usefixtures("small")
def test_a_failure_stops_nothing_and_counts(capsys: pytest.CaptureFixture[str]):
    assert _checks.run([]) == 1
    out = capsys.readouterr().out
    assert "== good" in out
    assert out.splitlines()[-1].startswith("failed: bad (")


@pytest.mark.usefixtures("small")
def test_arguments_run_pytest_alone(capsys: pytest.CaptureFixture[str]):
    assert _checks.run(["--version"]) == 0
    out = capsys.readouterr().out
    assert "== bad" not in out
    assert out.splitlines()[-1].startswith("all passed (")


def test_the_checks_come_in_this_order():
    names = [check.name for check in _checks.every_check()]
    tools = ["ruff check", "ruff format", "pyright", "oxlint"]
    tests = ["JavaScript tests", "pytest, two at a time", "pytest, one at a time"]
    assert names == [*tools, *tests]


def test_what_runs_alone_is_there_and_runs_once():
    together, alone = (check.command for check in _checks.every_check()[-2:])
    for path in _checks.ALONE:
        assert (_checks.ROOT / path).exists()
        assert f"--ignore={path}" in together
        assert path in alone


def test_help_needs_no_environment():
    done = subprocess.run(
        [PYTHON, str(SCRIPTS / "test"), "--help"], text=True, capture_output=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: scripts/test [pytest arguments]")
