"""Whatever fails, a tournament comes to a right end, and nobody is kept for a match of it."""

from collections.abc import Callable

import pytest

from actors.tree import tree
from tests.actors import storm_plants, world
from tests.actors.storm import Storm
from tests.simulation.crashes import Crashes, crashing

STORMS = 40
STEPS = 60
"""Steps in which things go wrong; then nothing does any more."""
WITHIN = 200
"""The number of storms within which a mistake must be found."""
BEGIN = {
    "seats_are_asked_for_once": 66,
    "match_that_counts_no_more_goes_on": 26,
    "snapshot_is_all_that_is_read": 48,
    "match_is_made_twice": 5,
    "round_is_paired_once": 27,
}
"""The storm with which to begin instead of 0, where few of them find a mistake."""


def run(seed: int) -> Storm:
    """Run one tournament to its end."""
    crashes = Crashes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world, "tree", lambda *with_: crashing(tree(*with_), crashes))
        storm = Storm(seed, crashes)
        storm.run(STEPS)
    return storm


@pytest.mark.parametrize("seed", range(STORMS))
def test_a_tournament_ends_in_a_storm(seed: int) -> None:
    run(seed)


@pytest.mark.parametrize("plant", storm_plants.PLANTS)
def test_a_planted_mistake_is_found(plant: Callable[[pytest.MonkeyPatch], None]) -> None:
    begin = BEGIN.get(plant.__name__, 0)
    found = None
    for seed in (*range(begin, WITHIN), *range(begin)):
        with pytest.MonkeyPatch.context() as patch:
            plant(patch)
            try:
                run(seed)
            except Exception as violation:  # noqa: BLE001 - a failure of the server is found too
                found = seed, violation
                break
    assert found is not None
    print(f"{plant.__name__}: seed {found[0]}: {str(found[1])[:200]}")
    run(found[0])  # the seed proves nothing if it breaks without the mistake
