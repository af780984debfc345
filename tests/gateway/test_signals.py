"""Signals are obeyed at every moment, from the first import to the end."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gateway.process import QUIET, ROOT
from tests.patience import STUCK
from tests.programs import program

TLS = ("--host", "0.0.0.0", "--redirect-port", "0")  # noqa: S104
STEPS = (
    "import trio",
    "import structlog",
    "import gateway.app",
    "import gateway.start.certificate",
    "gateway.start.options:parse",
    "gateway.process.log:configure",
    "gateway.start.folder:prepare",
    "gateway.start.listen:listen",
    "gateway.start.certificate:_make",
    "store.sqlite.connection:connect",
    "store.migrate:_apply",
    "store.sqlite.writer:Writer.__init__",
    "gateway.start.folder:sole_server",
    "gateway.auth.keys:Keys.current",
    "actors.recovery:inherit",
    "actors.core.kernel:Kernel.ready",
    "gateway.process.collector:settle",
)
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def _ended(data: Path, step: str, number: int, *more: str) -> tuple[int, str, str]:
    """Start the server with a signal at this step; return its exit code, and what it printed."""
    command = [sys.executable, "-m", "tests.gateway.stops_at", step, str(int(number))]
    command += ["--port", "0", "--data", str(data), *more]
    pipe = subprocess.PIPE
    with program(command, cwd=ROOT, env=QUIET, stdout=pipe, stderr=pipe, text=True) as process:
        out, err = process.communicate(timeout=STUCK)
        return process.returncode, out, err


@pytest.mark.parametrize(
    ("step", "number"), [(step, SIGNALS[at % 3]) for at, step in enumerate(STEPS)]
)
def test_a_signal_before_it_is_ready_ends_it_at_once(tmp_path: Path, step: str, number: int):
    code, out, err = _ended(tmp_path / "data", step, number, *TLS)
    assert (code, out, err) == (0, "", "at the step\n")


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_with_the_line_that_says_ready_stops_it_in_order(tmp_path: Path, number: int):
    code, out, err = _ended(tmp_path / "data", "ready", number)
    assert code == 0
    assert out.startswith("Rally is ready")
    assert '"stopping"' in err
    assert "Traceback" not in err


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 1), (signal.SIGINT, 1)])
def test_a_second_signal_ends_it_at_once(tmp_path: Path, number: int, code: int):
    ended, _, err = _ended(tmp_path / "data", "stopping", number)
    assert ended == code
    assert '"stopping"' not in err


def test_a_terminal_that_closes_says_so_twice(tmp_path: Path):
    code, _, err = _ended(tmp_path / "data", "stopping", signal.SIGHUP)
    assert code == 0
    assert '"stopping"' in err


def test_what_nohup_has_ignored_stays_ignored(tmp_path: Path):
    command = [sys.executable, "-m", "gateway.main", "--port", "0", "--data", str(tmp_path)]
    ignoring = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", *command]
    pipe = subprocess.PIPE
    with program(ignoring, cwd=ROOT, env=QUIET, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Rally is ready")
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=STUCK)
        assert process.returncode == 0
