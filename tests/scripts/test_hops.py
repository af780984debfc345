"""scripts/bench --hops measures what it says: all play and hear, wherever they are."""

from _hops import lines, matches


def test_matches_are_played_on_two_nodes_and_a_part_of_what_is_said_crosses():
    alone, shared = matches(1, 6, 1.0), matches(2, 6, 1.0)
    assert alone.items == 0.0
    assert 0.0 < shared.items < 16.0  # of 16 messages about keys, at most all
    assert min(alone.work, shared.work) > 0.0


def test_a_line_crosses_once_for_each_node():
    assert lines(1, 10, 1.0).items == 0.0
    assert 0.0 < lines(2, 10, 1.0).items < 1.0
