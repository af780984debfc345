"""The contract on matches, results, journal and snapshots, for every backend."""

import msgspec
import pytest
import trio

from store.errors import StoreError
from store.records import MatchPlayer, StoredMatch


async def test_a_match_comes_back_as_it_was(store, make):
    await store.create_user(make.user("u1"))
    record = make.match("m1", "u1", None)
    await store.create_match(record)
    assert await store.match("m1") == StoredMatch(record, None)
    assert await store.match("m2") is None


async def test_the_first_record_of_a_match_stays(store, make):
    record = make.match("m1")
    await store.create_match(record)
    await store.create_match(record)
    await store.create_match(msgspec.structs.replace(record, seed=5))
    assert await store.match("m1") == StoredMatch(record, None)


async def test_a_match_needs_its_users(store, make):
    with pytest.raises(StoreError):
        await store.create_match(make.match("m1", "nobody"))
    assert await store.match("m1") is None


def test_players_are_left_then_right(make):
    right_first = (MatchPlayer(1, None, "Bo"), MatchPlayer(-1, None, "Ann"))
    with pytest.raises(ValueError, match="left, then right"):
        msgspec.structs.replace(make.match("m1"), players=right_first)


async def test_a_result_is_written_once_however_often_it_is_sent(store, make):
    await store.create_match(make.match("m1"))
    results = [make.result("m1", cause=f"cause {number}") for number in range(20)]
    firsts: list[str] = []

    async def send(number: int) -> None:
        answers = [await store.write_result(results[number]) for _ in range(3)]
        firsts.extend(results[number].cause for first in answers if first)

    async with trio.open_nursery() as nursery:
        for number in range(20):
            nursery.start_soon(send, number)
    stored = await store.match("m1")
    assert stored is not None
    assert [stored.result.cause] == firsts
    assert stored.result in results


async def test_a_result_needs_its_match(store, make):
    with pytest.raises(StoreError, match="m1"):
        await store.write_result(make.result("m1"))


async def test_unfinished_matches_come_oldest_first(store, make):
    records = [make.match(f"m{age}", created_at=age) for age in (3, 1, 2)]
    for record in records:
        await store.create_match(record)
    await store.write_result(make.result("m2"))
    assert await store.unfinished_matches() == [records[1], records[0]]
