"""Who is seeded where."""

from random import Random

from actors.tournament.formats.seeding import by_lot, by_rating


def test_the_best_rating_comes_first_and_none_last():
    assert by_rating([1500.0, None, 1800.0, None, 0.0]) == [2, 0, 4, 1, 3]


def test_equal_ratings_stay_in_order():
    assert by_rating([1500.0, 1500.0, 1600.0, 1500.0]) == [2, 0, 1, 3]


def test_a_lot_is_an_order_of_all_and_the_same_for_the_same_seed():
    drawn = by_lot(50, Random(3))
    assert sorted(drawn) == list(range(50))
    assert drawn == by_lot(50, Random(3))
    assert drawn != by_lot(50, Random(4))
