"""A lobby frame comes only when it shows something new, so its time betrays nothing hidden."""

from collections.abc import Callable

import pytest

from actors.games.messages import Close, Open
from actors.matchmaker.messages import Queue, Unqueue
from actors.seats.messages import WatchLobby
from tests.actors.page import Page
from tests.actors.world import World

Act = Callable[[World, Page], None]


def blocks(world: World, page: Page) -> None:
    world.block(page.player, "eve")


def blocks_another(world: World, page: Page) -> None:
    world.page("bob")
    world.block(page.player, "bob")


def opens_a_private_game(_: World, page: Page) -> None:
    page.say(Open("o", private=True))
    page.say(Close("c", page.last("ok")["game"]))


def queues_hidden(world: World, page: Page) -> None:
    world.block("eve", page.player)
    page.say(Queue("q"))
    world.wait(1.0)
    page.say(Unqueue("u"))


def opens_hidden(world: World, page: Page) -> None:
    world.block("eve", page.player)
    page.say(Open("o"))
    world.wait(1.0)
    page.say(Close("c", page.last("ok")["game"]))


def is_called_otherwise(world: World, page: Page) -> None:
    world.rename(page.player, "Another")


def is_gone(world: World, page: Page) -> None:
    page.say(Open("o", private=True))
    page.drop()
    world.wait(20.0)


@pytest.mark.parametrize(
    "act",
    [
        blocks,
        blocks_another,
        opens_a_private_game,
        queues_hidden,
        opens_hidden,
        is_called_otherwise,
        is_gone,
    ],
)
def test_what_is_not_seen_makes_no_frame(sound: World, act: Act) -> None:
    eve, ada = sound.page("eve"), sound.page("ada")
    for page in (eve, ada):
        page.say(WatchLobby(on=True))
    sound.wait(1.0)
    eve.clear()
    act(sound, ada)
    sound.wait(1.0)
    assert not eve.of("games")


def test_what_is_seen_still_does(sound: World) -> None:
    eve, ada = sound.page("eve"), sound.page("ada")
    eve.say(WatchLobby(on=True))
    ada.say(Open("o"))
    sound.wait(1.0)
    assert [game["host_id"] for game in eve.last("games")["games"]] == ["ada"]
    eve.clear()
    ada.say(Close("c", ada.last("ok")["game"]))
    sound.wait(1.0)
    assert eve.last("games")["games"] == []


def test_who_asks_anew_or_comes_back_is_shown_it(sound: World) -> None:
    eve = sound.page("eve")
    for _ in range(2):
        eve.clear()
        eve.say(WatchLobby(on=True))
        assert len(eve.of("games")) == 1
    eve.drop()
    again = sound.page("eve")
    again.say(WatchLobby(on=True))
    assert again.of("games")
