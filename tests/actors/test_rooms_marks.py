"""How far people have read, who is writing, and who is called to a room they do not read."""

from typing import Any

import pytest

from actors.core.address import Address
from actors.presence.messages import Changed
from actors.presence.parts import presence_of
from actors.room.access import direct
from actors.room.frames import Read, Type, Unsubscribe
from actors.room.state import KEPT
from tests.actors.page import Page
from tests.actors.test_crash import Boom
from tests.actors.test_rooms import GROUP, answered, errors, reads, says
from tests.actors.test_rooms_changes import deletes
from tests.actors.world import World

ROOM = direct("ada", "bob")


def marks(page: Page) -> tuple[int, int]:
    """The mark that a page was shown last, and the lines after it."""
    frame = page.last("mark")
    return frame["number"], frame["unread"]


def read_to(page: Page, number: int, room: str = ROOM) -> None:
    page.say(Read(f"r{number}", room, number))
    page.world.wait(GROUP)


@pytest.fixture
def pair(world: World) -> tuple[Page, Page]:
    """Two pages that read the room of these two, in which Ada has said three lines."""
    ada, bob = world.page("ada"), world.page("bob")
    for page in (ada, bob):
        reads(page, ROOM)
    for line in (1, 2, 3):
        says(ada, line, f"line {line}", ROOM)
    world.wait(GROUP)
    return ada, bob


def test_a_mark_grows_on_all_pages_of_its_player(world: World, pair: tuple[Page, Page]) -> None:
    ada, bob = pair
    other = world.page("bob")
    reads(other, ROOM)
    assert marks(other) == (0, 3)
    read_to(bob, 2)
    assert marks(bob) == marks(other) == (2, 1)
    told = len(bob.of("mark"))
    read_to(other, 1)  # a page that is behind
    assert (marks(bob), len(bob.of("mark"))) == ((2, 1), told)
    read_to(bob, 99)
    assert marks(bob) == marks(other) == (3, 0)
    assert ada.last("seen") == {"t": "seen", "room": ROOM, "number": 3}
    assert answered(bob)[-2:] == ["r2", "r99"]
    assert world.store.tables.room_marks == {("bob", ROOM): 3}


def test_own_lines_and_deleted_ones_are_not_unread(world: World, pair: tuple[Page, Page]) -> None:
    ada, bob = pair
    says(bob, 1, "mine", ROOM)
    world.wait(GROUP)
    deletes(ada, 2, ROOM)
    read_to(bob, 1)
    assert marks(bob) == (1, 1)


@pytest.mark.parametrize("how", ["kill", "crash", "sleep"])
def test_a_mark_outlives_a_process_a_crash_and_a_sleep(
    world: World, pair: tuple[Page, Page], how: str
) -> None:
    _, bob = pair
    read_to(bob, 2)
    if how == "kill":
        world.kill()
    elif how == "crash":
        process = world._process(Address("room", ROOM))
        assert process is not None
        process.crash(Boom())
        world.settle()
    else:
        for page in pair:
            page.say(Unsubscribe(ROOM))
        world.wait(60.0)
        assert world.actor("room", ROOM) is None
    ada, bob = world.page("ada"), world.page("bob")
    for page in (ada, bob):
        reads(page, ROOM)
    assert marks(bob) == (2, 1)
    assert ada.last("seen")["number"] == 2


def test_a_room_that_one_sees_for_the_first_time_has_nothing_unread(world: World) -> None:
    ada = world.page("ada")
    says(ada, 1, "hello", "lobby")
    world.wait(GROUP)
    bob = world.page("bob")
    reads(bob)
    assert marks(bob) == (1, 0)
    says(ada, 2, "hello again", "lobby")
    says(ada, 3, "and again", "lobby")
    world.wait(GROUP)
    read_to(bob, 2, "lobby")
    assert marks(bob) == (2, 1)


def test_after_a_long_absence_the_store_counts_what_the_room_does_not_remember(
    world: World,
) -> None:
    ada, bob, eve = (world.page(name) for name in ("ada", "bob", "eve"))
    reads(bob)
    says(eve, 1, "first", "lobby")
    world.wait(GROUP)
    read_to(bob, 1, "lobby")
    bob.say(Unsubscribe("lobby"))
    for line in range(2, KEPT + 12):
        says(eve if line == 3 else ada, line, "x", "lobby")
        world.wait(2.5)
    world.block("bob", "eve")
    reads(bob)
    assert marks(bob) == (1, 100)
    world.run(lambda: world.store.social.unblock("bob", "eve"))
    read_to(bob, 2, "lobby")
    for player in ("bob", "eve"):
        world.tell(presence_of(player), Changed(player))
    world.wait(0.5)
    assert marks(bob) == (2, 100)
    read_to(bob, 100, "lobby")
    assert marks(bob) == (100, 11)


def test_a_block_takes_lines_out_of_the_count_and_its_end_brings_them_back(world: World) -> None:
    ada, bob, eve = (world.page(name) for name in ("ada", "bob", "eve"))
    for page in (ada, bob, eve):
        reads(page)
    says(eve, 1, "one", "lobby")
    says(ada, 1, "two", "lobby")
    world.wait(GROUP)
    world.block("bob", "eve")
    world.wait(0.5)
    assert marks(bob) == (0, 1)
    world.run(lambda: world.store.social.unblock("bob", "eve"))
    for player in ("bob", "eve"):
        world.tell(presence_of(player), Changed(player))
    world.wait(0.5)
    assert marks(bob) == (0, 2)


def test_who_reads_no_room_of_theirs_is_called_to_it(world: World) -> None:
    ada, bob = world.page("ada"), world.page("bob")
    says(ada, 1, "psst", ROOM)
    world.wait(GROUP)
    assert [{**ring, "seq": 0} for ring in bob.of("ring")] == [
        {"t": "ring", "room": ROOM, "seq": 0}
    ]
    assert not ada.of("ring")
    reads(bob, ROOM)
    says(ada, 2, "hey", ROOM)
    world.wait(GROUP)
    assert len(bob.of("ring")) == 1
    assert {("ada", ROOM), ("bob", ROOM)} == {*world.store.tables.room_members}


def test_others_are_told_who_is_writing_now_and_then(world: World, pair: tuple[Page, Page]) -> None:
    ada, bob = pair
    second = world.page("ada")
    reads(second, ROOM)
    for _ in range(3):
        ada.say(Type(ROOM))
    typing = {"t": "typing", "room": ROOM, "player": "ada", "name": "ADA"}
    assert bob.of("typing") == [typing]
    assert not [*ada.of("typing"), *second.of("typing")]
    world.wait(3.1)
    ada.say(Type(ROOM))
    assert bob.of("typing") == [typing, typing]
    world.block("bob", "ada")
    world.wait(3.5)
    ada.say(Type(ROOM))
    assert len(bob.of("typing")) == 2
    eve = world.page("eve")
    eve.say(Type(ROOM))
    assert errors(eve) == ["no_such_room"]


def test_of_whom_one_blocks_no_mark_is_seen(world: World, pair: tuple[Page, Page]) -> None:
    ada, bob = pair
    world.block("ada", "bob")
    world.wait(0.5)
    for page in pair:
        page.clear()
    read_to(bob, 3)
    read_to(ada, 3)
    again: list[Any] = [*ada.of("seen"), *bob.of("seen")]
    for name in ("ada", "bob"):
        page = world.page(name)
        reads(page, ROOM)
        again += page.of("seen")
    assert again == []


def test_while_the_store_is_away_a_mark_waits(world: World, pair: tuple[Page, Page]) -> None:
    _, bob = pair
    world.store.away = True
    read_to(bob, 2)
    world.wait(3.0)
    assert (marks(bob), answered(bob)[-1:]) == ((0, 0), ["s0"])
    world.store.away = False
    world.wait(3.0)
    assert (marks(bob), answered(bob)[-1]) == ((2, 1), "r2")
