"""The contract on rooms, for every backend."""

from msgspec import Struct
from msgspec.structs import replace

from actors.core.journal.records import Flush
from store.names import DELETED
from store.protocol import Store
from store.rooms.records import (
    LineDeleted,
    LineEdited,
    MadeRoom,
    Mark,
    Member,
    MemberGone,
    OwnRoom,
    RoomEvent,
)

DAY = 86_400_000


def said(number: int, author: str | None = "u1", line: int | None = None) -> RoomEvent:
    """A line in the lobby; its number is also the author's, unless that is given."""
    own = number if line is None else line
    return RoomEvent("lobby", number, "line", 1_000 + number, author, "Ann", own, f"text {number}")


async def add(store: Store, *events: Struct) -> None:
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


async def test_a_line_is_changed_and_nothing_is_left_of_what_it_was(store, make):
    await store.people.create_user(make.user("u1"))
    first = RoomEvent("lobby", 2, "edit", 2_000, "u1", "Ann", 0, "better", about=1)
    second = replace(first, number=3, at=3_000, text="best")
    await add(store, said(1))
    await add(store, LineEdited("lobby", 1, 2, 2_000, "better"), first)
    assert await store.rooms.event("lobby", 1) == replace(said(1), text="better", edited=2_000)
    assert await store.rooms.event("lobby", 2) == first
    for _ in range(2):  # a flush whose answer was lost is written again
        await add(store, LineEdited("lobby", 1, 3, 3_000, "best"), second)
    assert await store.rooms.events_after("lobby", 0, 9) == [
        replace(said(1), text="best", edited=3_000),
        replace(first, kind="gone", text=""),
        second,
    ]
    assert await store.rooms.event("lobby", 4) is None
    assert [line.text for line in await store.rooms.lines_of("u1")] == ["best"]


async def test_of_a_deleted_line_and_its_edits_nothing_is_left(store, make):
    for user in ("u1", "u2"):
        await store.people.create_user(make.user(user))
    edit = RoomEvent("lobby", 3, "edit", 2_000, "u1", "Ann", 0, "better", about=1)
    delete = RoomEvent("lobby", 4, "delete", 3_000, "u2", "Bob", 0, "", about=1)
    await add(store, said(1), said(2, "u2"), LineEdited("lobby", 1, 3, 2_000, "better"), edit)
    await add(store, LineDeleted("lobby", 1), delete)
    gone = replace(said(1), kind="gone", text="", edited=2_000)
    kept = [gone, said(2, "u2"), replace(edit, kind="gone", text=""), delete]
    assert await store.rooms.events_after("lobby", 0, 9) == kept
    await add(store, LineEdited("lobby", 1, 5, 9_000, "back"))  # it comes too late
    assert await store.rooms.events_after("lobby", 0, 9) == kept
    assert await store.rooms.lines_of("u1") == []
    await add(store, replace(said(5), line=1))  # the number stays taken
    assert await store.rooms.event("lobby", 5) is None


async def test_one_author_may_do_other_things_than_lines_again_and_again(store, make):
    await store.people.create_user(make.user("u1"))
    deletes = [
        RoomEvent("lobby", number, "delete", 3_000, "u1", "Ann", 0, "", about=9)
        for number in (1, 2, 3)
    ]
    await add(store, *deletes)
    assert await store.rooms.events_after("lobby", 0, 9) == deletes
    assert await store.rooms.last_line("lobby", "u1") == 0


async def test_a_mark_only_grows(store, make):
    await store.people.create_user(make.user("u1"))
    assert await store.rooms.mark("lobby", "u1") is None
    for number in (5, 3, 7, 6):
        await add(store, Mark("u1", "lobby", number))
    assert await store.rooms.mark("lobby", "u1") == 7
    await add(store, Mark("nobody", "lobby", 2))
    assert await store.rooms.mark("lobby", "nobody") is None


async def test_lines_of_others_are_counted_unless_a_block_hides_them(store, make):
    for user in ("u1", "u2", "u3", "u4"):
        await store.people.create_user(make.user(user))
    await add(store, *(said(n, author) for n, author in enumerate(["u1", "u2", "u3", "u4"], 1)))
    await add(store, RoomEvent("lobby", 5, "delete", 9, "u2", "Bob", 0, "", about=4))
    await add(store, said(6, "gone"))
    count = store.rooms.unread
    assert await count("lobby", "u1", 0, 9, 100) == 4
    assert await count("lobby", "u1", 2, 9, 100) == 3
    assert await count("lobby", "u1", 0, 4, 100) == 2
    assert await count("lobby", "u1", 0, 9, 3) == 3
    await store.social.block("u1", "u2", 1)
    await store.social.block("u3", "u1", 1)
    assert await count("lobby", "u1", 0, 9, 100) == 2
    await store.social.unblock("u1", "u2")
    assert await count("lobby", "u1", 0, 9, 100) == 3


async def test_the_rooms_of_a_player_with_the_newest_first(store, make):
    for user in ("u1", "u2"):
        await store.people.create_user(make.user(user))
    assert await store.rooms.rooms_of("u1", "lobby", 9) == []
    line = replace(said(1), room="d.u1.u2", at=5_000)
    await add(store, said(1), line, Member("u1", line.room), Member("u2", line.room))
    await add(store, Member("u1", line.room), Member("nobody", line.room))
    await add(store, replace(line, number=2, line=2, at=6_000), Mark("u2", line.room, 1))
    lobby = OwnRoom("lobby", 1, 1_001, None)
    assert await store.rooms.rooms_of("u1", "lobby", 9) == [
        OwnRoom("d.u1.u2", 2, 6_000, None, "member"),
        lobby,
    ]
    assert await store.rooms.marks_of("u2") == [("d.u1.u2", 1)]
    assert await store.rooms.marks_of("u1") == [("d.u1.u2", None)]
    assert await store.rooms.rooms_of("u2", "lobby", 1) == [
        OwnRoom("d.u1.u2", 2, 6_000, 1, "member")
    ]
    assert await store.rooms.rooms_of("u3", "lobby", 9) == [lobby]
    assert await store.delete_user("u1", 5_000)
    assert await store.rooms.rooms_of("u1", "lobby", 9) == [lobby]


async def test_what_was_said_long_ago_is_emptied_and_its_number_stays(store, make):
    await store.people.create_user(make.user("u1"))
    edit = RoomEvent("lobby", 3, "edit", 1_003, "u1", "Ann", 0, "text", about=1)
    mode = RoomEvent("lobby", 4, "mode", 1_003, None, "", 0, "{}")
    await add(store, said(1), said(2), edit, mode, said(9), replace(said(1), room="other"))
    await store.rooms.fade(1_009, "lobby")
    kept = await store.rooms.events_after("lobby", 0, 9)
    assert [(e.kind, e.author, e.name, e.text) for e in kept] == [
        *[("gone", None, "", "")] * 3,
        ("mode", None, "", "{}"),
        ("line", "u1", "Ann", "text 9"),
    ]
    assert await store.rooms.events_after("other", 0, 9) == [replace(said(1), room="other")]
    await store.rooms.fade(9_999)
    assert await store.rooms.lines_of("u1") == []
    assert await store.rooms.search("u1", "lobby", "text", 9) == []


async def test_a_room_that_was_made_and_its_members(store, make):
    for user in ("u1", "u2", "u3"):
        await store.people.create_user(make.user(user))
    room = MadeRoom("r.1", "Caf\u00e9 Pong", "all about spin", True, 5)
    owner = Member("u1", "r.1", "owner", 5)
    await add(store, room, owner, Member("u3", "r.1", "invited", 7), Member("u2", "r.1", since=6))
    assert await store.rooms.made("r.1") == room
    assert await store.rooms.made("r.2") is None
    assert [m.player for m in await store.rooms.members("r.1")] == ["u1", "u2", "u3"]
    assert await store.rooms.role("r.1", "u3") == "invited"
    await add(store, Member("u3", "r.1", "moderator", 9), MemberGone("u2", "r.1"))
    assert await store.rooms.members("r.1") == [owner, Member("u3", "r.1", "moderator", 7)]
    assert await store.rooms.role("r.1", "u2") is None
    assert (await store.rooms.owned("u1"), await store.rooms.owned("u3")) == (1, 0)
    await add(store, replace(room, name="Bar", public=False, at=99))
    assert await store.rooms.made("r.1") == replace(room, name="Bar", public=False)
    assert await store.rooms.public_rooms("", 9) == []


async def test_public_rooms_are_found_by_the_words_of_their_name(store, make):
    for user in ("u1", "u2"):
        await store.people.create_user(make.user(user))
    names = {"r.1": "Caf\u00e9 Pong", "r.2": "Pongers", "r.3": "Table 100%", "r.4": "Hidden pong"}
    rooms = [MadeRoom(key, name, "", key != "r.4", 5) for key, name in names.items()]
    members = [Member("u1", "r.2", "owner"), Member("u2", "r.2"), Member("u1", "r.1", "invited")]
    await add(store, *rooms, *members)
    for text, wanted in [
        *(("pong", ["r.2", "r.1"]), ("CAFE P", ["r.1"]), ("ong", []), ("%", ["r.2", "r.1", "r.3"])),
        *(("", ["r.2", "r.1", "r.3"]), ("100%", ["r.3"]), ("_", ["r.2", "r.1", "r.3"])),
    ]:
        found = await store.rooms.public_rooms(text, 9)
        assert [public.room.id for public in found] == wanted, text
    [second] = await store.rooms.public_rooms("", 1, 1)
    assert (second.room, second.members) == (rooms[0], 0)
    assert [public.members for public in await store.rooms.public_rooms("", 1)] == [2]
