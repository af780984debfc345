"""File descriptors: a low limit is reported at the start, and running out of them does no harm."""

import json
import resource
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import structlog
import trio

from gateway.process import machine
from gateway.process.errors import CannotStart
from gateway.process.shortage import QUIET, Shortages
from tests.gateway.process import COMMAND, ROOT, serving
from tests.gateway.process import QUIET as ENVIRONMENT
from tests.gateway.test_avatars import picture, upload
from tests.patience import STUCK

LIMITED = ("sh", "-c", 'ulimit -n "$0" && exec "$@"')


async def test_few_are_said_in_one_line_with_a_remedy(tmp_path: Path):
    with serving(tmp_path, before=[*LIMITED, "256"]) as (process, client):
        assert (await client.get("/healthz", origin=None)).status == 200
        process.send_signal(signal.SIGTERM)
        _, err = await trio.to_thread.run_sync(process.communicate)
    said = [json.loads(line) for line in err.splitlines()]
    few = [line for line in said if line["event"] == "few connections at a time"]
    assert [(line["level"], line["most"], line["open_files"]) for line in few] == [
        ("warning", 128, 256)
    ]
    assert "ulimit" in few[0]["remedy"]


def test_too_few_are_refused_in_one_line(tmp_path: Path):
    command = [*LIMITED, "100", *COMMAND, "--port", "0", "--data", str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("rally: this process may have 100 files open")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("files", "most"), [(128, 64), (256, 128), (511, 255), (512, 256), (4096, 3840)]
)
def test_the_connections_leave_room_for_everything_else(
    monkeypatch: pytest.MonkeyPatch, files: int, most: int
):
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    monkeypatch.setattr(resource, "getrlimit", lambda _: (files, files))
    assert machine.most_connections() == most
    monkeypatch.setattr(resource, "getrlimit", lambda _: (files // 20, files))
    with suppress(CannotStart):
        assert machine.most_connections() <= files // 20


def test_a_shortage_is_said_once_until_it_has_been_over():
    times = iter((1.0, 2.0, 50.0, 100.0, 100.0 + QUIET))
    shortages = Shortages(lambda: next(times))
    with structlog.testing.capture_logs() as logs:
        for _ in range(5):
            shortages.notice("cannot", OSError(24, "too many"))
    assert len(logs) == 2


@contextmanager
def no_descriptors(process: "subprocess.Popen[str]") -> Iterator[None]:
    """Let the process open no more files than it has open."""
    before = resource.prlimit(process.pid, resource.RLIMIT_NOFILE)
    numbers = {int(path.name) for path in Path(f"/proc/{process.pid}/fd").iterdir()}
    lowest_free = next(n for n in range(len(numbers) + 1) if n not in numbers)
    resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (lowest_free, before[1]))
    try:
        yield
    finally:
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, before)


async def test_running_out_of_them_is_survived_and_said_once(tmp_path: Path):
    with serving(tmp_path) as (process, client), trio.fail_after(4 * STUCK):
        await client.register("ada", display_name="ada")
        async with client.socket() as page:
            await page.hello()
            with no_descriptors(process):
                waiting = [socket.create_connection(("127.0.0.1", client.port)) for _ in range(5)]
                for at in range(20):  # what is open goes on
                    await page.send(t="ping", at=at)
                    assert (await page.frame("pong"))["at"] == at
                    await trio.sleep(0.05)
            for each in waiting:
                each.close()
            assert (await client.get("/api/v1/me")).status == 200
            assert (await upload(client, picture("PNG"))).status == 200
        process.send_signal(signal.SIGTERM)
        _, err = await trio.to_thread.run_sync(process.communicate)
    said = [json.loads(line) for line in err.splitlines()]
    assert [line["event"] for line in said if line["level"] != "info"] == ["cannot accept"]
