"""If nobody reads what a command prints, or the disk is full, it ends without a traceback."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
COMMANDS = {
    "admin": ["list"],
    "bench": ["--matches", "1", "--seconds", "0.1"],
    "bot": ["--help"],
    "cluster": ["--help"],
    "simulate": ["--seeds", "1..2"],
    "serve": ["--help"],
}


@contextmanager
def gone() -> Iterator[int]:
    """A pipe whose reader has left."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


@contextmanager
def full() -> Iterator[int]:
    """A disk without room."""
    with Path("/dev/full").open("wb", buffering=0) as file:
        yield file.fileno()


def _run(name: str, data: Path, buffered: str, *before: str, **more: Any) -> tuple[int, str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("RALLY_")}
    environment |= {"RALLY_DATA": str(data), "PYTHONUNBUFFERED": buffered}
    command = [*before, sys.executable, str(SCRIPTS / name), *COMMANDS[name]]
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
    done = subprocess.run(command, env=environment, text=True, check=False, **streams)
    return done.returncode, done.stderr or ""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a user, so that there is something to list."""
    folder = tmp_path_factory.mktemp("data")
    subprocess.run(
        [sys.executable, SCRIPTS / "admin", "--data", folder, "create-admin", "ada"],
        capture_output=True,
        check=True,
    )
    return folder


@pytest.mark.parametrize("buffered", ["", "1"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_reader_who_has_left_is_not_complained_about(data: Path, name: str, buffered: str):
    with gone() as nowhere:
        _, said = _run(name, data, buffered, stdout=nowhere)
    assert said == ""


@pytest.mark.parametrize("buffered", ["", "1"])
@pytest.mark.parametrize("name", ["admin", "bench"])
def test_a_full_disk_is_one_line_and_exit_code_1(data: Path, name: str, buffered: str):
    with full() as nowhere:
        code, said = _run(name, data, buffered, stdout=nowhere)
    assert (code, said) == (1, "rally: cannot print: No space left on device\n")


@pytest.mark.parametrize("name", ["admin", "bench"])
def test_streams_that_are_closed_do_no_harm(data: Path, name: str):
    closed = ("sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh")
    assert _run(name, data, "", *closed)[0] == 0


def test_ctrl_c_is_no_mistake():
    text = "from _bootstrap import ensure; ensure('runtime'); raise KeyboardInterrupt"
    done = subprocess.run(
        [sys.executable, "-c", text],
        env=os.environ | {"PYTHONPATH": str(SCRIPTS)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (-signal.SIGINT, b"")


def test_a_mistake_is_told_all_the_same():
    text = "from _bootstrap import ensure; ensure('runtime'); raise BrokenPipeError(32, 'x')"
    done = subprocess.run(
        [sys.executable, "-c", text],
        env=os.environ | {"PYTHONPATH": str(SCRIPTS)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert b"BrokenPipeError" in done.stderr
