"""Rooms while things break: a crash, a store that is away, a memory that is left."""

from typing import Any

import pytest

from actors.room.access import direct
from actors.room.frames import Say, Subscribe, Unsubscribe
from tests.actors.page import Page
from tests.actors.test_crash import Fail
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.test_rooms import GROUP, answered, errors, reads, said, says
from tests.actors.test_rooms import pair as pair  # noqa: PLC0414 - a fixture
from tests.actors.world import World


@pytest.mark.parametrize(
    "where",
    [
        "actors.room.writer.Writer.write",
        "actors.room.readers.Readers.tell",
        "actors.room.state.State.note",
        "actors.room.state.State.add",
    ],
)
def test_a_crash_loses_no_line_and_tells_none_twice(
    world: World, pair: tuple[Page, Page], fail: Fail, where: str
) -> None:
    ada, bob = pair
    says(ada, 1, "one")
    world.wait(GROUP)
    fail(where)
    says(ada, 2, "two")
    world.wait(0.3)
    if "2" not in answered(ada):  # it was refused, and may be sent again
        assert errors(ada) == ["server_fault"]
        says(ada, 2, "two", request="again")
    says(bob, 1, "three")
    world.wait(0.3)
    for page in pair:
        assert said(page) == [(1, "one"), (2, "two"), (3, "three")]
    assert [*world.store.tables.room_events["lobby"]] == [1, 2, 3]


def test_while_the_store_is_away_nothing_is_said(world: World, pair: tuple[Page, Page]) -> None:
    ada, bob = pair
    says(ada, 1, "before")
    world.wait(GROUP)
    world.store.away = True
    says(ada, 2, "lost in the gate")
    world.wait(3.0)
    says(ada, 3, "refused")
    world.wait(1.0)
    assert said(bob) == [(1, "before")]
    assert answered(ada) == ["1"]
    world.store.away = False
    world.wait(3.0)
    assert said(bob) == [(1, "before"), (2, "lost in the gate")]
    assert (answered(ada), errors(ada)) == (["1", "2"], ["unavailable"])


def test_a_room_whose_past_cannot_be_read_says_so_and_tries_again(world: World) -> None:
    ada = world.page("ada")
    before = world.store.rooms.events_before

    async def away(*_: Any) -> Any:
        raise ConnectionError

    world.store.rooms.events_before = away  # type: ignore[method-assign]
    ada.say(Subscribe("1", "lobby"), Say("2", "lobby", 1, "x"))
    world.wait(0.1)
    assert errors(ada) == ["unavailable", "unavailable"]
    world.store.rooms.events_before = before  # type: ignore[method-assign]
    world.wait(2.0)
    reads(ada)
    assert ada.last("room")["last"] == 0


def test_rooms_that_nobody_reads_are_not_in_memory(world: World) -> None:
    ada = world.page("ada")
    rooms = [direct("ada", f"p{number}") for number in range(20)]
    for number, room in enumerate(rooms):
        world.page(f"p{number}").drop()
        reads(ada, room)
        says(ada, 1, "hi", room)
        world.wait(GROUP)
        ada.say(Unsubscribe(room))
    world.wait(60.0)
    assert [world.actor("room", room) for room in rooms] == [None] * 20
    reads(ada, rooms[7])
    assert said(ada)[-1] == (1, "hi")


def test_a_room_whose_reader_is_elsewhere_now_lets_the_player_go(world: World) -> None:
    ada = world.page("ada")
    reads(ada)
    other = world.page("ada")  # so the player stays, though the page that read is gone
    ada.drop()
    world.wait(60.0)
    assert world.actor("room", "lobby") is None
    assert not world.actor("player", "ada").state.followers
    other.drop()
    world.wait(1.0)
    assert world.actor("room", "lobby") is None
