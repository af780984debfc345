"""A short run of the chaos test: on both stores, and when it is stopped."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest
from chaos_proof.findings import LOSSES

from tests.chaos.quick import CHAOS, run
from tests.programs import program, runs

pytestmark = pytest.mark.usefixtures("folder")
LOST = ("points_lost", "results_missing", "results_double", "frames_missing")
LINES = ("lines_missing", "lines_double", "lines_disordered", "lines_differ")


@pytest.mark.parametrize("kind", ["folder", "database"])
def test_nothing_is_lost(request: pytest.FixtureRequest, folder: Path, kind: str):
    store = () if kind == "folder" else ("--store", request.getfixturevalue("database"))
    code, figures, said = run("--seed", "7", *store)
    assert code == 0, said
    assert figures["kills"] == 2
    assert figures["matches"] == 3
    assert figures["points"] >= 6
    assert figures["faults"] == 3
    assert [figures[loss] for loss in LOST] == [0, 0, 0, 0]
    assert [figures[loss] for loss in LINES] == [0, 0, 0, 0]
    assert 0 < figures["lines"] <= 60  # on a slow machine the time is over before all are said
    assert figures["lines_told"] >= 3 * figures["lines"]
    assert figures["causes"] == {"played": 3}
    assert figures["errors_logged"] == 0
    assert figures["resume_ms"]["count"] > 0
    assert said.count("chaos: kill") == 2
    assert [*folder.iterdir()] == []


@pytest.mark.usefixtures("open_folder")
def test_nothing_is_lost_with_a_node():
    _, figures, said = run("--nodes", "3", "--kills", "2", "--matches", "2", "--seed", "1")
    del figures["takeovers_late"]  # a slow machine may be late
    assert [loss for loss in LOSSES if figures.get(loss)] == [], said
    assert figures["harms"] == 2
    assert figures["causes"] == {"played": 2}
    assert len(figures["takeover_ms"]) == 2


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_ends_its_server(folder: Path, stop: signal.Signals):
    with program([*CHAOS, "--quick"], stderr=subprocess.PIPE, text=True) as process:
        server = _server(process.pid)
        process.send_signal(stop)
        assert process.wait() == 130
        assert not runs(server)
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
    assert [*folder.iterdir()] == []


def _server(process: int) -> int:
    """Wait for the server that the process has started; return its id."""
    while True:
        with suppress(FileNotFoundError, ProcessLookupError):  # an earlier process that has ended
            for children in Path(f"/proc/{process}/task").glob("*/children"):
                for child in children.read_text().split():
                    if b"scripts/serve" in Path(f"/proc/{child}/cmdline").read_bytes():
                        return int(child)
        time.sleep(0.02)


def test_a_server_that_does_not_start():
    environment = os.environ | {"RALLY_PORT": "none of this reaches the server"}
    done = subprocess.run(
        [*CHAOS, "--quick", "--store", "postgresql://rally:hunter2@127.0.0.1:1/rally"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 2
    assert "the server did not start" in done.stderr
    assert "127.0.0.1:1" in done.stderr
    assert "hunter2" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--matches", "0"], "--matches"),
        (["--kills", "-1"], "--kills"),
        (["--kills", "many"], "--kills"),
        (["--lines", "-1"], "--lines"),
        (["--sabotage", "everything"], "skip-commit"),
    ],
)
def test_what_cannot_be_run_is_said(arguments: list[str], words: str):
    done = subprocess.run([*CHAOS, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert words in done.stderr
