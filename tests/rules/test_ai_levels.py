"""The levels in seeded series of short matches: each wins some and loses some."""

from functools import cache

import pytest

from actors.pong.ai import Level
from tests.rules.ai_series import LEVELS, TRACKER, Player, Tally, ai, series

MATCHES = 30
SHARE = {"easy": (0.3, 0.7), "medium": (0.5, 0.8), "hard": (0.65, 0.92)}
"""The bounds of the share of points won against the tracker."""


@cache
def against(one: Level, two: Level | None) -> Tally:
    """The series of a level against another, or against the tracker."""
    other: Player = TRACKER if two is None else ai(two)
    return series(ai(one), other, MATCHES)


@pytest.mark.parametrize("level", LEVELS)
def test_each_level_wins_and_loses_matches_against_the_tracker(level: Level):
    tally = against(level, None)
    least, most = SHARE[level]
    assert 0 < tally.won < MATCHES
    assert least < tally.points / tally.rallies < most


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_wins_and_loses_against_itself(level: Level):
    assert MATCHES / 4 < against(level, level).won < MATCHES * 3 / 4


@pytest.mark.parametrize(
    ("better", "worse"), [("medium", "easy"), ("hard", "medium"), ("hard", "easy")]
)
def test_a_higher_level_wins_most_matches_and_not_every_point(better: Level, worse: Level):
    tally = against(better, worse)
    assert tally.won > MATCHES * 0.6
    assert tally.points < tally.rallies


def test_rallies_last_and_end():
    for level in LEVELS:
        tally = against(level, level)
        assert 3.0 < tally.seconds / tally.rallies < 40.0
