"""Every member of a Message union has a handler, and every frame a page may send is one."""

import ast
import inspect
from types import ModuleType
from typing import Any, get_args

import pytest

import actors.lobby.actor
import actors.lobby.messages
import actors.match.actor
import actors.match.messages
import actors.player.actor
import actors.player.messages
from actors.frames import ClientFrame, From
from actors.match.messages import Create, Frame
from tests.actors.world import World

HANDLED_BY_MATCHING = [
    (actors.player.actor, actors.player.messages),
    (actors.lobby.actor, actors.lobby.messages),
]


def members(union: Any) -> set[type]:
    """The classes of a union; of a frame the class in its envelope."""
    found: set[type] = set()
    for member in get_args(union) or (union,):
        inner = get_args(member)
        found |= members(inner[0]) if inner and issubclass(member.__origin__, From) else {member}
    return found


def patterns(module: ModuleType) -> set[str]:
    """The names of all classes that a match statement of the module names."""
    tree = ast.parse(inspect.getsource(module))
    return {
        node.cls.id
        for node in ast.walk(tree)
        if isinstance(node, ast.MatchClass) and isinstance(node.cls, ast.Name)
    }


@pytest.mark.parametrize(("actor", "messages"), HANDLED_BY_MATCHING)
def test_every_message_is_matched(actor: ModuleType, messages: ModuleType) -> None:
    assert {member.__name__ for member in members(messages.Message)} <= patterns(actor)


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
    greeting = {actors.player.messages.Hello}  # it comes with its connection, in Attach
    assert frames - greeting <= members(messages.Message)
