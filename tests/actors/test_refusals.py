"""Every refusal of a match has its code, and has no effect."""

from collections.abc import Callable

import pytest

from actors.frames import ClientFrame
from actors.match.messages import Enter, Exit, Press, Resign
from tests.actors.page import Page
from tests.actors.world import Duel, World

Forge = Callable[[Duel], tuple[Page, ClientFrame]]


def stranger(duel: Duel) -> Page:
    return duel.world.page("eve")


def other_tab(duel: Duel) -> Page:
    return duel.world.page(duel.left.player)


def now(duel: Duel) -> int:
    return duel.world.at()


FORGED: dict[str, tuple[str, Forge]] = {
    "input by a stranger": ("not_your_match", lambda d: (stranger(d), Press(d.match, 1, now(d)))),
    "enter by a stranger": ("not_your_match", lambda d: (stranger(d), Enter(d.match))),
    "exit by a stranger": ("not_your_match", lambda d: (stranger(d), Exit(d.match))),
    "resign by a stranger": ("not_your_match", lambda d: (stranger(d), Resign("r", d.match))),
    "another's paddle": ("not_your_paddle", lambda d: (d.left, Press(d.match, 1, now(d), 1))),
    "a tab not entered": ("not_entered", lambda d: (other_tab(d), Press(d.match, 1, now(d)))),
    "the future": ("future_time", lambda d: (d.left, Press(d.match, 1, now(d) + 101))),
    "the far future": ("future_time", lambda d: (d.left, Press(d.match, 1, 2**53))),
}


@pytest.mark.parametrize("what", FORGED)
@pytest.mark.parametrize("seconds", [0.5, 3.5])
def test_a_forged_frame_is_refused_and_changes_nothing(
    sound: World, what: str, seconds: float
) -> None:
    code, forge = FORGED[what]
    duel = sound.duel()
    sound.wait(seconds)
    page, frame = forge(duel)
    before = duel.state
    duel.right.clear()
    page.say(frame)
    error = page.last("error")
    assert error["code"] == code
    assert error.get("id") == ("r" if isinstance(frame, Resign) else None)
    assert duel.state is before
    assert duel.right.of("paddle", "flight", "pause", "finished", "error") == []


@pytest.mark.parametrize("frame", [Press("no", 1, 0), Enter("no"), Exit("no"), Resign("r", "no")])
def test_a_match_that_is_not_played_is_refused_and_not_made(
    sound: World, frame: ClientFrame
) -> None:
    page = sound.page("ada")
    page.say(frame, frame)
    assert [answer["code"] for answer in page.of("error")] == ["no_such_match"] * 2
    sound.wait(6.0)
    assert sound.kernel.statistics().kinds.get("match", 0) == 0


def test_an_input_after_the_end_is_refused(sound: World) -> None:
    duel = sound.duel().start()
    duel.left.say(Resign("r", duel.match))
    before = duel.state
    duel.right.press(duel.match, 1)
    sound.wait(0.1)
    assert duel.right.last("error")["code"] == "match_over"
    assert duel.state is before


def test_on_one_keyboard_the_side_must_be_named(sound: World) -> None:
    from actors.seats.messages import Local

    ada = sound.page("ada")
    ada.say(Local("1"))
    match = ada.last("matched")["match"]
    ada.enter(match)
    ada.press(match, 1)
    assert ada.last("error")["code"] == "not_your_paddle"


def test_a_little_ahead_of_the_clock_is_fine(sound: World) -> None:
    duel = sound.duel().start()
    duel.left.press(duel.match, 1, ago=-0.1)
    assert not duel.left.of("error")
    assert duel.left.last("paddle")["since"] <= duel.time()


def test_the_refusal_goes_to_the_socket_that_asked(sound: World) -> None:
    duel = sound.duel().start()
    tab = sound.page(duel.left.player)
    tab.press(duel.match, 1)
    assert len(tab.of("error")) == 1
    assert not duel.left.of("error")
