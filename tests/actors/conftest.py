"""A world for each test, which must end without an unexpected crash or dead letter."""

from collections.abc import Iterator

import pytest

from tests.actors.world import World


@pytest.fixture
def world() -> World:
    """A server without players."""
    return World()


@pytest.fixture
def sound(world: World) -> Iterator[World]:
    """A world in which nothing may go wrong."""
    yield world
    assert world.crashes() == 0
    assert world.kernel.dead_letters == ()
