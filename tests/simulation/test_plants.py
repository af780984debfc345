"""The simulation itself is tested: it finds every bug that is planted, and none where there is none."""

import pytest

from tests.simulation.plants import PLANTS
from tests.simulation.run import run

WITHIN = 2000
"""Seeds, from 0 on, in which a bug has to be found."""


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_bug_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    PLANTS[name](monkeypatch)
    outcomes = run(range(WITHIN), stop_at=1)
    print(f"{name}: seed {outcomes[-1].seed}: {outcomes[-1].violation}")
    assert outcomes[-1].violation is not None
