"""Runs checks as programs, several at once, each with a time limit; leaves no process behind."""

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
QUIET = {"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}  # otherwise it looks for a newer version online
CACHING = {"PYTHONDONTWRITEBYTECODE": ""}
"""Let Python keep its compiled files: tests start hundreds of programs."""
PATIENCE = 10.0
"""Seconds in which a check may end by itself after Ctrl-C."""
BE_REAPER = 36
"""PR_SET_CHILD_SUBREAPER: a descendant whose parent has died becomes our child (prctl(2))."""
CUT_OFF = 124
"""The exit code of a check that took too long; the command `timeout` uses the same."""


@dataclass(frozen=True, slots=True)
class Check:
    """A program to run; it has passed if its exit code is 0."""

    name: str
    command: Sequence[str | Path]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The exit code of a check, and how many seconds it took."""

    name: str
    code: int
    seconds: float

    def __str__(self) -> str:
        verdict = "FAILED" if self.code else "ok"
        return f"  {verdict:<6} {self.seconds:7.1f} s  {self.name}"


class Running:
    """A check that runs. Its output is shown at once, or kept until `show`."""

    def __init__(self, check: Check, limit: float, environment: dict[str, str], *, at_once: bool):
        self.name = check.name
        self._said = None if at_once else tempfile.TemporaryFile()  # noqa: SIM115 - show() closes it
        self._began = time.monotonic()
        self._limit = limit
        self._process = subprocess.Popen(
            check.command, cwd=ROOT, env=environment, stdout=self._said, stderr=self._said
        )
        self._outcome: Outcome | None = None

    @property
    def pid(self) -> int:
        """The id of its process."""
        return self._process.pid

    def outcome(self) -> Outcome | None:
        """Return the outcome, None while it runs; end the check if it has taken too long."""
        if self._outcome is None:
            code, seconds = self._process.poll(), time.monotonic() - self._began
            if code is None and seconds > self._limit:
                self._cut_off()
                code = CUT_OFF
                print(f"\n== {self.name} was cut off after {seconds:.0f} s", flush=True)
            if code is not None:
                self._outcome = Outcome(self.name, code, seconds)
        return self._outcome

    def _cut_off(self) -> None:
        """End the check; pytest then says which test was running."""
        self._process.send_signal(signal.SIGABRT)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def show(self) -> None:
        """Print the output that was kept."""
        if self._said is not None:
            print(f"\n== {self.name}", flush=True)
            self._said.seek(0)
            sys.stdout.write(self._said.read().decode(errors="replace"))
            self._said.close()

    def interrupt(self) -> None:
        """Wait for the end of the check after Ctrl-C, which a terminal sends to it as well."""
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()


def run_at_once(
    checks: Sequence[Check], seats: int, limit: float, variables: dict[str, str]
) -> list[Outcome]:
    """Run all checks, ``seats`` at a time. The output of the first is shown as it comes.

    A check is ended after ``limit`` seconds. ``variables`` are added to its environment.
    """
    first, *others = checks
    beside = f" (beside it, shown later: {', '.join(other.name for other in others)})"
    print(f"\n== {first.name}{beside if others else ''}", flush=True)
    environment = os.environ | QUIET | CACHING | variables
    before = _children()
    waiting, begun = deque(checks), list[Running]()
    try:
        while waiting or None in (outcomes := [each.outcome() for each in begun]):
            if waiting and sum(each.outcome() is None for each in begun) < seats:
                check = waiting.popleft()
                begun.append(Running(check, limit, environment, at_once=check is first))
            else:
                time.sleep(0.05)
                _bury(before | {each.pid for each in begun})
    except KeyboardInterrupt:
        for each in begun:
            each.interrupt()
        raise
    finally:
        end_what_is_left(before)
    for each in begun:
        each.show()
    return [outcome for outcome in outcomes if outcome is not None]


def adopt() -> None:
    """On Linux, become the parent of the processes that a check leaves behind.

    Also turn SIGTERM and SIGHUP into ``SystemExit``, so that running checks are ended too.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(BE_REAPER, 1, 0, 0, 0)


def _end(number: int, _: object) -> NoReturn:
    raise SystemExit(128 + number)


def end_what_is_left(before: Collection[int]) -> None:
    """Kill all our children that were not there ``before``, and their children; print which."""
    while left := _children() - set(before):
        for pid in left:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            if _runs(pid):
                print(f"\n== left running, and ended now: {words or pid}", flush=True)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _bury(known: Collection[int]) -> None:
    """Wait for adopted processes that have ended, so that none stays a zombie."""
    for pid in _children() - set(known):
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


def _runs(pid: int) -> bool:
    """Tell whether a child still runs, that is, is no zombie."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def _children() -> set[int]:
    """Return the ids of our children; empty where the system does not list them."""
    lists = Path("/proc/self/task").glob("*/children")
    return {int(pid) for path in lists for pid in path.read_text().split()}
