"""The contract on profiles, friends and blocks, for every backend."""

import pytest
import trio
from msgspec.structs import replace

from store.errors import StoreError
from store.memory import MemoryStore
from store.social.queries import FIND
from store.social.records import (
    Blocked,
    Circle,
    Friendship,
    Person,
    Privacy,
    Profile,
    Tally,
    Tie,
)
from store.social.sql import LAST_LETTER

CHOSEN = Privacy(presence="nobody", last_seen="everybody", contact="friends")


async def test_a_profile_begins_with_defaults_and_keeps_what_is_set(people):
    assert await people.profile("nobody") is None
    first = Profile(Person("a", "The a"), False, 1_000, None, "", Privacy(), None, "player")
    assert await people.profile("a") == first
    await people.save_about("a", "CH", "left-handed")
    await people.save_privacy("a", CHOSEN)
    await people.save_avatar("a", "f00")
    await people.saw("a", 7_000)
    await people.set_role("a", "admin")
    assert await people.profile("a") == Profile(
        *(Person("a", "The a", "f00"), False, 1_000, "CH", "left-handed", CHOSEN, 7_000, "admin")
    )
    await people.save_about("a", None, "")
    await people.save_avatar("a", None)
    assert await people.profile("a") == replace(first, privacy=CHOSEN, seen_at=7_000, role="admin")
    assert await people.profile("B") == replace(first, person=Person("B", "The B"))


async def test_last_seen_only_goes_forward(people):
    for at in (5_000, 9_000, 6_000):
        await people.saw("a", at)
    assert (await people.profile("a")).seen_at == 9_000


async def test_images_in_use_are_known(people):
    assert await people.avatars() == frozenset()
    await people.save_avatar("a", "f00")
    await people.save_avatar("B", "f00")
    await people.save_avatar("c", "ba2")
    await people.save_avatar("a", None)
    assert await people.avatars() == {"f00", "ba2"}
    assert await people.avatar_used("f00")
    await people.save_avatar("B", None)
    assert not await people.avatar_used("f00")


async def test_a_name_is_found_by_its_beginning(store, make):
    for user_id, name in (("u1", "Straße"), ("u2", "Strand"), ("u3", "Bo"), ("u4", "100%_")):
        await store.create_user(replace(make.user(user_id), display_name=name))
    await store.create_user(replace(make.user("u5", guest=True), display_name="Strolch"))

    async def found(prefix: str, limit: int = 9) -> list[str]:
        return [person.id for person in await store.find_people(prefix, limit, "nobody")]

    assert await found("STRASS") == ["u1"]
    assert await found("str") == ["u2", "u1"]
    assert await found("str", limit=1) == ["u2"]
    assert await found("100%_") == ["u4"]
    assert await found("%") == await found("stro") == await found("u1") == []
    await store.delete_user("u2", 9)
    assert await found("str") == ["u1"]


async def test_a_search_leaves_out_oneself_and_whoever_blocks_and_fills_the_page_all_the_same(
    people,
):
    await people.block("B", "a", 1)
    assert [person.id for person in await people.find_people("the", 1, "a")] == ["c"]
    assert [person.id for person in await people.find_people("the", 9, "B")] == ["c"]


async def test_names_are_found_in_the_order_of_their_letters(store, make):
    for user_id, name in (
        ("u1", "zoe b"),
        ("u2", "Zoë"),
        ("u3", "ZO"),
        ("u4", "zo_"),
        ("u5", "Zp"),
    ):
        await store.create_user(replace(make.user(user_id), display_name=name))
    found = await store.find_people("zo", 9, "nobody")
    assert [person.name for person in found] == ["ZO", "zo_", "zoe b", "Zoë"]
    await store.rename_user("u5", "zö")
    await store.rename_user("u3", "q")
    assert [person.id for person in await store.find_people("z", 9, "nobody")] == [
        "u4",
        "u1",
        "u2",
        "u5",
    ]


async def test_a_search_is_a_range_of_an_index(sqlite):
    values = ("st", "st" + LAST_LETTER, 20, "nobody")
    plan = str(await sqlite._engine.read(f"EXPLAIN QUERY PLAN {FIND}", *values))
    assert "USING INDEX users_display (display_key>? AND display_key<?)" in plan
    assert "ORDER BY" not in plan


async def test_asked_and_accepted_they_are_friends(people):
    assert await people.tie("a", "B") == Tie()
    assert await people.befriend("a", "B", 1) == Tie(asked_by="a")
    assert await people.befriend("a", "B", 2) == Tie(asked_by="a")
    assert await people.tie("B", "a") == Tie(asked_by="a")
    assert (await people.circle("a")).friends == frozenset()
    assert await people.befriend("B", "a", 3) == Tie(friend=True, asked_by="a")
    assert await people.befriend("a", "B", 4) == Tie(friend=True, asked_by="a")
    await people.save_privacy("B", CHOSEN)
    await people.saw("B", 8)
    friendship = Friendship(Person("B", "The B"), "a", 1, 3, CHOSEN, 8)
    assert await people.friendships("a") == [friendship]
    assert (await people.circle("a")).friends == {"B"}
    assert await people.circle("B") == Circle(friends=frozenset({"a"}), privacy=CHOSEN)


async def test_requests_of_both_sides_at_once_are_a_friendship(people):
    async with trio.open_nursery() as nursery:
        nursery.start_soon(people.befriend, "a", "B", 1)
        nursery.start_soon(people.befriend, "B", "a", 1)
    assert (await people.tie("a", "B")).friend


async def test_friendships_and_requests_come_in_order(people):
    await people.befriend("c", "a", 2)
    await people.befriend("a", "B", 1)
    await people.befriend("B", "c", 3)
    whom = [(f.person.id, f.asked_by, f.since) for f in await people.friendships("a")]
    assert whom == [("B", "a", None), ("c", "c", None)]


async def test_either_ends_it(people):
    assert not await people.unfriend("a", "B")
    await people.befriend("a", "B", 1)
    assert await people.unfriend("B", "a")
    assert await people.tie("a", "B") == Tie()
    await people.befriend("a", "B", 1)
    await people.befriend("B", "a", 2)
    assert await people.unfriend("a", "B")
    assert await people.friendships("B") == []


async def test_the_blocked_are_listed_as_they_were_called(people):
    await people.block("a", "B", 3)
    await people.rename_user("B", "Beatrice")
    await people.save_avatar("B", "f00")
    assert await people.blocks("a") == [Blocked(Person("B", "The B"), 3)]


async def test_who_was_blocked_before_is_not_listed_as_long_as_that_holds(people):
    await people.block("a", "B", 3)
    await people.block("B", "a", 4)
    assert [blocked.person.id for blocked in await people.blocks("a")] == ["B"]
    assert await people.blocks("B") == []
    await people.unblock("a", "B")
    assert [blocked.person.id for blocked in await people.blocks("B")] == ["a"]
    await people.block("a", "B", 5)
    assert [blocked.person.id for blocked in await people.blocks("B")] == ["a"]


async def test_a_block_ends_friendship_and_keeps_requests_out_both_ways(people):
    await people.befriend("a", "B", 1)
    await people.befriend("B", "a", 2)
    await people.block("a", "B", 3)
    await people.block("a", "B", 4)
    await people.block("c", "a", 5)
    assert await people.blocks("a") == [Blocked(Person("B", "The B"), 3)]
    assert await people.blocks("B") == []
    assert await people.tie("a", "B") == Tie(blocks=True)
    assert await people.befriend("B", "a", 6) == Tie(blocked=True)
    assert await people.befriend("a", "B", 6) == Tie(blocks=True)
    assert await people.circle("a") == Circle(blocks=frozenset({"B"}), blocked=frozenset({"c"}))
    await people.unblock("a", "B")
    assert await people.befriend("B", "a", 7) == Tie(asked_by="B")


async def test_nothing_is_left_of_whoever_is_deleted(people):
    await people.befriend("a", "B", 1)
    await people.block("c", "a", 1)
    await people.save_avatar("a", "f00")
    await people.set_role("a", "admin")
    await people.delete_user("a", 9)
    assert await people.profile("a") is None
    assert await people.friendships("B") == await people.blocks("c") == []
    assert await people.avatars() == frozenset()


async def test_who_is_deleted_is_seen_to_go_and_nothing_is_kept_of_it(people):
    await people.delete_user("a", 9)
    await people.saw("a", 7_000)
    if isinstance(people, MemoryStore):
        assert people._profiles == {}
    else:
        assert await people._engine.read("SELECT user_id FROM profiles") == []


async def test_a_deletion_that_fails_has_done_nothing(people, monkeypatch: pytest.MonkeyPatch):
    if isinstance(people, MemoryStore):
        return  # nothing fails in it
    await people.save_avatar("a", "f00")
    monkeypatch.setattr(type(people), "FORGET", (*type(people).FORGET, "DELETE FROM nowhere"))
    with pytest.raises(StoreError):
        await people.delete_user("a", 9)
    assert (await people.profile("a")).person.avatar == "f00"


async def test_history_is_what_was_finished_newest_first_and_in_pages(store, make):
    for user_id in ("u1", "u2"):
        await store.create_user(make.user(user_id))
    # All at two instants: pages must not lose or repeat those of the same age.
    seats = [("u1", "u2"), ("u2", "u1"), ("u1", None), ("u1", "u1"), ("u2", None), ("u1", "u2")]
    for number, (left, right) in enumerate(seats):
        await store.create_match(make.match(f"m{number}", left, right, created_at=number // 2))
        if number != 5:
            await store.write_result(make.result(f"m{number}"))

    whole = await store.history("u1", 10)
    assert [stored.record.id for stored in whole] == ["m3", "m2", "m1", "m0"]
    assert whole[2].result == make.result("m1")
    first = await store.history("u1", 1)
    second = await store.history("u1", 2, before=first[-1].record.id)
    third = await store.history("u1", 2, before=second[-1].record.id)
    assert [*first, *second, *third] == [*whole]
    assert await store.history("u1", 2, before="m0") == []
    assert await store.history("u1", 2, before="unknown") == []
    assert await store.history("nobody", 10) == []


@pytest.mark.parametrize(
    ("outcomes", "tally"),
    [
        ("", Tally()),
        ("w", Tally(1, 1, 1)),
        ("l", Tally(1, 0, -1)),
        ("lww", Tally(3, 2, 2)),
        ("wwll", Tally(4, 2, -2)),
        ("ww0", Tally(2, 2, 2)),
        ("wma", Tally(1, 1, 1)),
    ],
)
async def test_a_tally_counts_decided_matches_against_others(people, make, outcomes, tally):
    """w won, l lost, 0 nobody won, m against the machine, a at one keyboard."""
    for number, outcome in enumerate(outcomes):
        seats = {"m": ("a", None), "a": ("a", "a")}.get(outcome)
        left, right = seats or (("a", "B") if number % 2 else ("B", "a"))
        mine = -1 if left == "a" else 1
        winner = {"w": mine, "l": -mine, "0": 0}.get(outcome, mine)
        await people.create_match(make.match(f"m{number}", left, right, created_at=number))
        await people.write_result(replace(make.result(f"m{number}"), winner=winner))
    assert await people.tally("a") == tally
