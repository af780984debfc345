"""Who enters once more, on the same page or on another, changes nothing for the opponent."""

import pytest

from actors.games.messages import Join, Open
from actors.match.messages import Exit
from actors.match.presence import PAUSES
from actors.pong.settings import Settings
from tests.actors.page import Page
from tests.actors.world import Duel, World

PHASES = ["waiting", "countdown", "playing", "halting", "paused", "alone"]
"""``halting``: the opponent has left, and play stops soon. ``alone``: play goes on without them."""


def reach(world: World, phase: str) -> Duel:
    """A match in a phase; its left player is here, and holds a key."""
    duel = _one_has_come(world) if phase == "waiting" else world.duel(points=11)
    duel.left.delay = 0.05  # so that there is something to wait for when the other one leaves
    duel.left.press(duel.match, 1)
    if phase not in {"waiting", "countdown"}:
        duel.start()
    match phase:
        case "halting":
            _leave(duel)
        case "paused":
            _leave(duel)
            world.wait(0.5)
        case "alone":
            for _ in range(PAUSES):
                _leave(duel)
                world.wait(0.5)
                duel.right.enter(duel.match)
                duel.start()
            _leave(duel)
        case _:
            pass
    assert duel.state.phase == {"halting": "playing", "alone": "playing"}.get(phase, phase)
    return duel


def _one_has_come(world: World) -> Duel:
    ada, bob = world.page("ada"), world.page("bob")
    ada.say(Open("open", Settings(11)))
    bob.say(Join("join", ada.last("ok")["game"]))
    left, right = sorted((ada, bob), key=lambda page: page.last("matched")["side"])
    duel = Duel(world, left, right, ada.last("matched")["match"])
    left.enter(duel.match)
    return duel


def _leave(duel: Duel) -> None:
    duel.right.say(Exit(duel.match))


def told(page: Page) -> list[str]:
    """What is told of a match, except for motion, of which only the newest counts."""
    kinds = [frame["t"] for frame in page.frames]
    return [kind for kind in kinds if kind not in {"ping", "paddle", "flight"}]


@pytest.mark.parametrize("phase", PHASES)
def test_the_page_that_plays_is_shown_the_match_and_nothing_changes(
    sound: World, phase: str
) -> None:
    duel = reach(sound, phase)
    before = duel.state
    duel.right.clear()
    duel.left.clear()
    for _ in range(3):
        assert duel.left.enter(duel.match)["phase"] == before.phase
    assert duel.state.chairs == before.chairs
    assert duel.state.era == before.era
    assert told(duel.left) == ["match"] * 3
    assert not duel.right.of("paddle", "flight")
    assert told(duel.right) == []


@pytest.mark.parametrize("phase", PHASES)
def test_another_page_of_the_player_takes_over_and_nobody_else_hears_of_it(
    sound: World, phase: str
) -> None:
    duel = reach(sound, phase)
    before = duel.state
    second = sound.page(duel.left.player)
    duel.right.clear()
    assert second.enter(duel.match)["phase"] == before.phase
    assert duel.left.last("moved")["match"] == duel.match
    assert duel.state.era == before.era
    assert told(duel.right) == []
    duel.left.enter(duel.match)
    assert told(duel.right) == []


@pytest.mark.parametrize("phase", ["waiting", "paused"])
def test_the_match_still_ends_when_it_would_have(sound: World, phase: str) -> None:
    duel = reach(sound, phase)
    sound.wait(5.0)
    until = duel.left.enter(duel.match)["until"]
    sound.page(duel.left.player).enter(duel.match)
    sound.until(lambda: duel.state.phase == "finished")
    assert abs(sound.at() - until) < 100


def test_who_was_away_comes_back_all_the_same(sound: World) -> None:
    duel = reach(sound, "paused")
    duel.left.say(Exit(duel.match))
    duel.right.clear()
    sound.page(duel.left.player).enter(duel.match)
    assert told(duel.right) == ["pause"]
    assert [each["side"] for each in duel.right.last("pause")["away"]] == [1]
    duel.right.enter(duel.match)
    assert duel.left.last("countdown")["starts"] == sound.at() + 3000
