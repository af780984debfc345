"""The checks of `scripts/test`, as data, and the loop that runs them all and sums up.

Most of the minutes are waiting: for a browser, a server, a deadline. So nearly everything runs at
once. What looks at a clock runs there too, but comes first wherever both want the processor: all
others are started with `nice`.
"""

import os
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.prefix) / "bin"
WORKERS = ("--numprocesses=3", "--dist=loadfile", "--no-loadscope-reorder")
"""One more than processors, for most tests wait for something most of the time."""
PLAY = ("tests/e2e/test_match.py",)
"""A whole match in a browser, where each frame has its time: all else gives way."""
NEWS = (
    "tests/e2e/test_loss.py",
    "tests/e2e/test_killed.py",
    "tests/e2e/test_friends_page.py",
    "tests/e2e/test_open_pages.py",
)
"""In a browser too, where what happens elsewhere is seen within some seconds."""
DEADLINES = (
    "tests/gateway/test_rough.py",
    "tests/gateway/test_storm.py",
    "tests/gateway/test_wild_requests.py",
    "tests/scripts/test_peers.py",
)
"""Whose claims are seconds of the real clock as well, but not so few."""
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
    rest = [*WORKERS, *_long_first(), *(f"--ignore={path}" for path in PLAY + NEWS + DEADLINES)]
    return [
        [Check("ruff check", [BIN / "ruff", "check"])],
        [Check("ruff format", [BIN / "ruff", "format", "--check"])],
        [Check("oxlint", [BIN / "oxlint", *deny, "webui/js", "tests/webui", "scripts/peers"])],
        [
            _pytest(*rest, name="pytest", nice=19),
            _pytest(*PLAY, name="pytest: play"),
            _pytest(*NEWS, name="pytest: news", nice=5),
            _pytest(*DEADLINES, name="pytest: deadlines", nice=10),
            Check("pyright", [*_nice(19), BIN / "pyright", "--warnings"]),
            Check("JavaScript tests", [*_nice(19), _node(), "--test", "tests/webui/**/*.test.js"]),
        ],
    ]


def _pytest(*arguments: str, name: str = "pytest", nice: int = 0) -> Check:
    return Check(name, [*_nice(nice), sys.executable, "-m", "pytest", *arguments])


def _nice(level: int) -> list[str]:
    """Begin a command that gives way to those of a lower level."""
    return ["nice", "-n", str(level)]


def _long_first() -> list[str]:
    """All of tests/, by folder and file."""
    found = {path.relative_to(ROOT / "tests").parts[0] for path in ROOT.glob("tests/**/test_*.py")}
    return [f"tests/{name}" for name in sorted(found, key=lambda name: (name not in LONG, name))]


def _node() -> Path:
    """Find the Node inside the playwright package, so that nobody has to install one."""
    return Path(sysconfig.get_path("purelib")) / "playwright" / "driver" / "node"


def _run_at_once(checks: Sequence[Check]) -> list[Outcome]:
    """Run these to their ends; the first is heard as it goes, the others after it, one by one."""
    first, *others = checks
    beside = f" (beside it, shown later: {', '.join(other.name for other in others)})"
    print(f"\n== {first.name}{beside if others else ''}", flush=True)
    all_ = [Running(check, at_once=check is first) for check in checks]
    try:
        while None in (outcomes := [each.outcome() for each in all_]):
            time.sleep(0.05)
    except KeyboardInterrupt:
        for each in all_:
            each.interrupt()
        raise
    for each in all_:
        each.show()
    return [outcome for outcome in outcomes if outcome is not None]
