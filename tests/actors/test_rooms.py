"""What is said in a room is numbered, stored before it is told, and told once, in order."""

import pytest

from actors.core.address import Address
from actors.player.messages import Drained
from actors.presence.messages import Changed
from actors.presence.parts import presence_of
from actors.room.access import direct, may_enter
from actors.room.frames import History, Say, Subscribe, Unsubscribe
from actors.room.state import KEPT
from tests.actors.page import Page
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.world import World

GROUP = 0.06
"""Seconds after which a group of the journal is written."""


def reads(page: Page, room: str = "lobby", after: int = 0) -> None:
    page.say(Subscribe(f"s{after}", room, after))
    page.world.wait(GROUP)


def says(page: Page, line: int, text: str, room: str = "lobby", request: str = "") -> None:
    page.say(Say(request or f"{line}", room, line, text))


def said(page: Page) -> list[tuple[int, str]]:
    """What a page knows of a room by its frames: numbers and texts."""
    known: dict[int, str] = {}
    for frame in page.of("room", "event"):
        if frame["t"] == "room":
            known = {n: t for n, t in known.items() if not frame["anew"] and n <= frame["after"]}
        for event in frame["events"] if frame["t"] == "room" else [frame["event"]]:
            known[event["number"]] = event.get("text", event["kind"])
    return sorted(known.items())


def errors(page: Page) -> list[str]:
    return [frame["code"] for frame in page.of("error")]


def answered(page: Page) -> list[str]:
    return [frame["id"] for frame in page.of("ok")]


@pytest.fixture
def pair(world: World) -> tuple[Page, Page]:
    """Two pages that read the lobby."""
    ada, bob = world.page("ada"), world.page("bob")
    for page in (ada, bob):
        reads(page)
        page.clear()
    return ada, bob


def test_a_line_is_told_when_it_is_stored(world: World, pair: tuple[Page, Page]) -> None:
    ada, bob = pair
    says(ada, 1, "hello")
    assert not bob.of("event")
    assert not ada.of("ok", "event")
    world.wait(GROUP)
    event = {
        "number": 1,
        "kind": "line",
        "at": bob.last("event")["event"]["at"],
        "author": "ada",
        "name": "ADA",
        "line": 1,
        "text": "hello",
    }
    for page in pair:
        assert page.of("event") == [{"t": "event", "room": "lobby", "event": event}]
    assert answered(ada) == ["1"]
    assert [e.text for e in world.store.tables.room_events["lobby"].values()] == ["hello"]


def test_a_page_that_comes_later_is_told_what_it_has_not_seen(
    world: World, pair: tuple[Page, Page]
) -> None:
    ada, _ = pair
    for line in (1, 2, 3):
        says(ada, line, f"line {line}")
    world.wait(GROUP)
    eve = world.page("eve")
    reads(eve)
    eve.say(Subscribe("s", "lobby", 1, eve.last("room")["view"]))
    world.wait(GROUP)
    view = eve.last("room")
    assert [event["text"] for event in view["events"]] == ["line 2", "line 3"]
    assert (view["after"], view["last"], view["anew"]) == (1, 3, False)


def test_a_page_that_left_is_told_nothing(world: World, pair: tuple[Page, Page]) -> None:
    ada, bob = pair
    bob.say(Unsubscribe("lobby"))
    says(ada, 1, "hello")
    world.wait(GROUP)
    assert not bob.of("event")


@pytest.mark.parametrize("restart", ["", "passivate", "kill"])
def test_a_line_that_is_sent_again_is_told_once(world: World, restart: str) -> None:
    ada = world.page("ada")
    reads(ada)
    says(ada, 7, "hello")
    world.wait(GROUP)
    if restart == "kill":
        world.kill()
        ada = world.page("ada")
        reads(ada)
    elif restart == "passivate":
        ada.say(Unsubscribe("lobby"))
        world.wait(60.0)
        assert world.actor("room", "lobby") is None
        reads(ada)
    ada.clear()
    says(ada, 7, "hello", request="again")
    world.wait(GROUP)
    assert (answered(ada), errors(ada), ada.of("event")) == (["again"], [], [])
    says(ada, 7, "goodbye", request="other")
    world.wait(GROUP)
    assert errors(ada) == ["line_taken"]
    says(ada, 8, "next")
    world.wait(GROUP)
    assert [frame["event"]["number"] for frame in ada.of("event")] == [2]


def test_a_smaller_number_that_is_new_is_a_line_too(world: World, pair: tuple[Page, Page]) -> None:
    ada, _ = pair
    for line in (5, 3, 4):
        says(ada, line, f"line {line}")
    world.wait(GROUP)
    assert [text for _, text in said(ada)] == ["line 5", "line 3", "line 4"]


def test_lines_keep_their_order_while_the_first_one_is_checked(
    world: World, pair: tuple[Page, Page]
) -> None:
    ada, bob = pair
    ada.say(*(Say(f"{line}", "lobby", line, f"line {line}") for line in (1, 2, 3)))
    world.wait(0.2)
    assert said(bob) == [(1, "line 1"), (2, "line 2"), (3, "line 3")]
    assert answered(ada) == ["1", "2", "3"]


def test_who_speaks_too_fast_is_told_when_to_go_on(world: World, pair: tuple[Page, Page]) -> None:
    ada, _ = pair
    for line in range(1, 6):
        says(ada, line, "x")
    world.wait(GROUP)
    assert len(ada.of("event")) == 4
    refused = ada.last("error")
    assert (refused["code"], refused["id"]) == ("too_fast", "5")
    world.wait(refused["until"] / 1000.0 - world.now())
    says(ada, 5, "x")
    world.wait(GROUP)
    assert len(ada.of("event")) == 5


def test_the_parted_see_only_that_there_was_something(
    world: World, pair: tuple[Page, Page]
) -> None:
    ada, bob = pair
    world.block("ada", "bob")
    world.wait(0.5)
    says(bob, 1, "from bob")
    says(ada, 1, "from ada")
    world.wait(GROUP)
    assert said(ada) == [(1, "hidden"), (2, "from ada")]
    assert said(bob) == [(1, "from bob"), (2, "hidden")]
    hidden = next(f["event"] for f in ada.of("event") if f["event"]["number"] == 1)
    assert hidden == {"number": 1, "kind": "hidden"}


def test_a_block_takes_past_lines_away_and_its_end_brings_them_back(
    world: World, pair: tuple[Page, Page]
) -> None:
    ada, bob = pair
    says(bob, 1, "from bob")
    world.wait(GROUP)
    assert said(ada) == [(1, "from bob")]
    world.block("ada", "bob")
    world.wait(0.5)
    assert said(ada) == [(1, "hidden")]
    world.run(lambda: world.store.social.unblock("ada", "bob"))
    for player in ("ada", "bob"):
        world.tell(presence_of(player), Changed(player))
    world.wait(0.5)
    assert said(ada) == [(1, "from bob")]


def test_a_room_of_two_is_there_for_nobody_else(world: World) -> None:
    ada, eve, bob = (world.page(name) for name in ("ada", "eve", "bob"))
    room = direct("ada", "bob")
    reads(ada, room)
    says(ada, 1, "psst", room)
    world.wait(GROUP)
    for frame in (
        Subscribe("1", room),
        Say("2", room, 1, "x"),
        History("3", room, 9),
        Subscribe("4", "nowhere"),
        Unsubscribe(room),
    ):
        eve.say(frame)
    assert errors(eve) == ["no_such_room"] * 5
    reads(bob, room)
    assert said(bob) == [(1, "psst")]


def test_which_rooms_there_are() -> None:
    assert direct("b", "a") == direct("a", "b") == "d.a.b"
    assert may_enter("lobby", "anybody")
    assert may_enter("d.a.b", "a")
    assert may_enter("d.a.b", "b")
    for room, player in [
        *(("d.a.b", "c"), ("d.b.a", "a"), ("d.a.a", "a"), ("d.a.", "a"), ("d..a", "a")),
        *(("d.a.b.c", "a"), ("d.", ""), ("", "a"), ("a.b", "a"), ("r1", "a"), ("m.", "a")),
        *(
            ("r.", "a"),
            ("r.\0", "a"),
            ("m.a/b", "a"),
            ("r.é", "a"),
            ("d.a.\0", "a"),
            ("m." + "x" * 61, "a"),
        ),
    ]:
        assert may_enter(room, player) is False, (room, player)
    assert may_enter("m.1", "a") is may_enter("r.x_1-Y", "a") is None  # the store has to say


def test_earlier_lines_come_in_pages(world: World, pair: tuple[Page, Page]) -> None:
    ada, bob = pair
    world.block("ada", "bob")
    for line in range(1, 64):
        says(bob if line == 5 else ada, line, f"line {line}")
        world.wait(2.5)
    ada.clear()
    ada.say(History("h", "lobby", 60))
    page = ada.last("history")
    assert (page["id"], page["more"], len(page["events"])) == ("h", True, 50)
    assert [event["number"] for event in page["events"]] == list(range(10, 60))
    ada.say(History("h2", "lobby", 10))
    page = ada.last("history")
    assert (page["more"], len(page["events"])) == (False, 9)
    assert page["events"][4] == {"number": 5, "kind": "hidden"}


def test_a_page_far_behind_is_told_where_the_newest_begin(world: World) -> None:
    ada = world.page("ada")
    reads(ada)
    for line in range(1, KEPT + 22):
        says(ada, line, "x")
        world.wait(2.5)
    eve = world.page("eve")
    reads(eve, after=3)
    view = eve.last("room")
    assert view["last"] == KEPT + 21
    assert view["after"] > 3
    assert [e["number"] for e in view["events"]] == list(range(view["after"] + 1, KEPT + 22))


def test_a_congested_page_is_shown_only_how_far_the_room_is(
    world: World, pair: tuple[Page, Page]
) -> None:
    ada, bob = pair
    bob.congested = True
    says(ada, 1, "one")
    says(ada, 2, "two")
    world.wait(GROUP)
    bob.congested = False
    world.tell(Address("player", "bob"), Drained(bob.id))
    assert bob.of("event") == []
    assert bob.of("head") == [{"t": "head", "room": "lobby", "last": 2}]
