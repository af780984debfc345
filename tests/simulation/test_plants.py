"""Tests of the simulation itself: it finds every planted mistake."""

from collections.abc import Callable

import pytest

from tests.simulation import plants, plants_crashes, plants_lobby, plants_play
from tests.simulation.run import run

WITHIN = 2000
"""The number of seeds within which a mistake must be found."""
BEGIN = {
    "crash_loses_the_mailbox": 161,
    "downtime_is_charged": 63,
    "result_written_twice": 59,
    "outbox_unbounded": 34,
    "full_socket_is_not_closed": 26,
    "crash_goes_unsaid": 20,
    "watchers_miss_a_point": 20,
    "fence_without_effect": 16,
    "budget_begins_anew": 10,
    "end_of_an_old_socket_counts": 10,
    "crashed_turn_is_half_done": 1641,
    "newer_snapshot_is_ignored": 63,
    "crashed_turn_has_told": 300,
}
"""For rare mistakes, the seed with which to begin instead of 0: the first one that found it.

If that seed does not find it any more, because its schedule has changed, all seeds are tried.
"""


PLANTS = (
    *(*plants.PLANTS, *plants_crashes.PLANTS),
    *(*plants_lobby.PLANTS, *plants_play.PLANTS),
)


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_bug_is_found(
    plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    begin = BEGIN.get(plant.__name__, 0)
    found = run([*range(begin, WITHIN), *range(begin)], stop_at=1)[-1]
    print(f"{plant.__name__}: seed {found.seed}: {found.violation}")
    assert found.violation is not None
