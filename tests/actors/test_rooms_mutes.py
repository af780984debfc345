"""Who is muted is told by whom, why and until when, and cannot speak there."""

import pytest

from actors.presence.messages import Changed
from actors.presence.parts import presence_of
from actors.room.frames import Delete, Edit, Unsubscribe
from store.moderation.records import Mute
from tests.actors.page import Page
from tests.actors.test_rooms import GROUP, answered, errors, reads, says
from tests.actors.test_rooms import pair as pair  # noqa: PLC0414 - a fixture
from tests.actors.world import World


def mutes(world: World, player: str, room: str = "lobby", seconds: float | None = 60.0) -> None:
    """What a moderator asks for over HTTP."""
    until = None if seconds is None else world.at() + int(seconds * 1000.0)
    mute = Mute(player, room, "CYD", "flood", world.at(), until)
    world.run(lambda: world.store.moderation.mute(mute))
    world.tell(presence_of(player), Changed(player))
    world.wait(0.5)


def unmutes(world: World, player: str, room: str = "lobby") -> None:
    world.run(lambda: world.store.moderation.unmute(player, room))
    world.tell(presence_of(player), Changed(player))
    world.wait(0.5)


@pytest.mark.parametrize("room", ["lobby", ""])
def test_the_muted_are_told_all_and_cannot_speak(
    world: World, pair: tuple[Page, Page], room: str
) -> None:
    ada, bob = pair
    says(ada, 1, "before")
    world.wait(GROUP)
    mutes(world, "ada", room)
    [told] = ada.of("mutes")
    until = told["mutes"][0]["until"]
    assert told["mutes"] == [{"room": room, "moderator": "CYD", "reason": "flood", "until": until}]
    assert not bob.of("mutes")
    says(ada, 2, "during")
    ada.say(Edit("e", "lobby", 1, "changed"))
    world.wait(GROUP)
    where = "here" if room else "everywhere"
    refused = ada.last("error")
    assert errors(ada) == ["muted", "muted"]
    assert (refused["detail"], refused["until"]) == (f"CYD has muted you {where}: flood", until)
    ada.say(Delete("d", "lobby", 1))  # this is still theirs to do
    says(bob, 1, "hi")
    world.wait(GROUP)
    assert (answered(ada)[-1], errors(bob)) == ("d", [])
    world.wait(61.0)
    says(ada, 2, "during")
    world.wait(GROUP)
    assert answered(ada)[-1] == "2"


def test_a_mute_holds_for_who_does_not_read_and_ends_when_it_is_lifted(world: World) -> None:
    ada = world.page("ada")
    says(ada, 1, "one")
    mutes(world, "ada", seconds=None)
    says(ada, 2, "two")
    world.wait(GROUP)
    assert errors(ada) == ["muted"]
    unmutes(world, "ada")
    assert ada.last("mutes")["mutes"] == []
    says(ada, 2, "two")
    world.wait(GROUP)
    assert answered(ada) == ["1", "2"]


def test_in_another_room_a_mute_does_not_count(world: World, pair: tuple[Page, Page]) -> None:
    ada, _ = pair
    mutes(world, "ada", "d.ada.bob")
    says(ada, 1, "one")
    world.wait(GROUP)
    assert answered(ada)[-1] == "1"


def test_a_mute_outlives_a_kill_and_is_told_to_every_new_page(
    world: World, pair: tuple[Page, Page]
) -> None:
    ada, _ = pair
    mutes(world, "ada", "")
    other = world.page("ada")
    assert other.last("mutes") | {"seq": 0} == ada.last("mutes") | {"seq": 0}
    ada.say(Unsubscribe("lobby"))
    world.kill()
    ada = world.page("ada")
    reads(ada)
    says(ada, 1, "one")
    world.wait(GROUP)
    assert (errors(ada), len(ada.of("mutes"))) == (["muted"], 1)
