"""Lines are changed and deleted, moderators set a mode, and matches have a room of their own."""

from typing import Any

import pytest

from actors.room.access import direct
from actors.room.frames import Delete, Edit, History, Mode, Say, SetMode
from actors.room.lines import CHANGEABLE_FOR
from actors.room.state import KEPT
from store.profiles.records import Role
from tests.actors.page import Page
from tests.actors.test_crash import Fail
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.test_rooms import GROUP, answered, errors, reads, says
from tests.actors.test_rooms import pair as pair  # noqa: PLC0414 - a fixture
from tests.actors.world import World


def edits(page: Page, number: int, text: str, room: str = "lobby", request: str = "e") -> None:
    page.say(Edit(request, room, number, text))
    page.world.wait(GROUP)


def deletes(page: Page, number: int, room: str = "lobby", request: str = "d") -> None:
    page.say(Delete(request, room, number))
    page.world.wait(GROUP)


def events(page: Page) -> list[dict[str, Any]]:
    return [frame["event"] for frame in page.of("event")]


def folded(happened: list[dict[str, Any]]) -> dict[int, str]:
    """What a page shows that knows these events: the texts of lines by number."""
    shown: dict[int, str] = {}
    for event in happened:
        match event["kind"]:
            case "line":
                shown[event["number"]] = event["text"]
            case "edit" if event["about"] in shown:
                shown[event["about"]] = event["text"]
            case "delete":
                shown.pop(event["about"], None)
            case _:
                pass
    return shown


def knows(page: Page) -> dict[int, str]:
    """What a page shows that was there from the first event on."""
    known: dict[int, dict[str, Any]] = {}
    for frame in page.of("room", "event"):
        if frame["t"] == "room":
            known = {n: e for n, e in known.items() if not frame["anew"] and n <= frame["after"]}
        for event in frame["events"] if frame["t"] == "room" else [frame["event"]]:
            known[event["number"]] = event
    return folded([known[number] for number in sorted(known)])


def fetched(world: World, room: str = "lobby") -> dict[int, str]:
    """What a page shows that comes now and asks for all."""
    page = world.page("eve")
    page.say(History("h", room, after=0))
    world.wait(GROUP)
    return folded(page.last("history")["events"])


def makes(world: World, player: str, role: Role) -> None:
    world.run(lambda: world.store.moderation.set_role(player, role))


def test_a_line_gets_another_text_and_all_are_told(world: World, pair: tuple[Page, Page]) -> None:
    ada, bob = pair
    says(ada, 1, "helo")
    world.wait(GROUP)
    edits(ada, 1, "hello")
    event = events(bob)[-1]
    assert event == {
        "number": 2,
        "kind": "edit",
        "at": event["at"],
        "author": "ada",
        "text": "hello",
        "about": 1,
    }
    assert answered(ada) == ["1", "e"]
    edits(ada, 1, "hello", request="again")  # it changes nothing
    assert (answered(ada)[-1], len(events(bob))) == ("again", 2)
    says(ada, 1, "helo", request="late")  # it was lost on the way, and is sent again
    world.wait(GROUP)
    assert (answered(ada)[-1], errors(ada)) == ("late", [])
    assert knows(bob) == fetched(world) == {1: "hello"}
    line = fetch_first(world)
    assert (line["text"], line["edited"]) == ("hello", event["at"])


def fetch_first(world: World) -> dict[str, Any]:
    page = world.page("eve")
    page.say(History("h", "lobby", after=0))
    world.wait(GROUP)
    return page.last("history")["events"][0]


def test_of_what_a_line_was_before_nothing_is_left(world: World, pair: tuple[Page, Page]) -> None:
    ada, _ = pair
    says(ada, 1, "secret one")
    world.wait(GROUP)
    edits(ada, 1, "secret two")
    edits(ada, 1, "three", request="e2")
    cat = world.page("cat")
    reads(cat)
    cat.say(History("h", "lobby", before=99))
    world.wait(GROUP)
    assert "secret" not in str(cat.of("room", "history"))
    deletes(ada, 1)
    cat.clear()
    reads(cat, after=1)
    cat.say(History("h", "lobby", before=99))
    world.wait(GROUP)
    assert "three" not in str(cat.of("room", "history"))
    rows = world.store.tables.room_events["lobby"].values()
    assert [(row.kind, row.text) for row in rows] == [
        *(("gone", ""), ("gone", ""), ("gone", ""), ("delete", "")),
    ]


def test_a_deleted_line_is_gone_for_all(world: World, pair: tuple[Page, Page]) -> None:
    ada, bob = pair
    says(ada, 1, "oops")
    world.wait(GROUP)
    deletes(ada, 1)
    event = events(bob)[-1]
    assert event == {**event, "number": 2, "kind": "delete", "author": "ada", "about": 1}
    deletes(ada, 1, request="again")
    assert (answered(ada), len(events(bob))) == (["1", "d", "again"], 2)
    edits(ada, 1, "back")
    says(ada, 1, "oops", request="late")  # the number stays taken, so it does not come back
    world.wait(GROUP)
    assert (errors(ada), answered(ada)[-1]) == (["no_such_line"], "late")
    assert knows(bob) == fetched(world) == {}


def test_lines_of_others_cannot_be_changed(world: World, pair: tuple[Page, Page]) -> None:
    ada, bob = pair
    says(ada, 1, "mine")
    world.wait(GROUP)
    edits(bob, 1, "yours")
    deletes(bob, 1)
    edits(bob, 7, "nothing")
    deletes(bob, 0)
    assert errors(bob) == ["not_yours", "not_yours", "no_such_line", "no_such_line"]
    assert knows(ada) == {1: "mine"}


@pytest.mark.parametrize("far", [False, True])
def test_a_line_can_be_changed_for_a_quarter_of_an_hour(
    world: World, pair: tuple[Page, Page], far: bool
) -> None:
    """Far: so much was said since that the room does not remember the line."""
    ada, bob = pair
    says(ada, 1, "one")
    world.wait(GROUP)
    for line in range(1, KEPT + 5 if far else 1):
        says(bob, line, "x")
        world.wait(2.5)
    world.wait(CHANGEABLE_FOR / 1000.0 - 1.0 - (world.at() - events(ada)[0]["at"]) / 1000.0)
    edits(ada, 1, "two")
    assert errors(ada) == []
    world.wait(2.0)
    edits(ada, 1, "three")
    deletes(ada, 1)
    assert errors(ada) == ["too_late", "too_late"]
    assert knows(bob)[1] == fetch_first(world)["text"] == "two"


def test_changes_of_a_line_that_the_room_does_not_remember_keep_their_order(
    world: World, pair: tuple[Page, Page]
) -> None:
    ada, bob = pair
    says(ada, 1, "one")
    for line in range(1, KEPT + 5):
        says(bob, line, "x")
        world.wait(2.5)
    ada.say(Edit("e", "lobby", 1, "two"), Delete("d", "lobby", 1), Edit("f", "lobby", 1, "three"))
    world.wait(0.3)
    assert (answered(ada)[-2:], errors(ada)) == (["e", "d"], ["no_such_line"])
    assert 1 not in knows(bob)
    assert world.store.tables.room_events["lobby"][1].text == ""


def test_a_moderator_deletes_lines_of_others_and_is_not_named(
    world: World, pair: tuple[Page, Page]
) -> None:
    ada, bob = pair
    says(ada, 1, "rude")
    world.wait(GROUP)
    makes(world, "bob", "moderator")
    deletes(bob, 1)
    edits(bob, 1, "nice")
    assert (answered(bob), errors(bob)) == (["d"], ["not_yours"])
    assert "author" not in events(ada)[-1]
    assert knows(ada) == fetched(world) == {}
    world.block("ada", "bob")  # what a moderator has taken away stays so for who blocks them
    world.wait(0.5)
    assert knows(ada) == {}


@pytest.mark.parametrize(
    "where",
    [
        "actors.room.writer.Writer.write",
        "actors.room.readers.Readers.tell",
        "actors.room.state.State.add",
        "actors.room.facts.look",
    ],
)
def test_a_crash_loses_no_change(
    world: World, pair: tuple[Page, Page], fail: Fail, where: str
) -> None:
    ada, bob = pair
    says(ada, 1, "one")
    says(ada, 2, "two")
    world.wait(GROUP)
    fail(where)
    ada.say(Edit("e", "lobby", 1, "eins"), Delete("d", "lobby", 2))
    world.wait(0.3)
    for request, frame in (
        ("e", Edit("e2", "lobby", 1, "eins")),
        ("d", Delete("d2", "lobby", 2)),
    ):
        if request not in answered(ada):
            ada.say(frame)
            world.wait(0.3)
    assert knows(bob) == fetched(world) == {1: "eins"}


def test_a_kill_loses_no_change_that_was_answered(world: World, pair: tuple[Page, Page]) -> None:
    ada, _ = pair
    says(ada, 1, "one")
    says(ada, 2, "two")
    world.wait(GROUP)
    ada.say(Edit("e", "lobby", 1, "eins"), Delete("d", "lobby", 2))
    world.until(lambda: "d" in answered(ada))
    world.kill()
    cat = world.page("cat")
    reads(cat)
    assert knows(cat) == fetched(world) == {1: "eins"}


def test_later_events_come_in_pages_too(world: World, pair: tuple[Page, Page]) -> None:
    ada, _ = pair
    for line in range(1, 64):
        says(ada, line, f"line {line}")
        world.wait(2.5)
    ada.clear()
    ada.say(History("h", "lobby", after=3))
    page = ada.last("history")
    assert [event["number"] for event in page["events"]] == list(range(4, 54))
    assert page["more"] is True
    ada.say(History("h2", "lobby", after=53))
    page = ada.last("history")
    assert ([e["number"] for e in page["events"]], page["more"]) == ([*range(54, 64)], False)
    for frame in (History("x", "lobby"), History("y", "lobby", before=1, after=1)):
        ada.say(frame)
    assert errors(ada) == ["one_of_two"] * 2


def test_a_line_for_nobody_or_for_who_does_not_want_it_gets_one_answer(world: World) -> None:
    ada, bob = world.page("ada"), world.page("bob")
    world.block("bob", "ada")
    for other in ("bob", "nobody"):
        says(ada, 1, "hi", direct("ada", other), request=other)
    world.wait(GROUP)
    first, second = ({**frame, "id": "", "seq": 0} for frame in ada.of("error"))
    assert first == second
    assert first["code"] == "takes_none"
    assert not bob.of("ring")


def test_a_line_waits_for_facts_and_the_ones_behind_it_too(
    world: World, pair: tuple[Page, Page]
) -> None:
    ada, bob = pair
    says(ada, 1, "one")
    world.wait(GROUP)
    ada.say(
        Say("2", "lobby", 2, "two"),
        SetMode("m", "lobby", Mode(slow=9)),  # needs to know who asks
        Say("3", "lobby", 3, "three"),
        Edit("e", "lobby", 1, "eins"),
    )
    world.wait(0.3)
    assert answered(ada) == ["1", "2", "3", "e"]
    assert errors(ada) == ["not_a_moderator"]
    assert [event["kind"] for event in events(bob)] == ["line", "line", "line", "edit"]
