"""Tests of the simulation itself: it finds every planted mistake."""

from collections.abc import Callable

import pytest

from tests.simulation import plants, plants_crashes, plants_lobby, plants_play
from tests.simulation.run import run
from tests.simulation.schedule import play

WITHIN = 2000
"""The number of seeds within which a mistake must be found."""
BEGIN = {}
PLANTS = (
    *(*plants.PLANTS, *plants_crashes.PLANTS),
    *(*plants_lobby.PLANTS, *plants_play.PLANTS),
)


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_bug_is_found(plant: Callable[[pytest.MonkeyPatch], None]) -> None:
    begin = BEGIN.get(plant.__name__, 0)
    with pytest.MonkeyPatch.context() as patch:
        plant(patch)
        found = run([*range(begin, WITHIN), *range(begin)], stop_at=1)[-1]
    print(f"{plant.__name__}: seed {found.seed}: {found.violation}")
    assert found.violation is not None
    assert play(found.seed).violation is None, (
        "the seed proves nothing: it breaks without the plant"
    )
