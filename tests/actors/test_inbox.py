"""What players are told is in their inbox, whatever breaks; every page hears of it."""

import pytest

from actors.core.address import Address
from actors.player.messages import Away, InboxRead, Notify
from actors.player.notices import InvitationMissed, Invited, Muted, noted, notice_of
from store.notifications.records import Note
from tests.actors.inviting import invited, pair
from tests.actors.page import Page
from tests.actors.test_crash import Fail
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.world import World

EXPIRY = 605.0
"""Seconds after which an invitation to somebody who is not there is over."""


def inbox(world: World, player: str = "bob") -> list[Note]:
    kept = [one.note for one in world.store.tables.notifications.values()]
    return [note for note in kept if note.player == player]


def rung(page: Page) -> list[str]:
    return [frame["id"] for frame in page.of("notified")]


@pytest.fixture
def away(world: World) -> tuple[World, Page]:
    """Bob was invited, has seen it, and is away."""
    ada, bob = pair(world)
    invited(ada)
    world.wait(1.0)
    bob.say(Away(on=True))
    return world, bob


def test_who_was_away_finds_what_they_have_missed(away: tuple[World, Page]) -> None:
    world, bob = away
    also = world.page("bob")
    also.say(Away(on=True))
    world.wait(EXPIRY)
    [note] = inbox(world)
    assert (note.kind, note.about) == ("invitation_missed", "ada")
    assert notice_of(note) == InvitationMissed("ada", "ADA")
    assert rung(bob) == rung(also) == [note.id]
    assert bob.last("notified") | {"seq": 0} == {
        "t": "notified",
        "id": note.id,
        "at": note.at,
        "notice": {"kind": "invitation_missed", "player": "ada", "name": "ADA"},
        "seq": 0,
    }
    assert inbox(world, "ada") == []


def test_who_is_away_is_called_once_and_finds_it_too(sound: World) -> None:
    ada, bob = pair(sound)
    bob.say(Away(on=True))
    invited(ada)
    sound.wait(0.5)
    [note] = inbox(sound)
    until = note.at + 600_000
    assert (note.about, notice_of(note)) == ("ada", Invited("ada", "ADA", until))
    bob.say(Away(on=False))
    bob.say(Away(on=True))
    sound.wait(EXPIRY)
    assert (inbox(sound), rung(bob)) == ([note], [note.id])


def test_who_was_there_saw_it(sound: World) -> None:
    ada, bob = pair(sound)
    invited(ada)
    sound.wait(EXPIRY)
    assert bob.of("invitation_ended")
    assert inbox(sound) == rung(bob) == []


def test_who_has_no_page_finds_it_too(sound: World) -> None:
    ada, bob = pair(sound)
    invited(ada)
    bob.drop()
    sound.wait(EXPIRY)
    assert [note.kind for note in inbox(sound)] == ["invitation_missed"]


@pytest.mark.parametrize("moment", ["before the flush", "after the flush", "after the bell"])
def test_a_note_is_there_once_whenever_the_process_is_killed(moment: str) -> None:
    """The turn is lost as a whole, and done again, or there as a whole."""
    world = World()
    ada, bob = pair(world)
    invited(ada)
    bob.drop()
    world.until(lambda: world.actor("invitations").state.received("bob") == [])
    if moment == "after the flush":
        world.run(world.kernel.journal.flush)
    elif moment == "after the bell":
        world.wait(1.0)
    assert len(inbox(world)) == (0 if moment == "before the flush" else 1)
    world.kill()
    world.page("ada")
    world.wait(EXPIRY)
    assert len(inbox(world)) == 1


def test_a_crash_of_the_sender_leaves_the_note_and_the_change_or_neither(fail: Fail) -> None:
    world = World()
    ada, bob = pair(world)
    invited(ada)
    world.wait(1.0)
    bob.say(Away(on=True))
    world.wait(EXPIRY - 11.0)
    fail("actors.invitations.endings.Endings.end")  # after the note was made, in the same turn
    world.wait(20.0)
    assert world.crashes() == 1
    assert len(inbox(world)) == len(rung(bob)) == 1
    assert len(bob.of("invitation_ended")) == 1


def test_the_bell_rings_though_the_player_crashes(away: tuple[World, Page], fail: Fail) -> None:
    world, bob = away
    world.wait(EXPIRY - 10.0)
    fail("actors.player.inbox.Inbox._ring")
    world.wait(20.0)
    assert len(inbox(world)) == len(rung(bob)) == 1


def test_the_bell_rings_while_the_store_is_away_and_the_note_follows(
    away: tuple[World, Page],
) -> None:
    world, bob = away
    world.wait(EXPIRY - 10.0)
    world.store.away = True
    world.wait(20.0)
    assert (len(rung(bob)), inbox(world)) == (1, [])
    world.store.away = False
    world.wait(10.0)
    assert [note.id for note in inbox(world)] == rung(bob)


@pytest.mark.parametrize("blocks", [("ada", "bob"), ("bob", "ada")])
def test_no_bell_rings_for_news_of_the_parted(sound: World, blocks: tuple[str, str]) -> None:
    _, bob = pair(sound)
    notice = Muted("", "Cyd", "flood", None)
    sound.block(*blocks)
    sound.wait(0.5)
    sound.tell(Address("player", "bob"), Notify(noted("n1", "bob", notice, 5, "ada")))
    sound.tell(Address("player", "bob"), Notify(noted("n2", "bob", notice, 5, None)))
    assert rung(bob) == ["n2"]


def test_what_is_read_on_one_page_is_told_to_all(sound: World) -> None:
    bob, also = sound.page("bob"), sound.page("bob")
    sound.tell(Address("player", "bob"), InboxRead())
    assert len(bob.of("inbox")) == len(also.of("inbox")) == 1


def test_a_page_that_was_lost_for_a_moment_hears_the_bell(away: tuple[World, Page]) -> None:
    world, bob = away
    session = bob.last("welcome")["session"]
    world.wait(EXPIRY - 10.0)
    bob.drop()
    world.wait(20.0)
    again = world.page("bob", greeted=False)
    again.hello(session)
    assert len(rung(again)) == 1
