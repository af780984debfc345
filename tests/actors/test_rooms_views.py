"""A page shows of a room what its player may see, whatever broke while blocks or lines changed."""

from typing import Any

import pytest

from actors.core.address import Address
from actors.player.messages import CircleKnown, Drained
from actors.presence.messages import Changed
from actors.presence.parts import presence_of
from actors.room.access import direct
from actors.room.frames import Read, Subscribe
from actors.room.readers import Readers
from actors.room.state import State
from store.errors import StoreUnavailable
from tests.actors.page import Page
from tests.actors.test_crash import Boom
from tests.actors.test_rooms import GROUP, answered, errors, reads, said, says
from tests.actors.test_rooms import pair as pair  # noqa: PLC0414 - a fixture
from tests.actors.world import World

HIDDEN = [(1, "hidden"), (2, "mine")]


def blocks(world: World, who: str, whom: str) -> None:
    world.run(lambda: world.store.social.block(who, whom, 1))
    for player in (who, whom):
        world.tell(presence_of(player), Changed(player))
    world.wait(GROUP)


def follows(page: Page) -> list[tuple[int, str]]:
    """What a page knows that does as it is told: it reads again if a head says so."""
    if any(head.get("anew") for head in page.of("head")):
        page.clear()
        reads(page)
    return said(page)


@pytest.fixture
def talk(world: World, pair: tuple[Page, Page]) -> tuple[Page, Page]:
    """Ada has said a line, and then Bob."""
    ada, bob = pair
    for page in pair:
        reads(page)
    says(ada, 1, "hers")
    says(bob, 1, "mine")
    world.wait(GROUP)
    return pair


def test_a_congested_page_learns_that_its_blocks_have_changed(
    world: World, talk: tuple[Page, Page]
) -> None:
    ada, bob = talk
    bob.congested = True
    blocks(world, "bob", "ada")
    says(bob, 2, "more")  # whose head must not take the place of the other one
    world.wait(GROUP)
    bob.congested = False
    world.tell(Address("player", "bob"), Drained(bob.id))
    assert follows(bob) == [*HIDDEN, (3, "more")]
    assert said(ada)[0] == (1, "hers")


def test_a_page_that_was_away_while_blocks_changed_is_shown_all_anew(
    world: World, talk: tuple[Page, Page]
) -> None:
    _, bob = talk
    view = bob.last("room")["view"]
    bob.drop()
    blocks(world, "bob", "ada")
    back = world.page("bob")
    back.say(Subscribe("s", "lobby", 2, view))
    world.wait(GROUP)
    assert back.last("room")["anew"]
    assert said(back) == HIDDEN


@pytest.mark.parametrize("killed", [False, True])
def test_a_page_that_was_away_while_nothing_changed_is_told_the_rest(
    world: World, talk: tuple[Page, Page], *, killed: bool
) -> None:
    ada, bob = talk
    view = bob.last("room")["view"]
    bob.drop()
    says(ada, 2, "more")
    world.wait(GROUP)
    if killed:
        world.kill()
    back = world.page("bob")
    back.say(Subscribe("s", "lobby", 2, view))
    world.wait(GROUP)
    assert not back.last("room")["anew"]
    assert said(back) == [(3, "more")]


def test_the_view_of_a_page_tells_nobody_who_is_blocked(
    world: World, talk: tuple[Page, Page]
) -> None:
    ada, bob = talk
    reads(ada, room := direct("ada", "bob"))
    views = {frame["view"] for frame in ada.of("room")}
    assert len(views) == 2, "each room has a secret of its own"
    assert ada.of("room")[0]["view"] == bob.last("room")["view"], "both have blocked nobody"
    assert world.actor("room", room).state.salt not in views


def after(patch: pytest.MonkeyPatch, owner: type, name: str) -> list[str]:
    """Let a method fail once, after it has done everything; return a list of the times it did."""
    done, failed = getattr(owner, name), list[str]()

    def fails(*arguments: Any) -> Any:
        done(*arguments)
        patch.setattr(owner, name, done)
        failed.append(name)
        raise Boom

    patch.setattr(owner, name, fails)
    return failed


@pytest.mark.parametrize(("owner", "name"), [(State, "add"), (Readers, "tell")])
def test_of_a_turn_that_crashed_no_event_is_left(
    world: World, talk: tuple[Page, Page], monkeypatch: pytest.MonkeyPatch, owner: type, name: str
) -> None:
    ada, bob = talk
    crashes = after(monkeypatch, owner, name)
    says(ada, 2, "the second")
    world.wait(GROUP)
    assert crashes == [name]
    stored = world.store.tables.room_events["lobby"]
    for page in talk:
        assert said(page) == [(number, event.text) for number, event in stored.items()]
    says(ada, 2, "the second", request="again")
    world.wait(GROUP)
    assert answered(ada)[-1] == "again"
    assert [event.text for event in stored.values()] == ["hers", "mine", "the second"]
    assert said(bob)[-1] == (3, "the second")


def test_a_crash_in_which_blocks_became_known_shows_all_anew(
    world: World, talk: tuple[Page, Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, bob = talk
    crashes = after(monkeypatch, Readers, "show")
    blocks(world, "bob", "ada")
    world.wait(1.0)
    assert len(crashes) == 1
    assert said(bob) == HIDDEN


def bob_session(page: Page) -> str:
    """Return the name of a session: that of its first socket."""
    return f"s{page.id}"


def test_a_session_on_a_new_socket_is_told_once(world: World, talk: tuple[Page, Page]) -> None:
    ada, bob = talk
    new = world.page("bob", greeted=False)  # while the old socket still seems open
    assert new.hello(bob_session(bob), bob.seq)["resumed"]
    reads(new, after=2)
    new.clear()
    says(ada, 2, "two")
    world.wait(GROUP)
    assert [frame["event"]["number"] for frame in new.of("event")] == [3]


def test_what_was_new_to_somebody_does_not_become_unread(
    world: World, talk: tuple[Page, Page]
) -> None:
    eve = world.page("eve")
    reads(eve)
    assert eve.last("mark")["number"] == 2
    eve.drop()
    world.wait(60.0)
    back = world.page("eve")
    back.say(Subscribe("s", "lobby", 0), Read("r", "lobby", 1))
    world.wait(GROUP)
    assert [frame["number"] for frame in back.of("mark")] == [2]


def test_a_mark_that_grows_before_it_is_known_is_shown(
    world: World, talk: tuple[Page, Page]
) -> None:
    _, bob = talk
    bob.say(Read("a", "lobby", 1))
    world.wait(GROUP)
    world.kill()
    back = world.page("bob")
    mark, slow = world.store.rooms.mark, world.clock.sleep

    async def slowly(*arguments: Any) -> Any:
        number = await mark(*arguments)
        await slow(0.5)
        return number

    world.store.rooms.mark = slowly  # type: ignore[method-assign]
    back.say(Subscribe("s", "lobby", 0))
    world.wait(0.1)
    back.say(Read("b", "lobby", 2))
    world.wait(1.0)
    assert back.last("mark")["number"] == 2


def test_a_mark_that_the_store_could_not_say_is_asked_for_again(
    world: World, talk: tuple[Page, Page]
) -> None:
    mark = world.store.rooms.mark

    async def away(*_: Any) -> Any:
        raise StoreUnavailable("away")

    world.store.rooms.mark = away  # type: ignore[method-assign]
    eve = world.page("eve")
    reads(eve)
    assert eve.of("mark") == []
    world.store.rooms.mark = mark  # type: ignore[method-assign]
    world.wait(3.0)
    assert eve.last("mark")["number"] == 2


def test_a_congested_page_is_told_the_newest_mark(world: World, talk: tuple[Page, Page]) -> None:
    _, bob = talk
    bob.say(Read("a", "lobby", 1))
    world.wait(GROUP)
    bob.congested = True
    bob.say(Read("b", "lobby", 2))
    world.wait(GROUP)
    bob.congested = False
    world.tell(Address("player", "bob"), Drained(bob.id))
    assert bob.last("mark")["number"] == 2
    assert errors(bob) == []


def test_a_mark_that_is_still_being_written_does_not_go_back(
    world: World, talk: tuple[Page, Page]
) -> None:
    _, bob = talk
    bob.say(Read("a", "lobby", 1))
    world.wait(GROUP)
    reads(world.page("ada"))  # so the room stays
    bob.say(Read("b", "lobby", 2))
    bob.drop()
    back = world.page("bob")
    reads(back)
    assert [frame["number"] for frame in back.of("mark")] == [2]


def test_a_room_that_is_given_up_calls_its_readers(
    world: World, talk: tuple[Page, Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bob = talk
    unread = world.page("bob")  # a page that does not read the room hears the call as well
    monkeypatch.setattr(Readers, "show", lambda *_: 1 // 0)
    world.tell(Address("player", "ada"), CircleKnown(frozenset({"somebody"})))
    world.wait(1.0)
    monkeypatch.undo()
    for page in (ada, bob, unread):
        assert page.last("ring")["room"] == "lobby"
    world.wait(5.0)  # until then the room answers nobody, and pages ask again
    reads(bob)
    says(ada, 9, "still here?")
    world.wait(5.0 * GROUP)
    assert bob.last("event")["event"]["number"] == 3
