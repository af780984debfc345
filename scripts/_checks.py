"""The checks of `scripts/test`, as data, and the loop that runs them all and sums up.

Two crowds of tests, one after the other: those that work, as many at a time as there is to work
with, and those that wait for a clock, many at a time. So neither is idle, and a busy machine is not
taken for a mistake.
"""

import os
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.prefix) / "bin"
WORKERS = 3
"""Of the tests that mostly work; one more than processors, as each waits now and then."""
SHARED = ("--dist=loadfile", "--no-loadscope-reorder")
"""A file is one worker's: it makes its server and browser once."""
SEATS = 6
"""Checks that run at once at most: of the tests that mostly wait each file is one."""
REAL_TIME = (
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
    "tests/gateway/test_stop.py",
    "tests/gateway/test_account.py",
    "tests/e2e/test_open_pages.py",
    "tests/gateway/test_old_data.py",
    "tests/gateway/test_wild_requests.py",
    "tests/gateway/test_strangers.py",
    "tests/gateway/test_storm.py",
    "tests/store/test_faults.py",
)
"""What happens in them takes its seconds, or must be seen within some; the longest first."""
LONG = {"chaos", "e2e", "rules", "scripts", "simulation"}
"""Folders begun first, so that no worker is alone with one of them at the end."""
QUIET = {"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}  # it asks the network for a newer self otherwise
PATIENCE = 10.0
"""Seconds for a check to end by itself after Ctrl-C."""


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


class Running:
    """A check under way, which says what it says at once, or keeps it to be shown later."""

    def __init__(self, check: Check, *, at_once: bool) -> None:
        self.name = check.name
        self._said = None if at_once else tempfile.TemporaryFile()  # noqa: SIM115 - show() closes it
        self._began = time.monotonic()
        self._process = subprocess.Popen(
            check.command, cwd=ROOT, env=os.environ | QUIET, stdout=self._said, stderr=self._said
        )
        self._outcome: Outcome | None = None

    def outcome(self) -> Outcome | None:
        """Return what became of it, None while it runs."""
        code = self._process.poll()
        if self._outcome is None and code is not None:
            self._outcome = Outcome(self.name, code, time.monotonic() - self._began)
        return self._outcome

    def show(self) -> None:
        """Print what it has kept."""
        if self._said is not None:
            print(f"\n== {self.name}", flush=True)
            self._said.seek(0)
            sys.stdout.write(self._said.read().decode(errors="replace"))
            self._said.close()

    def interrupt(self) -> None:
        """Wait for its end after Ctrl-C, which the terminal has told it too, as a rule."""
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()


def run(arguments: Sequence[str]) -> int:
    """Run every check, or with arguments pytest alone; return 1 when one failed, else 0."""
    steps = [[_pytest(*arguments)]] if arguments else every_check()
    began = time.monotonic()
    try:
        outcomes = [outcome for step in steps for outcome in _run_at_once(step)]
    except KeyboardInterrupt:
        return 130
    print("\n== summary")
    print(*outcomes, sep="\n")
    failed = ", ".join(outcome.name for outcome in outcomes if outcome.code)
    total = time.monotonic() - began
    print(f"failed: {failed} ({total:.0f} s)" if failed else f"all passed ({total:.0f} s)")
    return 1 if failed else 0


def every_check() -> list[list[Check]]:
    """List the checks in the order in which they run, some of them at once."""
    deny = ["--deny-warnings", "-D", "correctness", "-D", "suspicious"]
    rest = [*_long_first(), *(f"--ignore={path}" for path in REAL_TIME)]
    return [
        [Check("ruff check", [BIN / "ruff", "check"])],
        [Check("ruff format", [BIN / "ruff", "format", "--check"])],
        [Check("oxlint", [BIN / "oxlint", *deny, "webui/js", "tests/webui", "scripts/peers"])],
        [
            _pytest(f"--numprocesses={WORKERS}", *SHARED, *rest),
            Check("pyright", [BIN / "pyright", "--warnings"]),
            Check("JavaScript tests", [_node(), "--test", "tests/webui/**/*.test.js"]),
        ],
        [_pytest("--quiet", path, name=path) for path in REAL_TIME],
    ]


def _pytest(*arguments: str, name: str = "pytest") -> Check:
    return Check(name, [sys.executable, "-m", "pytest", *arguments])


def _long_first() -> list[str]:
    """All of tests/, by folder and file."""
    found = {path.relative_to(ROOT / "tests").parts[0] for path in ROOT.glob("tests/**/test_*.py")}
    return [f"tests/{name}" for name in sorted(found, key=lambda name: (name not in LONG, name))]


def _node() -> Path:
    """Find the Node inside the playwright package, so that nobody has to install one."""
    return Path(sysconfig.get_path("purelib")) / "playwright" / "driver" / "node"


def _run_at_once(checks: Sequence[Check]) -> list[Outcome]:
    """Run these to their ends, each as soon as there is a seat; the first is heard as it goes."""
    first, *others = checks
    beside = f" (beside it, shown later: {', '.join(other.name for other in others)})"
    print(f"\n== {first.name}{beside if others else ''}", flush=True)
    waiting, begun = deque(checks), list[Running]()
    try:
        while waiting or None in (outcomes := [each.outcome() for each in begun]):
            if waiting and sum(each.outcome() is None for each in begun) < SEATS:
                check = waiting.popleft()
                begun.append(Running(check, at_once=check is first))
            else:
                time.sleep(0.05)
    except KeyboardInterrupt:
        for each in begun:
            each.interrupt()
        raise
    for each in begun:
        each.show()
    return [outcome for outcome in outcomes if outcome is not None]
