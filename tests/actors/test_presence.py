"""Presence: friends are told what the sockets show, and nobody else is told anything."""

import pytest

from actors.player.messages import Away
from actors.presence.messages import Changed, ListFriends, PersonView, TieChanged
from actors.presence.parts import presence_of
from actors.seats.messages import Machine, WatchLobby
from store.profiles.records import Privacy
from tests.actors.page import Frame, Page
from tests.actors.test_crash import Fail, fail  # noqa: F401 - a fixture
from tests.actors.world import World

SOON = 0.3


def _seen(page: Page) -> list[tuple[str, str]]:
    return [(frame["player"], frame["presence"]) for frame in page.of("presence")]


def _friends(page: Page) -> list[Frame]:
    page.say(ListFriends("f"))
    return page.last("friends")["friends"]


@pytest.fixture
def pages(sound: World) -> tuple[Page, Page, Page]:
    """Ada and Bob, who are friends, and Cyd; the frames until now are dropped."""
    pages = (sound.page("ada"), sound.page("bob"), sound.page("cyd"))
    sound.befriend("ada", "bob")
    sound.wait(1.0)
    for page in pages:
        page.clear()
    return pages


def test_a_friend_who_goes_and_comes_back_is_told_within_a_second(sound: World, pages) -> None:
    ada, bob, cyd = pages
    bob.drop()
    sound.wait(SOON)
    gone = ada.last("presence")
    assert (gone["player"], gone["presence"], gone["match"]) == ("bob", "offline", None)
    assert sound.at() - 1000 < gone["seen"] <= sound.at()
    ada.clear()
    sound.page("bob")
    sound.wait(SOON)
    assert _seen(ada) == [("bob", "online")]
    assert ada.last("presence")["seen"] is None
    assert not cyd.of("presence")


def test_a_socket_that_fell_silent_counts_as_gone(sound: World, pages) -> None:
    ada, bob, _ = pages
    bob.frozen = True
    sound.wait(5.0)
    assert _seen(ada) == [("bob", "offline")]


def test_every_page_of_a_friend_is_told(sound: World, pages) -> None:
    ada, bob, _ = pages
    second = sound.page("ada")
    bob.drop()
    sound.wait(SOON)
    assert _seen(ada) == _seen(second) == [("bob", "offline")]


def test_one_page_of_two_closed_is_no_news(sound: World, pages) -> None:
    ada, bob, _ = pages
    sound.page("bob")
    bob.drop()
    sound.wait(SOON)
    assert not ada.of("presence")


def test_a_page_that_is_loaded_again_was_never_gone(sound: World, pages) -> None:
    ada, bob, _ = pages
    bob.drop()
    sound.wait(0.1)
    sound.page("bob")
    sound.wait(SOON)
    assert not ada.of("presence")


def test_away_is_who_is_at_no_page(sound: World, pages) -> None:
    ada, bob, _ = pages
    second = sound.page("bob")
    bob.say(Away(on=True))
    sound.wait(SOON)
    assert not ada.of("presence")
    second.say(Away(on=True))
    sound.wait(SOON)
    second.say(Away(on=False))
    sound.wait(SOON)
    assert _seen(ada) == [("bob", "away"), ("bob", "online")]


def test_a_match_is_told_with_its_id_and_its_end(sound: World, pages) -> None:
    ada, bob, _ = pages
    bob.say(Machine("m"))
    match = bob.last("matched")["match"]
    sound.wait(SOON)
    assert ada.last("presence")["presence"] == "playing"
    assert ada.last("presence")["match"] == match
    sound.until(lambda: ada.last("presence")["presence"] == "online", 300.0)


def test_whoever_asks_is_told_of_every_friend_and_nobody_else(sound: World, pages) -> None:
    ada, bob, cyd = pages
    assert _friends(ada) == [{"player": "bob", "presence": "online", "match": None, "seen": None}]
    assert _friends(cyd) == []
    bob.drop()
    sound.wait(SOON)
    (bob_now,) = _friends(ada)
    assert (bob_now["presence"], bob_now["seen"]) == ("offline", ada.last("presence")["seen"])


def test_the_last_time_seen_outlives_the_process(world: World) -> None:
    ada, bob = world.page("ada"), world.page("bob")
    world.befriend("ada", "bob")
    world.wait(1.0)
    bob.drop()
    world.wait(1.0)
    seen = ada.last("presence")["seen"]
    world.kill()
    ada = world.page("ada")
    world.wait(SOON)
    assert _friends(ada) == [{"player": "bob", "presence": "offline", "match": None, "seen": seen}]


def test_new_friends_learn_of_each_other_at_once(sound: World, pages) -> None:
    ada, _, cyd = pages
    sound.befriend("ada", "cyd")
    assert _seen(ada) == [("cyd", "online")]
    assert _seen(cyd) == [("ada", "online")]


def test_friends_no_more_learn_nothing(sound: World, pages) -> None:
    ada, bob, _ = pages
    sound.block("bob", "ada")
    bob.drop()
    sound.wait(SOON)
    assert not ada.of("presence")
    assert _friends(ada) == []


def test_who_is_invisible_is_offline_and_was_seen_before(sound: World, pages) -> None:
    ada, bob, _ = pages
    sound.choose("bob", Privacy(presence="nobody"))
    sound.wait(SOON)
    gone = ada.last("presence")
    assert gone["presence"] == "offline"
    ada.clear()
    bob.say(Machine("m"))
    sound.wait(SOON)
    bob.drop()
    sound.wait(60.0)
    sound.page("bob")
    sound.wait(SOON)
    assert not ada.of("presence")
    assert _friends(ada)[0]["seen"] == gone["seen"]
    sound.choose("bob", Privacy())
    sound.wait(SOON)
    assert _seen(ada)[-1][1] in {"online", "playing"}


def test_last_seen_is_a_choice_of_its_own(sound: World, pages) -> None:
    ada, bob, _ = pages
    sound.choose("bob", Privacy(last_seen="nobody"))
    bob.drop()
    sound.wait(SOON)
    assert (ada.last("presence")["presence"], ada.last("presence")["seen"]) == ("offline", None)
    assert _friends(ada)[0]["seen"] is None


def test_a_tie_that_changes_is_shown_on_every_page(sound: World, pages) -> None:
    ada, second = pages[0], sound.page("ada")
    tie = TieChanged(PersonView("dan", "Dan", None), "asks")
    sound.tell(presence_of("ada"), Changed("ada", tie))
    for page in (ada, second):
        assert page.last("tie")["relation"] == "asks"
    sound.tell(presence_of("nobody"), Changed("nobody", tie))
    assert sound.actor("player", "nobody") is None


def test_a_store_that_is_away_is_asked_again(sound: World) -> None:
    ada = sound.page("ada")
    sound.page("bob").drop()
    sound.befriend("ada", "bob")
    sound.wait(SOON)
    sound.store.away = True
    bob = sound.page("bob")
    sound.wait(1.0)
    bob.say(ListFriends("f"))
    assert bob.last("error")["code"] == "unavailable"
    assert not ada.of("presence")
    sound.store.away = False
    sound.wait(3.0)
    assert _seen(ada) == [("bob", "online")]


def test_a_presence_that_fails_loses_nobody(world: World, fail: Fail) -> None:  # noqa: F811
    ada, bob = world.page("ada"), world.page("bob")
    world.befriend("ada", "bob")
    world.wait(1.0)
    ada.clear()
    fail("actors.presence.state.State.news")
    bob.drop()
    world.wait(1.0)
    assert world.crashes() == 1
    assert _seen(ada) == [("bob", "offline")]


def test_a_presence_that_fails_asks_the_players_again(world: World, fail: Fail) -> None:  # noqa: F811
    ada, bob = world.page("ada"), world.page("bob")
    world.befriend("ada", "bob")
    world.wait(1.0)
    ada.clear()
    fail("actors.presence.state.State.arrive")
    bob.drop()
    world.wait(1.0)
    assert _seen(ada) == [("bob", "offline")]


def test_nothing_is_kept_of_those_who_have_gone(sound: World, pages) -> None:
    for page in pages:
        page.drop()
    sound.wait(1.0)
    for page in pages:
        state = sound.presence(page.player)
        assert not any((state.here, state.circles, state.told, state.changed, state.loads))


def _online(page: Page) -> list[int]:
    return [frame["online"] for frame in page.of("online")]


def test_the_lobby_counts_who_is_connected_guests_and_the_invisible_too(
    sound: World, pages
) -> None:
    ada, bob, cyd = pages
    sound.choose("bob", Privacy("nobody", "nobody", "nobody"))
    ada.say(WatchLobby(on=True))
    assert _online(ada) == [3]
    second = sound.page("bob")
    sound.page("dan")
    sound.wait(1.5)
    assert _online(ada) == [3, 4], "a second page is nobody else"
    cyd.drop()
    bob.drop()
    sound.wait(1.5)
    assert _online(ada) == [3, 4, 3]
    assert not second.of("online"), "who does not watch is told nothing"


def test_the_count_changes_once_a_second_however_many_come(sound: World, pages) -> None:
    ada, bob, _ = pages
    ada.say(WatchLobby(on=True))
    bob.drop()
    sound.wait(0.2)
    sound.page("bob")
    sound.wait(2.0)
    assert _online(ada) == [3], "a page that is loaded again was never gone"
    for name in ("dan", "eve", "fay", "gus", "hal"):
        sound.page(name)
        sound.wait(0.1)
    sound.wait(2.0)
    assert _online(ada) == [3, 8]


def test_who_has_stopped_watching_the_lobby_is_told_no_count(sound: World, pages) -> None:
    ada, bob, _ = pages
    ada.say(WatchLobby(on=True), WatchLobby(on=False))
    ada.clear()
    bob.drop()
    sound.wait(2.0)
    assert not ada.of("online")


@pytest.mark.parametrize("when", ["it begins", "it changes"])
def test_a_crash_loses_no_count(world: World, fail: Fail, when: str) -> None:  # noqa: F811
    ada = world.page("ada")
    world.wait(2.0)
    if when == "it changes":
        ada.say(WatchLobby(on=True))
    fail("actors.presence.online.OnlineView")
    if when == "it begins":
        ada.say(WatchLobby(on=True))
    world.page("bob")
    world.wait(3.0)
    assert world.crashes() == 1
    assert ada.last("online")["online"] == 2
