"""A disk that is full or fails, a locked database: the error says so, and it passes by itself."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults import FAULTS, small_disk
from tests.programs import program

ROOT = Path(__file__).resolve().parents[2]
WRITER = ROOT / "tests" / "store" / "writes_on_request.py"
BIG = 200_000
"""So many bytes that they fit into no gap of the log."""


class Writer:
    """A process with the store open."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._line()

    def __call__(self, *request: object) -> str:
        assert self.process.stdin is not None
        print(*request, file=self.process.stdin, flush=True)
        return self._line()

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@contextmanager
def writing(folder: Path, fault: str) -> Iterator[Writer]:
    before = small_disk(folder) if fault == "full disk" else []
    with program(
        [*before, sys.executable, WRITER, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as process:
        yield Writer(process)


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_written_is_refused_whole_and_later_it_can(tmp_path: Path, fault: str):
    with writing(tmp_path, fault) as ask:
        assert ask("append", 1, BIG) == "ok"
        with FAULTS[fault](ask.process.pid, tmp_path):
            for seq in (2, 3):  # the second one finds what the first has left
                assert ask("append", seq, 3 * BIG).startswith("StoreUnavailable SQLite: ")
            assert ask("check").startswith("StoreUnavailable SQLite: ")
        assert ask("append", 4, BIG) == "ok"
        assert ask("check") == "ok"
        assert ask("journal") == f"1:{BIG} 4:{BIG}"
