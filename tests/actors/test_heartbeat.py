"""How often the server pings a page: less often if the page sends something anyway."""

from actors.player.hearing import Hearing
from tests.actors.page import Page
from tests.actors.world import World

SETTLED = 4.0
"""Seconds after which the first, frequent pings are over."""


def pings(page: Page) -> int:
    return len(page.of("ping"))


def asked(world: World, page: Page, seconds: int, *, says: bool) -> int:
    """How many pings come in some seconds; if ``says``, the page presses a key every 0.1 s."""
    before = pings(page)
    for _ in range(seconds * 10):
        if says:
            page.heard = world.now()
        world.wait(0.1)
    return pings(page) - before


def test_a_quiet_page_is_asked_every_second(sound: World) -> None:
    page = sound.page("ada")
    sound.wait(SETTLED)
    assert 9 <= asked(sound, page, 10, says=False) <= 11


def test_a_page_that_is_played_on_is_asked_every_other_second(sound: World) -> None:
    page = sound.page("ada")
    sound.wait(SETTLED)
    assert 4 <= asked(sound, page, 10, says=True) <= 6


def test_the_first_pings_are_not_spared(sound: World) -> None:
    page = sound.page("ada")
    assert asked(sound, page, 2, says=True) >= 7


def test_a_page_that_falls_silent_in_play_is_lost_within_five_seconds(sound: World) -> None:
    page = sound.page("ada")
    sound.wait(SETTLED)
    asked(sound, page, 3, says=True)
    page.frozen = True
    sound.wait(4.6)
    assert page.closed == 4408


def test_a_server_that_has_not_listened_takes_nobody_for_silent(sound: World) -> None:
    """The process stood still for five seconds: a page that it did not hear is not away."""
    duel = sound.duel().start()
    duel.right.frozen = True
    sound.clock._now += 5.0
    sound.settle()
    assert (duel.left.closed, duel.right.closed) == (None, None)
    assert duel.state.phase == "playing"
    sound.wait(2.0)
    assert (duel.left.closed, duel.right.closed) == (None, 4408), "who is silent is noticed soon"
    assert [chair.pauses for chair in duel.state.chairs] == [0, 1]


def test_a_server_that_is_always_late_judges_all_the_same() -> None:
    hearing = Hearing()
    hearing.due = 10.0
    assert [hearing.listened(at) for at in (10.1, 12.0, 12.0, 10.0)] == [True, False, True, True]
