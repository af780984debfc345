"""The limits of places to watch a match: per player, per household, in all."""

from actors.match.watchers import MOST, MOST_AT_HOME, MOST_OF_ONE
from actors.player.messages import Unwatch, Watch
from tests.actors.page import Page
from tests.actors.test_watching import _duel, _watch
from tests.actors.world import World


def _watch_from(world: World, match: str, player: str, home: str) -> Page:
    page = world.page(player)
    page.say(Watch(match, home))
    return page


def _watching(pages: list[Page]) -> int:
    return sum(bool(page.of("match")) and not page.of("error") for page in pages)


def test_one_player_has_so_many_places(sound: World) -> None:
    duel = _duel(sound)
    pages = [_watch(sound, duel.match) for _ in range(MOST_OF_ONE + 2)]
    assert _watching(pages) == MOST_OF_ONE
    assert pages[-1].last("error")["code"] == "too_many_watchers"
    pages[0].say(Unwatch(duel.match))
    pages[-1].clear()
    pages[-1].say(Watch(duel.match))
    assert _watching(pages[-1:]) == 1


def test_one_household_has_so_many_places(sound: World) -> None:
    duel = _duel(sound)
    pages = [_watch_from(sound, duel.match, f"w{n}", "one") for n in range(MOST_AT_HOME + 2)]
    assert _watching(pages) == MOST_AT_HOME
    assert _watching([_watch_from(sound, duel.match, "cyd", "another")]) == 1


def test_at_home_who_has_one_place_less_by_two_gets_one(sound: World) -> None:
    """Two guests at one address do not shut out the rest of a school."""
    duel = _duel(sound)
    pages = [_watch_from(sound, duel.match, f"w{n % 3}", "one") for n in range(MOST_AT_HOME)]
    assert _watching(pages) == MOST_AT_HOME
    cyd = _watch_from(sound, duel.match, "cyd", "one")
    assert _watching([cyd]) == 1
    assert _watching(pages) == MOST_AT_HOME - 1
    assert sum(page.of("error") != [] for page in pages) == 1


def test_a_household_with_many_places_makes_room(sound: World) -> None:
    duel = _duel(sound)
    pages = [
        _watch_from(sound, duel.match, f"w{number}", f"home{number % 3}") for number in range(MOST)
    ]
    assert _watching(pages) == MOST
    assert _watching([_watch_from(sound, duel.match, "cyd", "another")]) == 1
    assert _watching(pages) == MOST - 1
    assert len(sound.state(duel.match).watchers) == MOST
