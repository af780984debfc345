"""The checks of `scripts/test` as data. How they run depends on how fast the machine is.

There are three groups of tests, one after the other: those that compute, about as many at a time as
there are processors; those that mostly wait, more at a time if the machine can bear it; and those
that assert how many seconds something takes, one at a time. A slow machine must not look like a
mistake: the time limits of tests grow with its slowness, and assertions about seconds are checked
on fast machines only.
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
"""One worker runs all tests of a file, so that a file starts its server once."""
WAITS = 4.0
"""How many times longer the waiting tests wait than compute, on a fast machine."""
BUSY, MOST_WAITERS = 0.75, 6
"""The share of the processors that the waiting tests may use, and how many run at most."""
LIMIT = 1200.0
"""Seconds after which a check is ended, on a fast machine. Each test has a limit of its own too."""
WAITING = (
    "tests/e2e/test_match.py",
    "tests/gateway/test_outage.py",
    "tests/gateway/test_nodes.py",
    "tests/gateway/test_workers.py",
    "tests/scripts/test_cluster.py",
    "tests/chaos/test_planted.py",
    "tests/chaos/test_runs.py",
    "tests/scripts/test_peers_run.py",
    "tests/e2e/test_loss.py",
    "tests/e2e/test_far.py",
    "tests/e2e/test_invitations.py",
    "tests/e2e/test_chat.py",
    "tests/e2e/test_rematch.py",
    "tests/e2e/test_states.py",
    "tests/e2e/test_restored.py",
    "tests/e2e/test_killed.py",
    "tests/gateway/test_mail_killed.py",
    "tests/e2e/test_mail_pages.py",
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
    "tests/gateway/test_shared.py",
)
"""Files whose tests mostly wait: for a server, a browser, a countdown; the longest first."""
JAVASCRIPT = ("webui/js", "webui/sw.js", "tests/webui", "scripts/peers", "docs/examples")
"""Where the JavaScript modules of the project are."""
LONG = {"chaos", "cluster", "e2e", "rules", "scripts", "simulation"}
"""Folders that are begun first, so that no worker is left alone with a long one at the end."""
CLAIMS = "claims_seconds"
"""The pytest mark of a test that asserts seconds and so runs alone; see tests/claims.py."""
MARK = f"@pytest.mark.{CLAIMS}\n"


class Step(NamedTuple):
    """Checks that run side by side, at most ``seats`` at a time."""

    checks: Sequence[Check]
    seats: int = 1


def run(arguments: Sequence[str]) -> int:
    """Run every check, or, with arguments, only pytest; return 1 if one failed, else 0."""
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
    """Return all checks in steps, which run one after the other."""
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
    """Return how many computing tests run at once: one per processor.

    On a fast machine one more, as each test waits now and then.
    """
    return capacity.processors + (capacity.slowness < 1.5)


def waiters(capacity: Capacity) -> int:
    """Return how many waiting tests run at once: few enough that their work makes none late."""
    share = capacity.slowness / (WAITS + capacity.slowness)
    return max(1, min(MOST_WAITERS, int(BUSY * capacity.processors / share)))


def _pytest(*arguments: str, name: str = "pytest") -> Check:
    return Check(name, [sys.executable, "-m", "pytest", *arguments])


def _crowd(name: str, processes: int, *arguments: str) -> Check:
    return _pytest(f"-m not {CLAIMS}", f"-n{processes}", *SHARED, *arguments, name=name)


def _claiming() -> list[str]:
    """Return the files with tests that assert seconds, so that pytest imports only these."""
    found = (path for path in ROOT.glob("tests/**/test_*.py") if MARK in path.read_text())
    return sorted(str(path.relative_to(ROOT)) for path in found)


def _long_first() -> list[str]:
    """Return the folders and files of tests/, those of `LONG` first."""
    found = {path.relative_to(ROOT / "tests").parts[0] for path in ROOT.glob("tests/**/test_*.py")}
    return [f"tests/{name}" for name in sorted(found, key=lambda name: (name not in LONG, name))]


def _node() -> Path:
    """Return the path of the Node in the playwright package, so that nobody has to install one."""
    return Path(sysconfig.get_path("purelib")) / "playwright" / "driver" / "node"
