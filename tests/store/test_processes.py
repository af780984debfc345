"""Tests with real processes: two that migrate at once, and one that is killed while it writes."""

import os
import subprocess
import sys
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO

import pytest
import trio

from store.opening import open_store
from store.sqlite import open_sqlite
from tests.programs import program

HERE = Path(__file__).parent
ENVIRONMENT = os.environ | {"PYTHONPATH": str(HERE.parent.parent)}


def start(stack: ExitStack, script: str, *arguments: str | Path) -> subprocess.Popen[str]:
    running = program(
        [sys.executable, HERE / script, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )
    return stack.enter_context(running)


def output(process: subprocess.Popen[str]) -> IO[str]:
    assert process.stdout is not None
    return process.stdout


def test_processes_that_migrate_at_once_all_get_in(tmp_path):
    with ExitStack() as stack:
        processes = [start(stack, "opener.py") for _ in range(3)]
        for attempt in range(10):
            for process in processes:
                print(tmp_path / f"data{attempt}", file=process.stdin, flush=True)
            assert [output(process).readline() for process in processes] == ["opened\n"] * 3
        names = [f"process-{process.pid}" for process in processes]
    for attempt in range(10):
        trio.run(all_users_are_there, tmp_path / f"data{attempt}", names)


async def all_users_are_there(folder: Path, names: list[str]) -> None:
    async with open_sqlite(folder) as store:
        assert None not in [await store.people.user_by_name(name) for name in names]


@pytest.mark.parametrize("place", ["tmp_path", "database"])
def test_what_was_acknowledged_is_there_after_kill_9(request, place):
    where = str(request.getfixturevalue(place))
    with ExitStack() as stack:
        process = start(stack, "appender.py", where)
        lines = list(islice(output(process), 2_000))
        process.kill()
        lines += output(process).read().splitlines(keepends=True)
    acknowledged = {tuple(line.split()) for line in lines if line.endswith("\n")}
    assert len(acknowledged) >= 2_000
    missing = acknowledged - trio.run(journaled, where)
    assert missing == set()


async def journaled(place: str) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    async with open_store(place) as store:
        await store.journal.begin_epoch()
        stored = await store.journal.recover([f"m{number}" for number in range(10)])
        for match_id, each in stored.items():
            found |= {(match_id, str(blob.seq)) for blob in each.blobs}
    return found
