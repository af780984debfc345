"""No test hangs for ever, and nothing that a test has started goes on after it."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import program, runs
from tests.scripts.pebble import SCRIPTS

ROOT = SCRIPTS.parent
PLUGIN = """
import pytest
from tests import hang

@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    told = hang.guard()._told
    for plugin in list(config.pluginmanager.get_plugins()):
        if isinstance(plugin, hang.HangGuard):
            config.pluginmanager.unregister(plugin)
    config.pluginmanager.register(hang.HangGuard(told, limit=1.0, grace=1.0))
"""
IN_A_TASK = """
import trio

async def deep():
    await trio.sleep_forever()

async def test_hangs():
    async with trio.open_nursery() as nursery:
        nursery.start_soon(deep, name="the one that hangs")

async def test_goes_on():
    await trio.sleep(0)
"""
IN_A_FIXTURE = """
import time, pytest

@pytest.fixture
def stuck():
    yield
    time.sleep(600)

def test_hangs_as_it_ends(stuck):
    time.sleep(600)
"""
IN_A_LOOP = """
def test_hangs_without_waiting():
    while True:
        pass
"""
IN_A_THREAD = """
import threading

def test_leaves_a_thread():
    threading.Thread(target=threading.Event().wait).start()
"""
IN_C = """
import collections, itertools

def test_runs_no_python():
    collections.deque(itertools.repeat(0), maxlen=0)
"""
AS_IT_IS_FOUND = """
import time

time.sleep(600)
"""
LEAVES = """
import subprocess, sys

def test_leaves():
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    print(f"started {process.pid}")
    del process

def test_is_another():
    pass
"""


def _run(folder: Path, text: str) -> "subprocess.CompletedProcess[str]":
    """Run tests with the project's own plugins, in a folder of their own."""
    (folder / "test_it.py").write_text(text)
    (folder / "short.py").write_text(PLUGIN)
    (folder / "conftest.py").write_text("from tests.conftest import *\n")
    settings = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder), "-W", "ignore"]
    paths = os.pathsep.join([str(folder), str(ROOT), str(SCRIPTS)])
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "short", "-s", *settings, str(folder)],
        env=os.environ | {"PYTHONPATH": paths},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_test_that_hangs_fails_and_shows_all_its_tasks(tmp_path: Path):
    done = _run(tmp_path, IN_A_TASK)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 1 passed" in done.stdout
    assert "test_hangs hangs, after 1 s" in done.stderr
    assert "task of trio the one that hangs" in done.stderr
    assert "in deep" in done.stderr


def test_one_that_waits_for_nothing_fails_too(tmp_path: Path):
    done = _run(tmp_path, IN_A_LOOP)
    assert done.returncode == 1
    assert "1 failed" in done.stdout


def test_what_does_not_end_after_it_has_failed_ends_the_process(tmp_path: Path):
    done = _run(tmp_path, IN_A_FIXTURE)
    assert done.returncode == 1
    assert "does not end, 1 s after it failed" in done.stderr


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (IN_A_THREAD, "in _shutdown"),
        (IN_C, "in test_runs_no_python"),
        (AS_IT_IS_FOUND, "in <module>"),
    ],
    ids=["as the process ends", "without Python", "as it is found"],
)
def test_whatever_hangs_ends_and_shows_where(tmp_path: Path, text: str, where: str):
    done = _run(tmp_path, text)
    assert done.returncode == 1
    assert where in done.stderr


def test_a_program_that_is_left_running_is_ended_and_told(tmp_path: Path):
    done = _run(tmp_path, LEAVES)
    assert done.returncode == 1
    assert "left running" in done.stdout
    [pid] = re.findall(r"started (\d+)", done.stdout)
    assert not runs(pid)


ORPHAN = """
import subprocess, sys
deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
process = subprocess.Popen([sys.executable, "-c", deaf], start_new_session=True)
print("orphan", process.pid, flush=True)
"""
RUNNER = f"""
import sys
import _checks, _running
_checks.measure = lambda: _checks.Capacity(2, 2.0)
_checks.every_check = lambda _: [
    _checks.Step([_checks.Check("leaves one", [sys.executable, "-c", {ORPHAN!r}])]),
    _checks.Step([_checks.Check("hangs", [sys.executable, "-c", "import time; time.sleep(600)"])]),
]
_checks.LIMIT = 2.0
raise SystemExit(_checks.run([]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="orphans are adopted on Linux only")
def test_a_check_is_cut_off_in_time_and_its_orphans_are_ended():
    done = subprocess.run(
        [sys.executable, "-c", RUNNER],
        env=os.environ | {"PYTHONPATH": str(SCRIPTS)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "hangs was cut off after" in done.stdout
    assert "left running, and ended now" in done.stdout
    [pid] = re.findall(r"orphan (\d+)", done.stdout)
    assert not runs(pid)


TOLD = f"""
import sys
import _checks, _running
program = {ORPHAN!r} + "import time; time.sleep(600)"
_checks.measure = lambda: _checks.Capacity(2, 2.0)
_checks.every_check = lambda _: [
    _checks.Step([_checks.Check("runs on", [sys.executable, "-c", program])]),
]
raise SystemExit(_checks.run([]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="orphans are adopted on Linux only")
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP])
def test_who_ends_the_checks_ends_what_they_have_started(told: signal.Signals):
    with program(
        [sys.executable, "-c", TOLD],
        env=os.environ | {"PYTHONPATH": str(SCRIPTS)},
        stdout=subprocess.PIPE,
        text=True,
    ) as runner:
        assert runner.stdout is not None
        said = ""
        while not (found := re.findall(r"orphan (\d+)\n", said)):
            said += runner.stdout.readline()
        runner.send_signal(told)
        said += runner.communicate()[0]
        assert runner.returncode == 128 + told
    assert said.count("left running, and ended now") == 2
    assert not runs(found[0])
