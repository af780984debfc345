"""Who may speak in a room, and how often, as moderators set it."""

from actors.room.frames import Mode, SetMode
from tests.actors.page import Page
from tests.actors.test_rooms import GROUP, answered, errors, reads, says
from tests.actors.test_rooms import pair as pair  # noqa: PLC0414 - a fixture
from tests.actors.test_rooms_changes import events, makes
from tests.actors.world import World


def test_in_a_closed_room_only_moderators_speak(world: World, pair: tuple[Page, Page]) -> None:
    ada, bob = pair
    ada.say(SetMode("m", "lobby", Mode(closed=True)))
    world.wait(GROUP)
    assert errors(ada) == ["not_a_moderator"]
    makes(world, "ada", "moderator")
    ada.say(SetMode("m", "lobby", Mode(closed=True)))
    world.wait(GROUP)
    assert events(bob)[-1]["mode"] == {"slow": 0, "members": False, "closed": True}
    says(bob, 1, "hi")
    says(ada, 1, "quiet please")
    world.wait(GROUP)
    assert (errors(bob), answered(ada)) == (["closed"], ["m", "1"])
    world.kill()  # the mode lasts
    bob = world.page("bob")
    reads(bob)
    assert bob.last("room")["mode"]["closed"] is True
    says(bob, 1, "hi")
    world.wait(GROUP)
    assert errors(bob) == ["closed"]


def test_in_a_slow_room_each_author_waits(world: World, pair: tuple[Page, Page]) -> None:
    ada, bob = pair
    makes(world, "ada", "moderator")
    ada.say(SetMode("m", "lobby", Mode(slow=30)))
    for line in (1, 2):
        says(bob, line, "hi")
        says(ada, line, f"no rule for me {line}")
    world.wait(GROUP)
    assert (answered(bob), answered(ada)) == (["1"], ["m", "1", "2"])
    refused = bob.last("error")
    assert refused["code"] == "too_fast"
    assert 29_000 < refused["until"] - world.now() * 1000.0 <= 30_000


def test_where_only_members_speak_guests_cannot(world: World, pair: tuple[Page, Page]) -> None:
    ada, bob = pair
    makes(world, "ada", "moderator")
    ada.say(SetMode("m", "lobby", Mode(members=True)))
    says(bob, 1, "hi")
    world.wait(GROUP)
    assert errors(bob) == ["members_only"]
