"""The contract on friends and blocks, for every backend."""

import re
from pathlib import Path

import pytest
import trio

from store.people.records import User
from store.profiles.records import Person, Privacy
from store.social.records import Blocked, Circle, Friendship, Tie
from tests.store.images import FACE

ROOT = Path(__file__).resolve().parents[2]
CHOSEN = Privacy(presence="nobody", last_seen="everybody", contact="friends")


async def test_asked_and_accepted_they_are_friends(peopled):
    assert await peopled.social.tie("a", "B") == Tie()
    assert await peopled.social.befriend("a", "B", 1) == Tie(asked_by="a")
    assert await peopled.social.befriend("a", "B", 2) == Tie(asked_by="a")
    assert await peopled.social.tie("B", "a") == Tie(asked_by="a")
    assert (await peopled.social.circle("a")).friends == frozenset()
    assert await peopled.social.befriend("B", "a", 3) == Tie(friend=True, asked_by="a")
    assert await peopled.social.befriend("a", "B", 4) == Tie(friend=True, asked_by="a")
    await peopled.profiles.save_privacy("B", CHOSEN)
    await peopled.profiles.saw("B", 8)
    friendship = Friendship(Person("B", "The B"), "a", 1, 3, CHOSEN, 8)
    assert await peopled.social.friendships("a") == [friendship]
    assert (await peopled.social.circle("a")).friends == {"B"}
    assert await peopled.social.circle("B") == Circle(friends=frozenset({"a"}), privacy=CHOSEN)


async def test_requests_of_both_sides_at_once_are_a_friendship(peopled):
    async with trio.open_nursery() as nursery:
        nursery.start_soon(peopled.social.befriend, "a", "B", 1)
        nursery.start_soon(peopled.social.befriend, "B", "a", 1)
    assert (await peopled.social.tie("a", "B")).friend


async def test_friendships_and_requests_come_in_order(peopled):
    await peopled.social.befriend("c", "a", 2)
    await peopled.social.befriend("a", "B", 1)
    await peopled.social.befriend("B", "c", 3)
    whom = [(f.person.id, f.asked_by, f.since) for f in await peopled.social.friendships("a")]
    assert whom == [("B", "a", None), ("c", "c", None)]


async def test_either_ends_it(peopled):
    assert not await peopled.social.unfriend("a", "B")
    await peopled.social.befriend("a", "B", 1)
    assert await peopled.social.unfriend("B", "a")
    assert await peopled.social.tie("a", "B") == Tie()
    await peopled.social.befriend("a", "B", 1)
    await peopled.social.befriend("B", "a", 2)
    assert await peopled.social.unfriend("a", "B")
    assert await peopled.social.friendships("B") == []


async def test_the_blocked_are_listed_as_they_were_called(peopled):
    await peopled.social.block("a", "B", 3)
    await peopled.people.rename_user("B", "Beatrice")
    await peopled.profiles.save_avatar("B", FACE)
    assert await peopled.social.blocks("a") == [Blocked(Person("B", "The B"), 3)]


async def test_who_was_blocked_before_is_not_listed_as_long_as_that_holds(peopled):
    await peopled.social.block("a", "B", 3)
    await peopled.social.block("B", "a", 4)
    assert [blocked.person.id for blocked in await peopled.social.blocks("a")] == ["B"]
    assert await peopled.social.blocks("B") == []
    await peopled.social.unblock("a", "B")
    assert [blocked.person.id for blocked in await peopled.social.blocks("B")] == ["a"]
    await peopled.social.block("a", "B", 5)
    assert [blocked.person.id for blocked in await peopled.social.blocks("B")] == ["a"]


async def test_a_block_ends_friendship_and_keeps_requests_out_both_ways(peopled):
    await peopled.social.befriend("a", "B", 1)
    await peopled.social.befriend("B", "a", 2)
    await peopled.social.block("a", "B", 3)
    await peopled.social.block("a", "B", 4)
    await peopled.social.block("c", "a", 5)
    assert await peopled.social.blocks("a") == [Blocked(Person("B", "The B"), 3)]
    assert await peopled.social.blocks("B") == []
    assert await peopled.social.tie("a", "B") == Tie(blocks=True)
    assert await peopled.social.befriend("B", "a", 6) == Tie(blocked=True)
    assert await peopled.social.befriend("a", "B", 6) == Tie(blocks=True)
    assert await peopled.social.circle("a") == Circle(
        blocks=frozenset({"B"}), blocked=frozenset({"c"})
    )
    await peopled.social.unblock("a", "B")
    assert await peopled.social.befriend("B", "a", 7) == Tie(asked_by="B")


@pytest.mark.parametrize("blocker", ["a", "B"])
async def test_a_block_of_a_person_holds_for_the_bots_of_both(peopled, blocker):
    """Ada has Robo, Bob has Bolt, and one of the two people blocks the other."""
    social, blocked = peopled.social, "B" if blocker == "a" else "a"
    for bot, owner in (("robo", "a"), ("bolt", "B")):
        assert await peopled.programs.make_bot(User(bot, bot, bot, None, False, 1), owner)
    assert await social.tie("a", "bolt") == Tie()
    await social.block(blocker, blocked, 5)
    theirs = {"a": {"a", "robo"}, "B": {"B", "bolt"}}
    for one in theirs[blocker]:
        for other in theirs[blocked]:
            assert await social.tie(one, other) == Tie(blocks=True)
            assert await social.tie(other, one) == Tie(blocked=True)
            found = await peopled.profiles.find_people("", 9, one)
            assert other not in {person.id for person in found}
        assert (await social.circle(one)).blocks == theirs[blocked]
        assert (await social.circle(one)).blocked == frozenset()
    for other in theirs[blocked]:
        assert (await social.circle(other)).blocked == theirs[blocker]
    assert await social.tie("a", "robo") == await social.tie("c", "bolt") == Tie()
    assert [one.person.id for one in await social.blocks(blocker)] == [blocked]
    assert await social.blocks("robo") == await social.blocks("bolt") == []
    await social.unblock(blocker, blocked)
    assert await social.tie("a", "bolt") == await social.tie("robo", "B") == Tie()


async def test_a_block_of_a_bot_is_none_of_its_owner(peopled):
    for bot in ("bolt", "bit"):
        assert await peopled.programs.make_bot(User(bot, bot, bot, None, False, 1), "B")
    await peopled.social.block("a", "bolt", 5)
    assert (await peopled.social.circle("a")).blocks == {"bolt"}
    assert await peopled.social.tie("a", "B") == await peopled.social.tie("a", "bit") == Tie()


def test_nobody_asks_for_blocks_in_another_way():
    """A query that reads the table itself forgets the bots."""
    own = {"store/social", "store/people"}  # the own list and the verbs; `apart`
    asked = {
        str(path.parent.relative_to(ROOT))
        for path in ROOT.glob("store/*/*.py")
        if re.search(r"(FROM|JOIN) blocks\b|tables\.blocks\b", path.read_text())
    }
    assert asked == own
