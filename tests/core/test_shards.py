"""Where actors are: what is drawn beside somebody is in the same shard."""

from random import Random

import pytest

from actors.core.shards import into, shard_of
from actors.seats.ids import draw_id, draw_match


def test_an_address_is_moved_into_a_shard_by_its_end():
    found = {into(shard, "match/mabc") for shard in range(256)} - {None}
    assert 140 < len(found) < 180  # 256 ends fall into 63 in 100 of the shards
    assert all(into(shard_of(each), "match/mabc") is not None for each in map(str, found))


@pytest.mark.parametrize("player", ["ann", "u7", ""])
def test_a_match_is_in_the_shard_of_its_player_and_cannot_be_guessed(player: str):
    random = Random(7)
    drawn = [draw_match(player, random) for _ in range(20)]
    assert {shard_of(f"match/{match}") for match in drawn} == {shard_of(f"player/{player}")}
    assert len({match[:19] for match in drawn}) == 20
    assert {len(match) for match in drawn} == {len(draw_id("m", random))}
