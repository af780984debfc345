"""Tests of the random schedules themselves: they find every planted mistake."""

from collections.abc import Callable

import pytest

from tests.tournament import plants
from tests.tournament.test_schedules import SCHEDULES, run

BEGIN = {"round_is_drawn_twice": 463, "waits_run_on_in_a_hold": 1510}
"""The seed with which to begin instead of 0, where few schedules find a mistake."""


@pytest.mark.parametrize("plant", plants.PLANTS)
def test_a_planted_mistake_is_found(plant: Callable[[pytest.MonkeyPatch], None]) -> None:
    found = None
    begin = BEGIN.get(plant.__name__, 0)
    for seed in (*range(begin, SCHEDULES), *range(begin)):
        with pytest.MonkeyPatch.context() as patch:
            plant(patch)
            try:
                run(seed)
            except Exception as violation:  # noqa: BLE001 - a crash is found too
                found = seed, violation
                break
    assert found is not None
    print(f"{plant.__name__}: seed {found[0]}: {found[1]!r}")
    run(found[0])  # the seed proves nothing if it breaks without the mistake
