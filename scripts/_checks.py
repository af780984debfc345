"""The checks of `scripts/test`, as data, and the loop that runs them all and sums up."""

import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.prefix) / "bin"
QUIET = {"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}  # it asks the network for a newer self otherwise


@dataclass(frozen=True, slots=True)
class Check:
    """One program to run; it passes with exit code 0."""

    name: str
    command: Sequence[str | Path]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a check, and how many seconds it took."""

    name: str
    code: int
    seconds: float

    def __str__(self) -> str:
        verdict = "FAILED" if self.code else "ok"
        return f"  {verdict:<6} {self.seconds:7.1f} s  {self.name}"


def run(arguments: Sequence[str]) -> int:
    """Run every check, or with arguments pytest alone; return 1 when one failed, else 0."""
    pytest = Check("pytest", [sys.executable, "-m", "pytest", *arguments])
    checks = [pytest] if arguments else [*_static_checks(), _javascript_tests(), pytest]
    try:
        outcomes = [_run_one(check) for check in checks]
    except KeyboardInterrupt:
        return 130
    print("\n== summary")
    print(*outcomes, sep="\n")
    failed = [outcome.name for outcome in outcomes if outcome.code]
    total = sum(outcome.seconds for outcome in outcomes)
    print(f"{'failed: ' + ', '.join(failed) if failed else 'all passed'} ({total:.0f} s)")
    return 1 if failed else 0


def _run_one(check: Check) -> Outcome:
    print(f"\n== {check.name}", flush=True)
    start = time.monotonic()
    code = subprocess.call(check.command, cwd=ROOT, env=os.environ | QUIET)
    return Outcome(check.name, code, time.monotonic() - start)


def _static_checks() -> list[Check]:
    deny = ["--deny-warnings", "-D", "correctness", "-D", "suspicious"]
    return [
        Check("ruff check", [BIN / "ruff", "check"]),
        Check("ruff format", [BIN / "ruff", "format", "--check"]),
        Check("pyright", [BIN / "pyright", "--warnings"]),
        Check("oxlint", [BIN / "oxlint", *deny, "webui/js", "tests/webui"]),
    ]


def _javascript_tests() -> Check:
    """The Node inside the playwright package runs them, so nobody has to install one."""
    playwright = importlib.util.find_spec("playwright")
    if playwright is None or playwright.origin is None:  # never in the environment of the lock
        return Check("JavaScript tests", ["false"])
    node = Path(playwright.origin).parent / "driver" / "node"
    return Check("JavaScript tests", [node, "--test", "tests/webui/**/*.test.js"])
