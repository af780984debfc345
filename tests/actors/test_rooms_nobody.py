"""Whoever somebody has blocked is nobody to them in rooms: a differential test.

The same hour is lived twice, with and without what the blocked one does. The page of the one who
blocks hears the same both times, but for the numbers that keep a hidden event from looking lost.
"""

from typing import Any

import pytest

from actors.invitations.messages import Invite
from actors.room.access import direct
from actors.room.frames import (
    Delete,
    Describe,
    Edit,
    History,
    Read,
    Say,
    SetMember,
    Subscribe,
    Type,
)
from tests.actors.page import Page
from tests.actors.test_rooms_made import account
from tests.actors.world import World

ROOMS = ("lobby", direct("ada", "bob"), direct("ada", "eve"), "r.spin")
COUNTED = {"number", "last", "after", "about", "at", "seq", "id", "view", "until"}
"""What counts hidden events too, or when something happened."""


def heard(page: Page) -> list[Any]:
    """Everything that a page was told about rooms and people, without what counts events."""
    about = [frame for frame in page.frames if frame["t"] not in {"ping", "pong", "head"}]
    return [told for frame in about if (told := plain(frame)) is not None]


def plain(thing: Any) -> Any:
    if isinstance(thing, dict):
        if thing.get("kind") == "hidden" or thing.get("event", {}).get("kind") == "hidden":
            return None
        return {key: plain(value) for key, value in thing.items() if key not in COUNTED}
    if isinstance(thing, list):
        return [kept for each in thing if (kept := plain(each)) is not None]
    return thing


def does(eve: Page, turn: int) -> None:
    """What the blocked one does, all of it in reach of the one who blocks."""
    mine = direct("ada", "eve")
    acts = [
        *(Say(f"s{turn}{room}", room, turn, f"eve says {turn}") for room in ROOMS),
        *(Type(room) for room in ROOMS),
        *(Read(f"r{turn}{room}", room, turn) for room in ROOMS),
        Edit(f"e{turn}", "lobby", 2 * turn - 1, f"eve changes {turn}"),
        Delete(f"d{turn}", "lobby", 2 * turn - 3 if turn > 1 else 0),
        History(f"h{turn}", mine, after=0),
        Describe(f"m{turn}", f"r.eve{turn}", f"Room {turn}", public=True),
        SetMember(f"i{turn}", f"r.eve{turn}", "ada", "invited"),
        SetMember(f"j{turn}", "r.spin", "eve", "member" if turn % 2 else None),
        Invite(f"p{turn}", "ada"),
    ]
    for act in acts:
        eve.world.route(eve, act) if isinstance(act, Invite) else eve.say(act)


def hour(who_blocks: str, *, act: bool) -> tuple[list[Any], list[Any]]:
    """Return what Ada was told, and what a page that she opens at the end is told."""
    world = World()
    ada, bob, eve = (account(world, name) for name in ("ada", "bob", "eve"))
    bob.say(Describe("m", "r.spin", "Spin", public=True))
    world.wait(0.2)
    ada.say(SetMember("j", "r.spin", "ada", "member"))
    world.wait(0.2)
    world.block(*(("ada", "eve") if who_blocks == "ada" else ("eve", "ada")))
    for page in (ada, bob, eve):
        page.say(*(Subscribe(f"s{room}", room) for room in ROOMS))
    world.wait(1.0)
    for page in (ada, bob, eve):
        page.frames.clear()
    for turn in range(1, 6):
        if act:
            does(eve, turn)
        world.wait(1.0)
        if act:  # others name the blocked one, too
            bob.say(SetMember(f"n{turn}", "r.spin", "eve", "moderator" if turn % 2 else "invited"))
        world.wait(4.0)
        for room in ROOMS:
            bob.say(Say(f"b{turn}{room}", room, turn, f"bob says {turn} in {room}"))
        bob.say(Type("lobby"))
        world.wait(4.0)
        ada.say(Say(f"a{turn}", "lobby", turn, f"ada says {turn}"))
        world.wait(4.0)
    second = world.page("ada")
    second.say(*(Subscribe(f"s{room}", room) for room in ROOMS))
    second.say(*(History(f"h{room}", room, after=0) for room in ROOMS))
    world.wait(1.0)
    return heard(ada), heard(second)


@pytest.mark.parametrize("who_blocks", ["ada", "eve"])
def test_with_or_without_the_acts_of_the_blocked_the_page_hears_the_same(who_blocks: str) -> None:
    with_them, without = hour(who_blocks, act=True), hour(who_blocks, act=False)
    for one, other in zip(with_them, without, strict=True):
        assert one == other


def test_the_hour_has_something_to_hide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the block both hours differ in each kind of frame that could give somebody away."""
    monkeypatch.setattr(World, "block", lambda *_: None)
    told = hour("ada", act=True)[0]
    without = hour("ada", act=False)[0]
    kinds = {frame["t"] for frame in told if frame not in without}
    assert kinds >= {"event", "typing", "seen", "ring", "invitations"}
