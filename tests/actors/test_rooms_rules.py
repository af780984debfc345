"""Lines that repeat themselves, and words that an operator does not want."""

import pytest

from actors.room.flood import Pace
from actors.room.frames import Edit
from actors.room.rules import ECHO_FOR, Rules, gist
from actors.room.state import State
from tests.actors.page import Page
from tests.actors.test_rooms import GROUP, answered, errors, reads, said, says
from tests.actors.test_rooms import pair as pair  # noqa: PLC0414 - a fixture
from tests.actors.world import World


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Buy now!", "buy... NOW", True),
        ("heyyyy", "hey", True),
        ("caf\u00e9", "cafe", True),
        ("line 11", "line 1", False),
        ("hello there", "hello where", False),
        ("\U0001f3d3\U0001f3d3\U0001f3d3", "\U0001f3d3", True),
    ],
)
def test_which_lines_are_nearly_the_same(one: str, other: str, same: bool) -> None:
    assert (gist(one) == gist(other)) is same


def test_who_says_the_same_again_is_asked_for_something_else(
    world: World, pair: tuple[Page, Page]
) -> None:
    ada, bob = pair
    for line, text in enumerate(["Buy now!", "buy   NOW", "gg", "gg"], 1):
        says(ada, line, text)
    says(bob, 1, "buy now!")  # somebody else may say it too
    world.wait(GROUP)
    assert (errors(ada), answered(ada), answered(bob)) == (["repeated"], ["1", "3", "4"], ["1"])
    world.wait(ECHO_FOR)
    says(ada, 2, "buy now")
    world.wait(GROUP)
    assert answered(ada)[-1] == "2"


def test_a_line_that_is_sent_again_is_no_repetition(world: World, pair: tuple[Page, Page]) -> None:
    ada, _ = pair
    for request in ("1", "again"):
        says(ada, 1, "hello there", request=request)
    world.wait(GROUP)
    assert (answered(ada), errors(ada)) == (["1", "again"], [])


@pytest.fixture
def world() -> World:
    return World(rules=Rules(words=frozenset({"heck"})))


def test_a_word_of_the_list_is_not_taken_and_named(world: World, pair: tuple[Page, Page]) -> None:
    ada, _ = pair
    says(ada, 1, "What the H\u00c9CK!")
    says(ada, 1, "What the hecks")
    world.wait(GROUP)
    ada.say(Edit("e", "lobby", 1, "heck"))
    world.wait(GROUP)
    assert (errors(ada), answered(ada)) == (["not_allowed", "not_allowed"], ["1"])
    assert "heck" in ada.last("error")["detail"]


def test_what_authors_did_long_ago_is_forgotten() -> None:
    state = State()
    for number in range(100):
        state.note_pace(f"p{number}", Pace(float(number)), float(number))
        state.note_echo(f"p{number}", "hello", float(number))
    assert [*state.paces] == ["p99"]
    assert len(state.echoes) == ECHO_FOR


def test_a_room_shows_nothing_that_is_to_be_forgotten() -> None:
    world = World(rules=Rules(keep_days=3, keep_lobby_days=1))
    ada = world.page("ada")
    reads(ada)
    says(ada, 1, "hello")
    world.wait(GROUP)
    world.wait(25 * 3600.0)
    bob = world.page("bob")
    reads(bob)
    assert said(bob) == [(1, "gone")]


def test_how_long_lines_are_kept() -> None:
    day = 86_400_000
    now = 100 * day
    for rules, lobby, other in [
        (Rules(), 0, 0),
        (Rules(keep_days=3), 97 * day, 97 * day),
        (Rules(keep_lobby_days=2), 98 * day, 0),
        (Rules(keep_days=1, keep_lobby_days=2), 99 * day, 99 * day),
    ]:
        assert (rules.kept_since("lobby", now), rules.kept_since("d.a.b", now)) == (lobby, other)
