"""One household with many guests hides nobody and closes the lobby to nobody."""

import pytest

from actors.core.address import Address
from actors.games.listing import SHOWN, view
from actors.games.messages import Close, Open
from actors.games.state import MOST_AT_HOME, State
from actors.matchmaker.messages import Queue
from actors.player.topic import View
from actors.seats.messages import WatchLobby
from actors.seats.parts import seats_of
from tests.actors.page import Page
from tests.actors.world import World


def guest(world: World, name: str, home: str) -> Page:
    page = world.page(name)
    page.home = home
    return page


def offers(world: World, page: Page, *, private: bool = False) -> str | None:
    """Open a game: its id, or None if that was refused."""
    page.say(Open(f"o{len(page.frames)}", private=private))
    answer = page.of("ok", "error")[-1]
    assert answer["t"] == "ok" or answer["code"] == "too_many"
    return answer.get("game")


def shown(world: World) -> list[str]:
    """The hosts of the list, as somebody sees it."""
    eve = world.page("eve")
    eve.say(WatchLobby(on=True))
    return [game["host_id"] for game in eve.last("games")["games"]]


def test_fifty_guests_of_one_hide_nobody(sound: World) -> None:
    for number in range(SHOWN):
        assert offers(sound, guest(sound, f"g{number}", "one"))
    for name in ("ada", "bob"):
        assert offers(sound, guest(sound, name, f"{name}s home"))
    hosts = shown(sound)
    assert len(hosts) == SHOWN
    assert hosts[:3] == ["g0", "ada", "bob"], "in turns, the oldest of each first"


@pytest.mark.parametrize("private", [False, True])
def test_a_household_may_offer_so_many(sound: World, private: bool) -> None:
    pages = [guest(sound, f"g{number}", "one") for number in range(MOST_AT_HOME + 1)]
    games = [offers(sound, page, private=private) for page in pages]
    assert games.count(None) == 1
    assert games[-1] is None
    assert str(MOST_AT_HOME) in pages[-1].last("error")["detail"]
    assert offers(sound, guest(sound, "ada", "elsewhere"), private=private)
    pages[0].say(Close("c", games[0] or ""))
    assert offers(sound, pages[-1], private=private)


def test_a_household_may_wait_with_so_many(sound: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actors.matchmaker.state.MOST_AT_HOME", 1)
    ada, bob = (guest(sound, name, "one") for name in ("ada", "bob"))
    ada.say(Queue("q"))
    ada.say(Queue("again"))
    bob.say(Queue("q"))
    assert bob.last("error")["code"] == "too_many"


def test_a_full_lobby_makes_room_for_who_has_less(
    sound: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actors.games.actor.MOST_GAMES", 4)
    many = [guest(sound, f"g{number}", "one") for number in range(4)]
    for page in many:
        assert offers(sound, page)
    assert offers(sound, guest(sound, "ada", "ada's")), "the newest of the many goes"
    assert set(shown(sound)) == {"g0", "g1", "g2", "ada"}
    assert offers(sound, guest(sound, "bob", "bob's"))
    assert offers(sound, guest(sound, "cyd", "cyd's"))
    assert offers(sound, guest(sound, "dan", "dan's")) is None, "all have the same"


def test_a_flood_of_offers_leaves_one(sound: World) -> None:
    ada = guest(sound, "ada", "one")
    for number in range(30):
        ada.say(Open(f"o{number}"))
        ada.say(Close(f"c{number}", ada.last("ok")["game"])) if number % 2 else None
    assert len(sound.actor("games").state.games) <= 1


def test_pages_that_come_and_go_are_not_kept(sound: World) -> None:
    page = sound.page("eve")
    for _ in range(10):  # and nothing in the lobby changes meanwhile
        page.say(WatchLobby(on=True))
        page.drop()
        page = page.back()
    for part in (seats_of("eve"), Address("queue"), Address("games")):
        assert len(sound.actor(part.kind, part.id).state.readers) <= 1


def test_who_asks_for_the_list_again_and_again_has_it_made_once(
    sound: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[State] = []

    def counted(state: State) -> View:
        made.append(state)
        return view(state)

    monkeypatch.setattr("actors.games.actor.view", counted)
    eve = sound.page("eve")
    for _ in range(60):
        eve.say(WatchLobby(on=True))
    assert len(eve.of("games")) == 60
    assert len(made) == 1
    game = offers(sound, sound.page("ada"))
    sound.wait(0.5)
    assert [line["id"] for line in eve.last("games")["games"]] == [game]
