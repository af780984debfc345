"""The simulation itself is tested: it finds every bug that is planted."""

from collections.abc import Callable

import pytest

from tests.simulation import plants, plants_play
from tests.simulation.run import run

WITHIN = 2000
"""Seeds, from 0 on, in which a bug has to be found."""


@pytest.mark.parametrize("plant", [*plants.PLANTS, *plants_play.PLANTS])
def test_a_planted_bug_is_found(
    plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    found = run(range(WITHIN), stop_at=1)[-1]
    print(f"{plant.__name__}: seed {found.seed}: {found.violation}")
    assert found.violation is not None
