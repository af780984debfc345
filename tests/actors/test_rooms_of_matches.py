"""Matches have a room of their own, in which the system says how they ended."""

from typing import Any

import pytest

from actors.room.frames import Subscribe
from store.profiles.records import Privacy
from tests.actors.hands import play_out
from tests.actors.test_rooms import GROUP, errors, reads, says
from tests.actors.test_rooms_changes import events
from tests.actors.world import World


def room_of(match: str) -> str:
    return f"m.{match}"


def test_players_and_watchers_talk_in_the_room_of_their_match(world: World) -> None:
    duel = world.duel()
    room = room_of(duel.match)
    for player in (duel.left.player, duel.right.player):
        world.choose(player, Privacy(presence="everybody"))
    eve = world.page("eve")
    for page in (duel.left, eve):
        reads(page, room)
    says(eve, 1, "nice", room)
    world.wait(GROUP)
    assert events(duel.left)[-1]["text"] == "nice"
    for player in (duel.left.player, duel.right.player):
        world.choose(player, Privacy(presence="nobody"))
    world.wait(0.5)
    assert eve.of("unsubscribed") == [{"t": "unsubscribed", "room": room}]
    says(duel.left, 1, "alone at last", room)
    says(eve, 2, "still here?", room)
    world.wait(GROUP)
    assert len(events(eve)) == 1
    assert errors(eve) == ["no_such_room"]
    says(eve, 1, "x", room_of("m-that-never-was"))
    eve.say(Subscribe("s", "m."))
    world.wait(GROUP)
    assert errors(eve) == ["no_such_room"] * 3


@pytest.mark.parametrize("killed", [False, True])
def test_the_result_is_a_line_of_the_system(world: World, killed: bool) -> None:
    duel = world.duel()
    room = room_of(duel.match)
    reads(duel.left, room)
    play_out(duel)
    world.wait(1.0)
    left = duel.left
    if killed:
        world.kill()
        left = world.page(left.player)
        reads(left, room)
        event = left.last("room")["events"][0]
    else:
        event = events(left)[0]
    result = duel.left.last("finished")
    assert event["kind"] == "system"
    assert event["notice"] == {
        "type": "result",
        "match": duel.match,
        "cause": result["cause"],
        "winner": result["winner"],
        "points": result["score"],
    }
    assert [*world.store.tables.room_events[room]] == [1]


def test_a_room_that_is_told_of_a_result_has_it_even_before_it_knows_its_past(
    world: World,
) -> None:
    duel = world.duel()
    room = room_of(duel.match)
    reads(duel.left, room)
    says(duel.left, 1, "good luck", room)
    world.wait(GROUP)
    before = world.store.rooms.events_before

    async def away(*_: Any) -> Any:
        raise ConnectionError

    for page in (duel.left, duel.right):
        page.drop()
    world.wait(60.0)
    assert world.actor("room", room) is None
    world.store.rooms.events_before = away  # type: ignore[method-assign]
    world.wait(200.0)  # nobody comes back, so the match ends
    world.store.rooms.events_before = before  # type: ignore[method-assign]
    eve = world.page(duel.left.player)
    world.wait(2.0)
    reads(eve, room)
    assert [e["kind"] for e in eve.last("room")["events"]] == ["line", "system"]
