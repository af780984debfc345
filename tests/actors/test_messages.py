"""Every message of a union has a handler, and every frame that a page may send is a message."""

import ast
import inspect
from types import ModuleType
from typing import Any, get_args

import pytest

import actors.lobby.actor
import actors.lobby.messages
import actors.lobby.requests
import actors.match.messages
import actors.player.messages
from actors.frames import ClientFrame, From
from actors.match.messages import Create, Frame
from tests.actors.world import World


def members(union: Any) -> set[type]:
    """The classes of a union; for a frame, the class inside its envelope."""
    found: set[type] = set()
    for member in get_args(union) or (union,):
        inner = get_args(member)
        found |= members(inner[0]) if inner and issubclass(member.__origin__, From) else {member}
    return found


def patterns(module: ModuleType) -> set[str]:
    """The names of all classes by which the module tells messages apart."""
    tree = ast.parse(inspect.getsource(module))
    matched = [node.cls for node in ast.walk(tree) if isinstance(node, ast.MatchClass)]
    asked = [
        node.args[1]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance"
    ]
    return {name.id for name in (*matched, *asked) if isinstance(name, ast.Name)}


def test_every_message_of_the_lobby_is_matched() -> None:
    named = {member.__name__ for member in members(actors.lobby.messages.Message)}
    assert named <= patterns(actors.lobby.actor) | patterns(actors.lobby.requests)


def test_every_message_of_a_player_is_in_its_tables(world: World) -> None:
    player = world.actor("player", world.page("ada").player)
    assert set(player.told) | set(player.from_pages) == members(actors.player.messages.Message)
    assert not set(player.told) & set(player.from_pages)


def test_every_message_of_a_match_is_in_its_tables(world: World) -> None:
    match = world.actor("match", world.duel().match)
    assert set(match.from_pages) == set(get_args(Frame))
    assert set(match.told) == members(actors.match.messages.Message) - set(get_args(Frame)) - {
        Create
    }


@pytest.mark.parametrize(
    "messages", [actors.player.messages, actors.match.messages, actors.lobby.messages]
)
def test_every_frame_of_a_page_is_a_message(messages: ModuleType) -> None:
    frames = {
        value
        for value in vars(messages).values()
        if isinstance(value, type) and issubclass(value, ClientFrame) and value is not ClientFrame
    }
    greeting = {actors.player.messages.Hello}  # it comes in Attach, together with its connection
    assert frames - greeting <= members(messages.Message)
