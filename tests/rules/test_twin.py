"""The JavaScript twin computes the bits that Python computes.

Python writes the vectors into a new folder and runs Node on them, so they are always up to date and
the order of tests does not matter.
"""

import os
import subprocess
import sysconfig
from collections import Counter
from pathlib import Path

import pytest

from tests.rules.vectors import write

ROOT = Path(__file__).resolve().parents[2]
NODE = Path(sysconfig.get_path("purelib")) / "playwright" / "driver" / "node"
KINDS = ("wall", "centre", "edge", "miss", "late save", "clamped", "pause", "serve")
SOME = ("pillars", "funnel", "portals", "gate", "set")


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, Counter[str]]:
    path = tmp_path_factory.mktemp("vectors") / "rallies.jsonl"
    return (path, *write(path))


def test_the_vectors_show_enough_of_everything(vectors: tuple[Path, int, Counter[str]]):
    _, rallies, kinds = vectors
    assert rallies >= 1000
    assert {kind: kinds[kind] for kind in KINDS if kinds[kind] < 200} == {}
    assert {kind: kinds[kind] for kind in SOME if kinds[kind] < 30} == {}


def test_javascript_computes_the_same_bits(vectors: tuple[Path, int, Counter[str]]):
    path, rallies, _ = vectors
    done = subprocess.run(
        [NODE, "--test", "--test-reporter=tap", "tests/webui/rules.test.js"],
        cwd=ROOT,
        env=os.environ | {"RALLY_VECTORS": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# skipped 0" in done.stdout
    assert f"# rallies {rallies}" in done.stdout
