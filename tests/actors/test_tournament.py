"""Tournaments from their making to the last place."""

import pytest

from tests.actors.cup import Cup, letters
from tests.actors.world import World


def test_four_play_and_everybody_has_a_place(sound: World) -> None:
    cup = Cup(sound)
    cup.join("ada", "bob", "cyd", "dan")
    cup.start()
    cup.play()
    assert cup.state.phase == "over"
    assert cup.places() == [(1, "ADA"), (2, "BOB"), (3, "CYD"), (4, "DAN")]


@pytest.mark.parametrize("size", [2, 3, 5, 8])
@pytest.mark.parametrize("format_", ["single", "double", "robin", "swiss"])
def test_every_format_ends_with_the_strongest_first(sound: World, format_: str, size: int) -> None:
    cup = Cup(sound, format=format_)
    cup.join(*letters(size))
    cup.start()
    cup.play()
    places = cup.places()
    assert len(places) == size
    assert places[0] == (1, "P000")
