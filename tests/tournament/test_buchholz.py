"""Buchholz beside examples of FIDE, and beside some worked by hand."""

from typing import get_args

import pytest

from actors.tournament.formats.buchholz import adjusted_score, buchholz
from actors.tournament.formats.history import Kind, Record

LETTERS: dict[str, Kind] = dict(zip("WLFMBA", get_args(Kind), strict=True))
"""Won, lost, walkover (the opponent forfeits), missed, bye, absent."""


def _row(*rounds: tuple[str, int | None]) -> list[Record]:
    return [
        Record(number, LETTERS[letter], opponent)
        for number, (letter, opponent) in enumerate(rounds, 1)
    ]


def _opponent(score: float) -> list[Record]:
    """Return ten rounds that count so much for opponents, with half a point for leaving."""
    won = int(score)
    left = "A" if score > won else "L"
    return _row(*[("W", 0)] * won, *[("L", 0)] * (9 - won), (left, 0 if left == "L" else None))


def test_one_round_away_as_in_the_example_of_the_arbiters_manual():
    """FIDE Arbiters' Manual 2026, examples to C.07, of somebody away in round 4 of 10.

    They have 7 points, and their opponents 50 in all. The dummy of round 4 has 5 points, not 7, and
    is the value that is cut: Buchholz 55, cut 50. Under the rules of 2024 it was 57 and 50.
    """
    scores = [5, 5, 6.5, 4.5, 6, 5, 6.5, 5.5, 6]
    letters = "WWLAWWWWLW"
    opponents = iter(range(1, 10))
    own = _row(*[(x, None if x == "A" else next(opponents)) for x in letters])
    assert buchholz([own, *(_opponent(score) for score in scores)])[0] == (50.0, 55.0)


def test_five_entrants_worked_by_hand():
    records = [
        _row(("W", 2), ("W", 1), ("W", 4)),  # 3 points: 1 + 2 + 1
        _row(("W", 3), ("L", 0), ("B", None)),  # 2 points: 2 + 3, and 1.5 for the bye
        _row(("L", 0), ("F", 4), ("L", 3)),  # 1 point: 3 + 2, and 1 for the walkover
        _row(("L", 1), ("B", None), ("W", 2)),  # 2 points: 2 + 1, and 1.5
        _row(("B", None), ("M", 2), ("L", 0)),  # 1 point: 3, 1 for the bye, 1 for the miss
    ]
    assert [whole for _, whole in buchholz(records)] == [4.0, 6.5, 6.0, 4.5, 5.0]
    assert [cut for cut, _ in buchholz(records)] == [3.0, 5.0, 5.0, 3.5, 4.0]


def test_a_round_missed_by_choice_is_cut_before_a_weaker_opponent():
    strong = _row(("W", 3), ("W", 0), ("W", 3))
    records = [
        _row(("W", 2), ("M", 1), ("W", 3)),
        strong,
        _row(("L", 0), ("L", 3), ("L", 3)),
        _row(("L", 1), ("W", 2), ("L", 0)),
    ]
    assert buchholz(records)[0] == (1.0, 3.0)  # 0 and 1 were played, and 2 missed


@pytest.mark.parametrize(
    ("letters", "score"),
    [
        ("WWW", 3.0),
        ("WAA", 2.0),  # left: two draws
        ("WLA", 1.5),
        ("AWA", 1.5),  # late: nothing
        ("AAW", 1.0),
        ("WAM", 1.5),  # did not come back
        ("WMA", 1.5),
        ("WMM", 1.0),
        ("WAF", 2.0),  # came back, and the opponent was not there
        ("WAB", 2.0),
        ("AAA", 1.5),
        ("", 0.0),
    ],
)
def test_only_absence_at_the_end_counts_as_draws_for_opponents(letters: str, score: float):
    assert adjusted_score(_row(*[(letter, 0) for letter in letters])) == score


def test_without_rounds_it_is_nothing():
    assert buchholz([[], []]) == [(0.0, 0.0), (0.0, 0.0)]
