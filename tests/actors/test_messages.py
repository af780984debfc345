"""Every message of a union has a handler, and every frame that a page may send is a message."""

from importlib import import_module
from types import ModuleType
from typing import Any, get_args

import pytest

import actors.games.messages
import actors.invitations.messages
import actors.match.messages
import actors.matchmaker.messages
import actors.player.messages
import actors.ratings.messages
import actors.room.frames
import actors.room.messages
import actors.seats.households
import actors.seats.messages
from actors.frames import ClientFrame, From
from actors.invitations.messages import Show
from actors.match.messages import Create, Frame
from actors.ratings.messages import Reverse, address_of
from actors.room.frames import Subscribe
from actors.seats.messages import Request, WatchLobby
from actors.seats.seating import Asked
from tests.actors.world import World

FOLDERS = {"queue": "matchmaker"}
"""Where an actor is that is not called as its folder."""
REQUESTS = {WatchLobby, *get_args(Request)}


def members(union: Any) -> set[type]:
    """The classes of a union; for a frame, the class inside its envelope."""
    found: set[type] = set()
    for member in get_args(union) or (union,):
        inner = get_args(member)
        found |= (
            members(inner[0]) if inner and issubclass(member.__origin__, From | Asked) else {member}
        )
    return found


@pytest.mark.parametrize("kind", ["queue", "games", "invitations"])
def test_every_message_of_a_part_of_the_lobby_is_in_its_table(world: World, kind: str) -> None:
    messages = import_module(f"actors.{FOLDERS.get(kind, kind)}.messages")
    frames = {*REQUESTS, Show}
    assert set(world.actor(kind).told) - {From, Asked} == members(messages.Message) - frames


def test_every_message_of_the_seats_is_in_the_table_of_a_part_or_of_the_hall(world: World) -> None:
    frames = {*REQUESTS, Show}
    part, hall = world.actor("seats", "0"), world.actor("seats")
    assert set(part.told) - {From} == members(actors.seats.messages.OfPart) - frames
    assert set(hall.told) - {From} >= members(actors.seats.messages.OfHall)
    assert set(part.told) | set(hall.told) == (members(actors.seats.messages.Message) - frames) | {
        From
    }


def test_every_message_of_the_households_is_in_their_table(world: World) -> None:
    told = set(world.actor("households", "0").told) - {Asked}
    assert told == members(actors.seats.households.Message) - REQUESTS


def test_every_message_of_a_player_is_in_its_tables(world: World) -> None:
    player = world.actor("player", world.page("ada").player)
    assert set(player.told) | set(player.from_pages) == members(actors.player.messages.Message)
    assert not set(player.told) & set(player.from_pages)


def test_every_message_about_ratings_is_in_its_table(world: World) -> None:
    world.tell(address_of("classic"), Reverse("m"))
    told = world.actor("ratings", "classic").told
    assert set(told) == members(actors.ratings.messages.Message)


def test_every_message_of_a_room_is_in_its_tables(world: World) -> None:
    world.page("ada").say(Subscribe("s", "lobby"))
    room = world.actor("room", "lobby")
    assert set(room.told) | set(room.from_pages) == members(actors.room.messages.Message)
    assert not set(room.told) & set(room.from_pages)


def test_every_message_of_a_match_is_in_its_tables(world: World) -> None:
    match = world.actor("match", world.duel().match)
    assert set(match.from_pages) == set(get_args(Frame))
    assert set(match.told) == members(actors.match.messages.Message) - set(get_args(Frame)) - {
        Create
    }


@pytest.mark.parametrize(
    "messages",
    [
        *(actors.player.messages, actors.match.messages),
        *(actors.matchmaker.messages, actors.games.messages, actors.seats.messages),
        actors.invitations.messages,
    ],
)
def test_every_frame_of_a_page_is_a_message(messages: ModuleType) -> None:
    frames = {
        value
        for value in vars(messages).values()
        if isinstance(value, type) and issubclass(value, ClientFrame) and value is not ClientFrame
    }
    greeting = {actors.player.messages.Hello}  # it comes in Attach, together with its connection
    assert frames - greeting <= members(messages.Message)
