"""Rooms that players make: found or closed, with members, moderators and an owner."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.room.frames import Delete, Describe, History, Mode, Say, SetMember, SetMode, Subscribe
from actors.room.members import MOST_OWNED
from actors.room.roles import Role, Roles, Wish, granted, refusal
from tests.actors.page import Page
from tests.actors.test_crash import Fail
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.test_rooms import GROUP, answered, errors, reads, says
from tests.actors.test_rooms_changes import events
from tests.actors.world import World

ROOM = "r.secret"


def account(world: World, name: str) -> Page:
    """A page of a player who is no guest."""
    page = world.page(name)
    users = world.store.tables.users
    users[name] = type(users[name])(*(name, name, name.upper(), "hash"), guest=False, created_at=1)
    return page


def makes(page: Page, room: str = ROOM, request: str = "make", **about: Any) -> None:
    page.say(Describe(request, room, about.pop("name", "Spin doctors"), **about))
    page.world.wait(GROUP)


def member(page: Page, player: str, role: Role | None, room: str = ROOM) -> str:
    """Ask for a role; return the code of the refusal, or "ok"."""
    page.clear()
    page.say(SetMember("m", room, player, role))
    page.world.wait(0.2)
    return "ok" if answered(page) == ["m"] else errors(page)[-1]


@pytest.fixture
def pages(world: World) -> tuple[Page, Page, Page]:
    ada, bob, cyd = (account(world, name) for name in ("ada", "bob", "cyd"))
    makes(ada)
    return ada, bob, cyd


def test_a_closed_room_is_there_for_nobody_else(
    world: World, pages: tuple[Page, Page, Page]
) -> None:
    ada, bob, _ = pages
    assert answered(ada) == ["make"]
    for frame in (
        Subscribe("1", ROOM),
        Say("2", ROOM, 1, "x"),
        History("3", ROOM, 9),
        SetMember("4", ROOM, "bob", "member"),
        Describe("5", ROOM, "Mine"),
        SetMode("6", ROOM, Mode()),
        Subscribe("7", "r.that-never-was"),
        Subscribe("8", "r."),
    ):
        bob.say(frame)
    world.wait(0.2)
    assert errors(bob) == ["no_such_room"] * 8


def test_who_is_invited_may_join_and_speak(world: World, pages: tuple[Page, Page, Page]) -> None:
    ada, bob, cyd = pages
    reads(ada, ROOM)
    assert member(ada, "bob", "invited") == "ok"
    assert bob.last("ring")["room"] == ROOM
    reads(bob, ROOM)
    view = bob.last("room")
    assert view["made"] == {"name": "Spin doctors", "topic": "", "public": False}
    assert view["role"] == "invited"
    says(bob, 1, "hi", ROOM)
    world.wait(0.2)
    assert errors(bob) == ["not_a_member"]
    assert member(bob, "bob", "member") == "ok"
    says(bob, 1, "hi", ROOM)
    world.wait(0.2)
    assert member(bob, "cyd", "invited") == "ok"
    assert member(cyd, "bob", None) == "not_a_member"  # the invited do not decide
    told = [e["member"] for e in events(ada) if e["kind"] == "member"]
    assert [(each["player"], each["role"]) for each in told] == [
        ("bob", "invited"),
        ("bob", "member"),
        ("cyd", "invited"),
    ]
    assert member(cyd, "cyd", None) == "ok"  # declined
    cyd.say(Subscribe("s", ROOM))
    world.wait(0.2)
    assert errors(cyd) == ["no_such_room"]


def test_everybody_joins_a_public_room(world: World, pages: tuple[Page, Page, Page]) -> None:
    ada, bob, _ = pages
    makes(ada, request="open", name="Spin doctors", topic="all about spin", public=True)
    reads(bob, ROOM)
    assert bob.last("room")["made"]["topic"] == "all about spin"
    assert member(bob, "bob", "member") == "ok"
    assert member(bob, "bob", "member") == "ok"
    assert member(bob, "bob", "moderator") == "is_a_member"
    says(bob, 1, "hi", ROOM)
    world.wait(0.2)
    makes(ada, request="close")
    eve = world.page("eve")
    eve.say(Subscribe("s", ROOM))
    world.wait(0.2)
    assert errors(eve) == ["no_such_room"]


def test_who_only_looked_is_cut_off_when_a_room_closes(
    world: World, pages: tuple[Page, Page, Page]
) -> None:
    ada, bob, _ = pages
    makes(ada, request="open", public=True)
    reads(bob, ROOM)
    makes(ada, request="close")
    assert bob.of("unsubscribed") == [{"t": "unsubscribed", "room": ROOM}]
    says(ada, 1, "alone", ROOM)
    world.wait(0.2)
    assert not [e for e in events(bob) if e["kind"] == "line"]


def test_the_owner_appoints_and_moderators_remove(
    world: World, pages: tuple[Page, Page, Page]
) -> None:
    ada, bob, cyd = pages
    makes(ada, request="open", public=True)
    for page in (bob, cyd):
        assert member(page, page.player, "member") == "ok"
    assert member(bob, "cyd", None) == "not_a_moderator"
    assert member(bob, "bob", "owner") == "is_a_member"
    assert member(bob, "cyd", "moderator") == "not_the_owner"
    assert member(ada, "eve", "moderator") == "no_such_member"
    assert member(ada, "bob", "moderator") == "ok"
    reads(cyd, ROOM)
    says(cyd, 1, "spam", ROOM)
    world.wait(0.2)
    line = events(cyd)[-1]["number"]
    bob.clear()
    bob.say(Delete("d", ROOM, line), SetMode("q", ROOM, Mode(slow=5)))
    world.wait(0.2)
    assert answered(bob) == ["d", "q"]
    assert member(bob, "ada", None) == "not_a_moderator"
    assert member(bob, "cyd", None) == "ok"
    makes(bob, request="named", name="Ours", public=False)
    assert answered(bob)[-1] == "named"
    assert cyd.of("unsubscribed")
    assert member(ada, "bob", "owner") == "ok"
    assert world.store.tables.room_members["ada", ROOM].role == "moderator"


@pytest.mark.parametrize("restart", ["", "sleep", "kill"])
def test_a_room_whose_owner_leaves_gets_another(
    world: World, pages: tuple[Page, Page, Page], restart: str
) -> None:
    ada, bob, cyd = pages
    makes(ada, request="open", public=True)
    for page in (bob, cyd):
        assert member(page, page.player, "member") == "ok"
    assert member(ada, "cyd", "moderator") == "ok"
    if restart == "sleep":
        world.wait(60.0)
        assert world.actor("room", ROOM) is None
    elif restart == "kill":
        world.kill()
        ada, bob, cyd = (world.page(name) for name in ("ada", "bob", "cyd"))
    reads(bob, ROOM)
    assert member(ada, "ada", None) == "ok"
    left = events(bob)[-1]["member"]
    assert left == {"player": "ada", "name": "ADA", "role": None, "heir": "cyd"}
    assert member(cyd, "bob", "moderator") == "ok"  # who moderated owns it now
    assert member(cyd, "cyd", None) == "ok"
    assert member(bob, "bob", None) == "ok"
    assert not world.store.tables.room_members


def test_a_room_whose_owner_has_gone_from_the_store_gets_another(
    world: World, pages: tuple[Page, Page, Page]
) -> None:
    ada, bob, _ = pages
    makes(ada, request="open", public=True)
    assert member(bob, "bob", "member") == "ok"
    world.wait(60.0)
    world.run(lambda: world.store.delete_user("ada", world.at()))
    assert member(bob, "cyd", "invited") == "ok"
    assert world.store.tables.room_members["bob", ROOM].role == "owner"


def test_guests_make_no_rooms_and_accounts_not_too_many(world: World) -> None:
    guest, ada = world.page("guest"), account(world, "ada")
    makes(guest)
    assert errors(guest) == ["guests_cannot"]
    for number in range(MOST_OWNED + 1):
        makes(ada, f"r.{number}")
    assert (len(answered(ada)), errors(ada)) == (MOST_OWNED, ["too_many_rooms"])
    makes(ada, "r.0", request="again")  # this one is there already
    assert answered(ada)[-1] == "again"
    ada.say(Describe("no", "lobby", "Mine"))
    assert errors(ada)[-1] == "no_such_room"


def test_who_takes_no_invitation_is_not_told_apart(
    world: World, pages: tuple[Page, Page, Page]
) -> None:
    ada, bob, _ = pages
    world.block("bob", "ada")
    assert member(ada, "bob", "invited") == "takes_no_invitation"
    assert member(ada, "nobody", "invited") == "takes_no_invitation"
    makes(ada, request="open", public=True)
    assert member(bob, "bob", "member") == "ok"
    assert member(ada, "bob", "invited") == "takes_no_invitation"  # nor is it told who is in it
    bob.clear()
    assert not bob.of("ring")


@pytest.mark.parametrize(
    "where", ["actors.room.writer.Writer.write", "actors.room.state.State.add"]
)
def test_a_crash_leaves_a_change_done_or_not_at_all(
    world: World, pages: tuple[Page, Page, Page], fail: Fail, where: str
) -> None:
    ada, bob, _ = pages
    fail(where)
    if member(ada, "bob", "invited") != "ok":
        assert member(ada, "bob", "invited") == "ok"
    reads(bob, ROOM)
    assert bob.last("room")["role"] == "invited"
    assert world.store.tables.room_members["bob", ROOM].role == "invited"
    assert sorted(world.store.tables.room_events[ROOM]) == [1, 2]


@pytest.mark.parametrize("who", [0, 1])
def test_an_invitation_that_comes_to_nothing_is_no_leaving(
    pages: tuple[Page, Page, Page], who: int
) -> None:
    """Neither declined by Bob nor taken back by Ada; of a member it is one."""
    ada, bob, _ = pages
    reads(ada, ROOM)
    assert member(ada, "bob", "invited") == "ok"
    assert member(pages[who], "bob", None) == "ok"
    assert events(ada)[-1]["member"] == {
        "player": "bob",
        "name": "BOB",
        "role": None,
        "invited": True,
    }
    assert member(ada, "bob", "invited") == member(bob, "bob", "member") == "ok"
    assert member(pages[who], "bob", None) == "ok"
    assert "invited" not in events(ada)[-1]["member"]


ROLES = st.sampled_from(["owner", "moderator", "member", "invited", None])
NAMES = st.sampled_from("abcd")


@given(st.lists(st.tuples(NAMES, NAMES, ROLES), max_size=40), st.booleans())
def test_a_room_with_anybody_in_it_has_one_owner(
    wishes: list[tuple[str, str, Role | None]], public: bool
) -> None:
    roles: Roles = {"a": "owner"}
    for wish in (Wish(*each) for each in wishes):
        before = {**roles}
        if refusal(wish, roles, public=public) is None:
            changed = granted(wish, roles)
            if wish.new is None:
                del roles[wish.subject]
            roles.update(changed)
        owners = [player for player, role in roles.items() if role == "owner"]
        assert len(owners) == any(role != "invited" for role in roles.values())
        if before.get(wish.player) in {None, "invited"} and wish.player != wish.subject:
            assert roles == before
