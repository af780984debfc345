"""The checks of `scripts/test`, as data, for a machine that was measured first.

Three crowds of tests, one after the other: those that work, as many at a time as there are
processors; those that mostly wait, more at a time, as long as the machine can carry them; and those
that claim seconds of the clock, alone. A machine is never taken for a mistake: what a test waits
for at most grows with the machine's slowness, and what it claims it claims of a fast one only.
"""

import sys
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from _capacity import VARIABLE, Capacity, measure
from _running import ROOT, Check, Outcome, adopt, run_at_once

BIN = Path(sys.prefix) / "bin"
SHARED = ("--dist=loadfile", "--no-loadscope-reorder")
"""A file is one worker's: it makes its server and browser once."""
WAITS = 4.0
"""How many times longer those that mostly wait do so than they work, on a fast machine."""
BUSY, MOST_WAITERS = 0.75, 6
"""What of the processors they may take together, and how many run at most."""
LIMIT = 1200.0
"""Seconds after which a check is ended where the machine is fast; each test has its own limit."""
WAITING = (
    "tests/e2e/test_match.py",
    "tests/gateway/test_outage.py",
    "tests/chaos/test_planted.py",
    "tests/chaos/test_runs.py",
    "tests/scripts/test_peers_run.py",
    "tests/e2e/test_loss.py",
    "tests/e2e/test_far.py",
    "tests/e2e/test_killed.py",
    "tests/gateway/test_process.py",
    "tests/scripts/test_bot.py",
    "tests/e2e/test_friends_page.py",
    "tests/gateway/test_rough.py",
    "tests/gateway/test_play.py",
    "tests/gateway/test_stop.py",
    "tests/gateway/test_account.py",
    "tests/e2e/test_open_pages.py",
    "tests/gateway/test_old_data.py",
    "tests/gateway/test_wild_requests.py",
    "tests/gateway/test_strangers.py",
    "tests/gateway/test_storm.py",
    "tests/store/test_faults.py",
)
"""Files whose tests mostly wait: for a server, a browser, a countdown; the longest first."""
JAVASCRIPT = ("webui/js", "tests/webui", "scripts/peers", "docs/examples")
"""Folders with modules of ours."""
LONG = {"chaos", "e2e", "rules", "scripts", "simulation"}
"""Folders begun first, so that no worker is alone with one of them at the end."""
CLAIMS = "claims_seconds"
"""The mark of a test that runs alone, and is judged on a fast machine only; see tests/claims.py."""
MARK = f"@pytest.mark.{CLAIMS}\n"


class Step(NamedTuple):
    """Checks that run at once, so many at a time."""

    checks: Sequence[Check]
    seats: int = 1


def run(arguments: Sequence[str]) -> int:
    """Run every check, or with arguments pytest alone; return 1 when one failed, else 0."""
    began = time.monotonic()
    capacity = measure()
    slowness = capacity.slowness
    steps = [Step([_pytest(*arguments)])] if arguments else every_check(capacity)
    variables = {VARIABLE: f"{slowness:.2f}"}
    adopt()
    print(f"{capacity.processors} processors, worth {capacity.worth:.1f} fast ones", flush=True)
    try:
        outcomes = [
            outcome
            for step in steps
            for outcome in run_at_once(step.checks, step.seats, LIMIT * slowness, variables)
        ]
    except KeyboardInterrupt:
        return 130
    return _sum_up(outcomes, time.monotonic() - began)


def _sum_up(outcomes: Sequence[Outcome], seconds: float) -> int:
    print("\n== summary")
    print(*outcomes, sep="\n")
    failed = ", ".join(outcome.name for outcome in outcomes if outcome.code)
    print(f"failed: {failed} ({seconds:.0f} s)" if failed else f"all passed ({seconds:.0f} s)")
    return 1 if failed else 0


def every_check(capacity: Capacity) -> list[Step]:
    """List the checks in the order in which they run, some of them at once."""
    deny = ["--deny-warnings", "-D", "correctness", "-D", "suspicious"]
    lint = [
        Check("ruff check", [BIN / "ruff", "check"]),
        Check("ruff format", [BIN / "ruff", "format", "--check"]),
        Check("oxlint", [BIN / "oxlint", *deny, *JAVASCRIPT]),
    ]
    aside = [f"--ignore={path}" for path in WAITING]
    work = [
        _crowd("tests that work", workers(capacity), *_long_first(), *aside),
        Check("pyright", [BIN / "pyright", "--warnings"]),
        Check("JavaScript tests", [_node(), "--test", "tests/webui/**/*.test.js"]),
    ]
    wait = _crowd("tests that wait", waiters(capacity), *WAITING)
    claim = _pytest("--quiet", "-m", CLAIMS, *_claiming(), name="tests that claim seconds")
    return [Step(lint), Step(work, seats=capacity.processors), Step([wait]), Step([claim])]


def workers(capacity: Capacity) -> int:
    """How many tests that work run at once: as each waits now and then, one more than fast ones."""
    return capacity.processors + (capacity.slowness < 1.5)


def waiters(capacity: Capacity) -> int:
    """How many tests that wait run at once: what they do of work must not make the others late."""
    share = capacity.slowness / (WAITS + capacity.slowness)
    return max(1, min(MOST_WAITERS, int(BUSY * capacity.processors / share)))


def _pytest(*arguments: str, name: str = "pytest") -> Check:
    return Check(name, [sys.executable, "-m", "pytest", *arguments])


def _crowd(name: str, processes: int, *arguments: str) -> Check:
    return _pytest(f"-m not {CLAIMS}", f"-n{processes}", *SHARED, *arguments, name=name)


def _claiming() -> list[str]:
    """Files with tests that claim seconds: the others need not even be imported for them."""
    found = (path for path in ROOT.glob("tests/**/test_*.py") if MARK in path.read_text())
    return sorted(str(path.relative_to(ROOT)) for path in found)


def _long_first() -> list[str]:
    """All of tests/, by folder and file."""
    found = {path.relative_to(ROOT / "tests").parts[0] for path in ROOT.glob("tests/**/test_*.py")}
    return [f"tests/{name}" for name in sorted(found, key=lambda name: (name not in LONG, name))]


def _node() -> Path:
    """Find the Node inside the playwright package, so that nobody has to install one."""
    return Path(sysconfig.get_path("purelib")) / "playwright" / "driver" / "node"
