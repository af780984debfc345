"""The chaos test finds a planted fault of each kind."""

import re
from pathlib import Path

import pytest

from tests.chaos.quick import run


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("sabotage", "loss", "size"),
    [
        ("skip-commit", "points_lost", ("--matches", "1", "--kills", "1")),
        ("double-result", "results_double", ("--matches", "1", "--kills", "0")),
        ("drop-frame", "frames_missing", ("--matches", "1", "--kills", "0")),
        ("forget-line", "lines_missing", ("--matches", "1", "--kills", "0")),
    ],
)
def test_a_planted_fault_is_found(sabotage: str, loss: str, size: tuple[str, ...]):
    code, figures, said = run("--sabotage", sabotage, *size)
    assert code == 1
    assert figures[loss] > 0
    assert loss in said
    books = Path(re.findall(r"is in (\S+)\n", said)[0])
    assert len([*books.glob("*-*.jsonl")]) == 2 * figures["matches"]
