"""The contract on rooms, for every backend."""

from msgspec.structs import replace

from actors.core.journal.records import Flush
from store.names import DELETED
from store.protocol import Store
from store.rooms.records import RoomEvent

DAY = 86_400_000


def said(number: int, author: str | None = "u1", line: int | None = None) -> RoomEvent:
    """A line in the lobby; its number is also the author's, unless that is given."""
    own = number if line is None else line
    return RoomEvent("lobby", number, "line", 1_000 + number, author, "Ann", own, f"text {number}")


async def add(store: Store, *events: RoomEvent) -> None:
    """Add events as rooms do: rows of a flush."""
    await store.journal.flush(Flush(0, 50, rows=events))


async def test_events_come_back_as_they_were_in_pages(store, make):
    await store.people.create_user(make.user("u1"))
    events = [said(number) for number in range(1, 8)]
    await add(store, *events[:3])
    await add(store, *events[3:], replace(said(1), room="other", text="elsewhere"))
    assert await store.rooms.events_after("lobby", 2, 3) == events[2:5]
    assert await store.rooms.events_before("lobby", 6, 3) == events[2:5]
    assert await store.rooms.events_after("lobby", 7, 3) == []
    assert await store.rooms.events_before("lobby", 1, 3) == []
    assert await store.rooms.events_before("nowhere", 9, 3) == []


async def test_a_number_and_a_line_are_taken_once(store, make):
    for user in ("u1", "u2"):
        await store.people.create_user(make.user(user))
    await add(store, said(1, line=7))
    await add(store, replace(said(1, line=8), text="another"))  # the number is taken
    await add(store, said(2, line=7))  # the line is
    await add(store, said(3, "u2", line=7))  # this one is somebody else's
    await add(store, replace(said(1, line=7), room="other"))
    kept = await store.rooms.events_after("lobby", 0, 9)
    assert kept == [said(1, line=7), said(3, "u2", line=7)]


async def test_a_line_is_found_by_the_number_of_its_author(store, make):
    for user in ("u1", "u2"):
        await store.people.create_user(make.user(user))
    await add(store, said(1, line=2**53 - 1), said(2, line=5), said(3, "u2", line=9))
    assert await store.rooms.line("lobby", "u1", 5) == said(2, line=5)
    assert await store.rooms.line("lobby", "u2", 5) is None
    assert await store.rooms.line("other", "u1", 5) is None
    assert await store.rooms.last_line("lobby", "u1") == 2**53 - 1
    assert await store.rooms.last_line("lobby", "nobody") == 0


async def test_an_author_who_is_not_known_is_nobody_and_may_say_the_same_twice(store):
    await add(store, said(1, "nobody", line=1), said(2, "nobody", line=1))
    kept = await store.rooms.events_after("lobby", 0, 9)
    assert [(event.author, event.name, event.number) for event in kept] == [
        (None, "Ann", 1),
        (None, "Ann", 2),
    ]


async def test_of_a_deleted_account_nothing_is_left_but_the_numbers(store, make):
    for user in ("u1", "u2"):
        await store.people.create_user(make.user(user))
    await add(store, said(1), said(2, "u2"), replace(said(4), room="other"))
    assert [event.room for event in await store.rooms.lines_of("u1")] == ["lobby", "other"]
    assert await store.delete_user("u1", 5_000)
    assert await store.rooms.lines_of("u1") == []
    assert await store.rooms.events_after("lobby", 0, 9) == [
        RoomEvent("lobby", 1, "gone", 1_001, None, DELETED, 1, ""),
        said(2, "u2"),
    ]


async def test_lines_of_a_guest_outlive_the_guest_under_the_name(store, make):
    await store.people.create_user(make.user("u1", guest=True))
    await add(store, said(1))
    await store.tidy(40 * DAY)
    assert await store.people.user("u1") is None
    assert await store.rooms.events_after("lobby", 0, 9) == [replace(said(1), author=None)]
