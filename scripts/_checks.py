"""The checks of `scripts/test`, as data, and the loop that runs them all and sums up."""

import os
import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.prefix) / "bin"
AT_ONCE = ("--numprocesses=2", "--dist=loadfile")
"""Most tests wait for something most of the time."""
ALONE = (
    "tests/e2e",
    "tests/scripts",
    "tests/gateway/test_rough.py",
    "tests/gateway/test_storm.py",
    "tests/gateway/test_wild_requests.py",
)
"""What drives a browser or looks at a clock."""
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
    checks = [_pytest(*arguments)] if arguments else every_check()
    try:
        outcomes = [_run_one(check) for check in checks]
    except KeyboardInterrupt:
        return 130
    print("\n== summary")
    print(*outcomes, sep="\n")
    failed = ", ".join(outcome.name for outcome in outcomes if outcome.code)
    total = sum(outcome.seconds for outcome in outcomes)
    print(f"failed: {failed} ({total:.0f} s)" if failed else f"all passed ({total:.0f} s)")
    return 1 if failed else 0


def every_check() -> list[Check]:
    """List the checks in the order in which they run: the quick ones first."""
    deny = ["--deny-warnings", "-D", "correctness", "-D", "suspicious"]
    return [
        Check("ruff check", [BIN / "ruff", "check"]),
        Check("ruff format", [BIN / "ruff", "format", "--check"]),
        Check("pyright", [BIN / "pyright", "--warnings"]),
        Check("oxlint", [BIN / "oxlint", *deny, "webui/js", "tests/webui", "scripts/peers"]),
        Check("JavaScript tests", [_node(), "--test", "tests/webui/**/*.test.js"]),
        _pytest(*AT_ONCE, *(f"--ignore={path}" for path in ALONE), name="pytest, two at a time"),
        _pytest(*ALONE, name="pytest, one at a time"),
    ]


def _pytest(*arguments: str, name: str = "pytest") -> Check:
    return Check(name, [sys.executable, "-m", "pytest", *arguments])


def _node() -> Path:
    """Find the Node inside the playwright package, so that nobody has to install one."""
    return Path(sysconfig.get_path("purelib")) / "playwright" / "driver" / "node"


def _run_one(check: Check) -> Outcome:
    print(f"\n== {check.name}", flush=True)
    start = time.monotonic()
    code = subprocess.call(check.command, cwd=ROOT, env=os.environ | QUIET)
    return Outcome(check.name, code, time.monotonic() - start)
