"""Printing: whatever happens to the output, nobody waits for it and nothing fails because of it."""

import fcntl
import json
import os
import pty
import signal
import socket
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import trio

from gateway.process import output
from gateway.process.output import Output
from tests.gateway.client import Client
from tests.gateway.process import COMMAND, QUIET, ROOT
from tests.patience import STUCK
from tests.programs import program

LONG = "x" * 1000
MANY = 4 * output.MOST // len(LONG)


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reader, writer = os.pipe()
    yield reader, writer
    for end in (reader, writer):
        with suppress(OSError):
            os.close(end)


def test_a_line_arrives_whole_and_once(pipe: tuple[int, int]):
    reader, writer = pipe
    out = Output(writer)
    print("half ", end="", file=out)
    print("and half", file=out, flush=True)
    print("\udc80", file=out)
    out.drain(STUCK)
    assert os.read(reader, 100) == b"half and half\n\\udc80\n"


def test_a_reader_who_does_not_read_is_not_waited_for_and_told_what_was_lost(
    pipe: tuple[int, int],
):
    reader, writer = pipe
    out = Output(writer)
    for number in range(MANY):
        print(number, LONG, file=out)
    with os.fdopen(reader, closefd=False) as read:
        lines = [read.readline() for _ in range(output.MOST * 3 // 4 // len(LONG))]
        print("again", file=out)  # there is room for many lines
        while lines[-1] != "again\n":
            lines.append(read.readline())
    said = [line for line in lines[:-1] if LONG not in line]
    assert said == [f"{output.lines_lost(MANY - (len(lines) - 2))}\n"]
    assert lines[-2] == said[0]


def test_what_cannot_be_written_is_counted_and_said_once(pipe: tuple[int, int]):
    reader, writer = pipe
    with Path("/dev/full").open("wb") as full:
        place = os.dup(full.fileno())
    out = Output(place)
    for number in range(5):
        print(number, file=out)
    out.drain(STUCK)
    os.dup2(writer, place)
    print("again", file=out)
    print("and again", file=out)
    out.drain(STUCK)
    os.close(place)
    assert os.read(reader, 500).decode() == f"{output.lines_lost(5)}\nagain\nand again\n"


def test_a_descriptor_that_does_not_wait_is_waited_for(pipe: tuple[int, int]):
    reader, writer = pipe
    os.set_blocking(writer, False)
    out = Output(writer)
    for number in range(500):
        print(number, LONG, file=out)
    with os.fdopen(reader, closefd=False) as read:
        for number in range(500):
            assert read.readline() == f"{number} {LONG}\n"


@contextmanager
def _closed_streams() -> Iterator[dict[str, Any]]:
    """The streams are closed, as by `>&- 2>&-`."""

    def close() -> None:
        for descriptor in (0, 1, 2):
            os.close(descriptor)

    yield {"preexec_fn": close}


@contextmanager
def _full() -> Iterator[dict[str, Any]]:
    with Path("/dev/full").open("wb") as full:
        yield {"stdout": full, "stderr": full}


@contextmanager
def _gone() -> Iterator[dict[str, Any]]:
    reader, writer = os.pipe()
    os.close(reader)
    yield {"stdout": writer, "stderr": writer}
    os.close(writer)


@contextmanager
def _unread() -> Iterator[dict[str, Any]]:
    """The output goes to a pipe that is already full."""
    reader, writer = os.pipe()
    size = fcntl.fcntl(writer, fcntl.F_GETPIPE_SZ) if hasattr(fcntl, "F_GETPIPE_SZ") else 65536
    os.write(writer, bytes(size))
    yield {"stdout": writer, "stderr": writer}
    os.close(reader)
    os.close(writer)


@contextmanager
def _stopped_terminal() -> Iterator[dict[str, Any]]:
    """The terminal is stopped, as by Ctrl-S."""
    master, slave = pty.openpty()
    termios.tcflow(slave, termios.TCOOFF)
    yield {"stdout": slave, "stderr": slave}
    os.close(slave)
    os.close(master)


@contextmanager
def _closed_terminal() -> Iterator[dict[str, Any]]:
    master, slave = pty.openpty()
    os.close(master)
    yield {"stdout": slave, "stderr": slave}
    os.close(slave)


@pytest.mark.parametrize(
    "streams", [_closed_streams, _full, _gone, _unread, _stopped_terminal, _closed_terminal]
)
async def test_it_serves_whatever_becomes_of_its_streams(
    tmp_path: Path, streams: Callable[[], AbstractContextManager[dict[str, Any]]]
):
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = [*COMMAND, "--port", str(port), "--data", str(tmp_path), "--log-level", "debug"]
    with (
        trio.fail_after(2 * STUCK),
        streams() as places,
        program(command, cwd=ROOT, env=QUIET, **places) as process,
    ):
        client = Client(port)
        while True:
            try:
                await client.get("/healthz", origin=None)
                break
            except OSError:  # not yet
                assert process.poll() is None
                await trio.sleep(0.05)
        await client.guest()
        for _ in range(100):
            assert (await client.get("/api/v1/me")).status == 200
        process.send_signal(signal.SIGTERM)
        assert await trio.to_thread.run_sync(process.wait) in {0, 1}
    database = (tmp_path / "rally.sqlite3").read_bytes()
    assert database.startswith(b"SQLite format 3\0")
    assert b"ready at" not in database


def test_the_log_says_in_its_own_form_what_it_has_lost(pipe: tuple[int, int]):
    reader, writer = pipe
    program_text = (
        "import os, sys, logging\n"
        "from gateway.process import log, output\n"
        "output.install()\n"
        "log.configure('info')\n"
        "place = os.dup(2)\n"
        "os.dup2(os.open('/dev/full', os.O_WRONLY), 2)\n"
        "logging.warning('one'); logging.warning('two')\n"
        "sys.stderr.drain(60)\n"
        "os.dup2(place, 2)\n"
        "logging.warning('three')\n"
    )
    subprocess.run([sys.executable, "-c", program_text], cwd=ROOT, stderr=writer, check=True)
    said = [json.loads(line)["event"] for line in os.read(reader, 5000).splitlines()]
    assert said == ["2 lines of the log could not be written", "three"]
