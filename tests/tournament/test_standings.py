"""Who takes which place, in every format, at the end and before."""

from random import Random

import pytest

from actors.tournament.formats.draw import Drawn, Entrant, Outcome, resolve
from actors.tournament.formats.format import Shape, draw_all, standings
from actors.tournament.formats.history import Record
from actors.tournament.formats.table import by_encounter
from tests.tournament.play import Odds, Played, play

ALWAYS = Odds(upset=0.0)
"""The better seed always wins."""


def _favourites(shape: Shape, size: int) -> Played:
    return play(shape, size, Random(1), ALWAYS)


def _places(played: Played) -> dict[int, int]:
    ranking = standings(
        played.shape, played.size, played.drawn, played.outcomes, played.disqualified
    )
    return {standing.seed: standing.place for standing in ranking}


def _list(played: Played) -> list[int]:
    places = _places(played)
    return [places[seed] for seed in range(played.size)]


SINGLE, THIRD = Shape("single"), Shape("single", third=True)
DOUBLE, ROBIN, SWISS = Shape("double"), Shape("robin"), Shape("swiss")


@pytest.mark.parametrize(
    ("shape", "size", "places"),
    [
        (SINGLE, 2, [1, 2]),
        (SINGLE, 3, [1, 2, 3]),
        (THIRD, 3, [1, 2, 3]),
        (SINGLE, 8, [1, 2, 3, 3, 5, 5, 5, 5]),
        (THIRD, 8, [1, 2, 3, 4, 5, 5, 5, 5]),
        (SINGLE, 5, [1, 2, 3, 3, 5]),
        (DOUBLE, 2, [1, 2]),
        (DOUBLE, 3, [1, 2, 3]),
        (DOUBLE, 4, [1, 2, 3, 4]),
        (DOUBLE, 8, [1, 2, 3, 4, 5, 5, 7, 7]),
        (Shape("double", reset=True), 8, [1, 2, 3, 4, 5, 5, 7, 7]),
        (ROBIN, 5, [1, 2, 3, 4, 5]),
    ],
)
def test_if_the_better_seed_always_wins_places_follow_the_seeds(
    shape: Shape, size: int, places: list[int]
):
    assert _list(_favourites(shape, size)) == places


def test_who_wins_a_swiss_without_loss_is_first():
    for size in (5, 16, 31):
        ranking = _favourites(SWISS, size)
        places = _places(ranking)
        assert places[0] == 1
        assert list(places.values()).count(1) == 1


def test_before_the_first_pairing_everybody_shares_the_first_place():
    for shape in (SINGLE, DOUBLE, ROBIN, SWISS):
        started = Played(shape, 6, draw_all(shape, 6), {})
        byes = {seed: place for seed, place in _places(started).items() if place != 1}
        assert not byes or shape.format in {"single", "double"}
        assert all(seed > 1 for seed in byes)  # byes have brought seeds 0 and 1 to the next round


def test_in_an_elimination_who_is_in_comes_before_who_is_out():
    played = Played(SINGLE, 4, draw_all(SINGLE, 4), {"w1-1": Outcome(1, "played")})
    assert _list(played) == [4, 2, 2, 1]  # seed 3 is in the final, 1 and 2 have yet to play
    played = Played(DOUBLE, 4, draw_all(DOUBLE, 4), {"w1-1": Outcome(1, "played")})
    assert _list(played) == [4, 2, 2, 1]  # seed 0 has a loss


def test_the_second_final_decides_between_two_with_a_loss_each():
    shape = Shape("double", reset=True)
    outcomes = {"w1-1": Outcome(0, "played"), "gf": Outcome(1, "played")}
    played = Played(shape, 2, draw_all(shape, 2), outcomes)
    assert _list(played) == [1, 1]
    played.outcomes = outcomes | {"gf2": Outcome(0, "played")}
    assert _list(played) == [1, 2]
    played = Played(DOUBLE, 2, draw_all(DOUBLE, 2), outcomes)
    assert _list(played) == [2, 1]


def test_nobody_wins_a_semi_final():
    outcomes = {"w1-1": Outcome(None, "double_no_show"), "w1-2": Outcome(0, "played")}
    played = Played(THIRD, 4, draw_all(THIRD, 4), outcomes)
    # 1 wins the final and 2 the third place, both by a walkover; 0 and 3 were in a semi-final
    assert _list(played) == [3, 1, 2, 3]
    ranking = standings(THIRD, 4, played.drawn, outcomes)
    assert {s.seed: (s.won, s.lost) for s in ranking} == {
        1: (2, 0),
        2: (1, 1),
        **dict.fromkeys((0, 3), (0, 1)),
    }


def test_nobody_wins_the_final():
    outcomes = {key: Outcome(0, "played") for key in ("w1-1", "w1-2")}
    outcomes["w2-1"] = Outcome(None, "double_no_show")
    assert _list(Played(SINGLE, 4, draw_all(SINGLE, 4), outcomes)) == [1, 1, 3, 3]


def test_who_leaves_double_elimination_is_last_of_where_the_loss_would_lead():
    shape, outcomes = DOUBLE, dict[str, Outcome]()
    played = Played(shape, 8, draw_all(shape, 8), outcomes)
    outcomes["w1-1"] = Outcome(0, "withdrawn")
    while ready := [k for k, s in resolve(played.drawn, outcomes).items() if s.state == "ready"]:
        outcomes[ready[0]] = Outcome(0, "played")
    places = _list(played)
    assert places[7] == 7
    assert sorted(places) == [1, 2, 3, 4, 5, 5, 7, 7]


def test_who_leaves_in_the_last_round_of_the_winners_side_is_third():
    outcomes = {key: Outcome(0, "played") for key in ("w1-1", "w1-2", "w1-3", "w1-4")}
    outcomes |= {key: Outcome(0, "played") for key in ("l1-1", "l1-2", "w2-1", "w2-2")}
    outcomes |= {key: Outcome(0, "played") for key in ("l2-1", "l2-2", "l3-1", "gf")}
    outcomes["w3-1"] = Outcome(0, "withdrawn")
    played = Played(DOUBLE, 8, draw_all(DOUBLE, 8), outcomes)
    slots = resolve(played.drawn, outcomes)
    places = _places(played)
    assert places[_known(slots["gf"].loser)] == 2
    assert places[_known(slots["w3-1"].loser)] == 3
    assert places[_known(slots["l3-1"].loser)] == 4


def _known(seed: int | None) -> int:
    assert seed is not None
    return seed


def test_who_leaves_keeps_their_place_and_who_is_disqualified_is_last():
    played = _favourites(THIRD, 8)
    played.gone = frozenset({1})
    assert _list(played)[1] == 2
    played.disqualified = frozenset({0, 2})
    assert _list(played) == [7, 1, 7, 2, 3, 3, 3, 3]
    ranking = standings(THIRD, 8, played.drawn, played.outcomes, played.disqualified)
    assert [standing.seed for standing in ranking if standing.disqualified] == [0, 2]


def _robin(*results: tuple[int, int, int, int]) -> Played:
    """Make a table of (winner, loser, games of the loser, points of the loser)."""
    drawn = tuple(
        Drawn(f"r{number}-1", "main", number, 1, (Entrant(a), Entrant(b)))
        for number, (a, b, _, _) in enumerate(results, 1)
    )
    outcomes = {
        pairing.key: Outcome(0, "played", (2, games), (22, points))
        for pairing, (_, _, games, points) in zip(drawn, results, strict=True)
    }
    size = 1 + max(max(pair[:2]) for pair in results)
    return Played(ROBIN, size, drawn, outcomes)


def test_equal_points_are_split_by_who_has_beaten_whom():
    played = _robin(
        (1, 0, 1, 20), (0, 2, 0, 0), (0, 3, 0, 0), (1, 2, 1, 20), (3, 1, 0, 0), (2, 3, 1, 9)
    )
    assert _list(played) == [2, 1, 3, 4]


def test_then_by_games_and_then_by_points():
    circle = [(0, 1), (1, 2), (2, 0)]
    by_games = _robin(*[(a, b, games, 9) for (a, b), games in zip(circle, (1, 0, 1), strict=True)])
    assert _list(by_games) == [2, 1, 3]
    by_points = _robin(
        *[(a, b, 0, points) for (a, b), points in zip(circle, (9, 3, 7), strict=True)]
    )
    assert _list(by_points) == [2, 1, 3]
    shared = _robin(*[(a, b, 0, 9) for a, b in circle])
    assert _list(shared) == [1, 1, 1]


def test_the_encounter_counts_again_in_each_part_that_is_still_tied():
    """Of four with two points, 0 and 1 have two of them against the others, 2 and 3 one."""
    among = ((0, 1, 1, 9), (1, 2, 0, 0), (2, 3, 1, 9), (3, 0, 1, 9), (0, 2, 1, 9), (1, 3, 0, 0))
    others = ((2, 4, 0, 9), (3, 5, 0, 0), (4, 0, 0, 0), (4, 1, 1, 9), (4, 3, 1, 9))
    first = ((5, 0, 0, 0), (5, 1, 1, 9), (5, 2, 0, 0), (4, 5, 0, 0))
    played = _robin(*among, *others, *first)
    ranking = standings(ROBIN, 6, played.drawn, played.outcomes)
    assert [(s.seed, s.points) for s in ranking] == [(4, 4), (5, 3), (0, 2), (1, 2), (2, 2), (3, 2)]
    games = {s.seed: s.tie_breaks[0] for s in ranking}
    assert games[0] < games[1]
    assert games[2] < games[3]


def test_in_swiss_the_encounter_counts_only_if_all_who_are_tied_have_met():
    records = [[Record(1, "won", 1)], [Record(1, "lost", 0)], [Record(1, "won", 3)]]
    assert by_encounter([0, 1, 2], records, complete=True) == [[0, 1, 2]]
    assert by_encounter([0, 1, 2], records, complete=False) == [[0], [1, 2]]
    assert by_encounter([0, 1], records, complete=True) == [[0], [1]]
    partly = [[Record(1, "won", 1), Record(2, "won", 2)], [Record(1, "lost", 0)]]
    partly.append([Record(2, "lost", 0)])
    assert by_encounter([0, 1, 2], partly, complete=True) == [[0, 1, 2]]
    unplayed = [[Record(1, "walkover", 1)], [Record(1, "missed", 0)]]
    assert by_encounter([0, 1], unplayed, complete=True) == [[0, 1]]


def test_swiss_counts_rounds_without_play_and_names_its_tie_breaks():
    drawn = (
        *_pairs(1, (0, 2), (1, 3)),
        *_pairs(2, (0, 1), (2, 3)),
    )
    outcomes = {
        "r1-1": Outcome(0, "played", (2, 1), (30, 25)),
        "r1-2": Outcome(1, "walkover"),
        "r2-1": Outcome(0, "played", (2, 0), (22, 3)),
        "r2-2": Outcome(None, "double_no_show"),
    }
    ranking = standings(SWISS, 4, drawn, outcomes)
    rows = {s.seed: (s.place, s.points, s.won, s.lost, s.tie_breaks) for s in ranking}
    assert rows == {
        0: (1, 2, 2, 0, (0.0, 0.0, 3, 24)),
        3: (2, 1, 1, 1, (0.0, 0.0, 0, 0)),
        2: (3, 0, 0, 2, (2.0, 2.0, -1, -5)),
        1: (4, 0, 0, 2, (2.0, 2.0, -2, -19)),
    }


def _pairs(number: int, *pairs: tuple[int, int]) -> list[Drawn]:
    return [
        Drawn(f"r{number}-{table}", "main", number, table, (Entrant(a), Entrant(b)))
        for table, (a, b) in enumerate(pairs, 1)
    ]
