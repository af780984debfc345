"""The contract on matches, results, journal and snapshots, for every backend."""

import msgspec
import pytest
import trio
from msgspec.structs import replace

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


async def test_the_journal_of_a_match_comes_in_order_and_alone(store, make):
    late, early, other = make.blob("m1", 4, 2), make.blob("m1", 1, 3), make.blob("m2", 1)
    await store.append_journal([late, other])
    await store.append_journal([early])
    await store.append_journal([])
    assert await store.journal("m1") == [early, late]
    assert await store.journal("m2") == [other]
    assert await store.journal("m3") == []


async def test_the_journals_of_several_actors_come_at_once_with_the_last_flush(
    store, make, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("store.sql.AT_ONCE", 2)
    assert await store.journals(["m1"]) == ({"m1": []}, 0)
    late, early, other = make.blob("m1", 4, 2), make.blob("m1", 1, 3), make.blob("m2", 1)
    last = replace(make.blob("m9", 1), at=70)
    await store.append_journal([late, other, last])
    await store.append_journal([early])
    expected = {"m1": [early, late], "m2": [other], "m3": []}
    assert await store.journals(["m1", "m2", "m3"]) == (expected, 70)


@pytest.mark.parametrize(("after", "starts"), [(0, [1, 4]), (2, [1, 4]), (3, [4]), (5, [])])
async def test_the_journal_after_an_entry_has_all_that_follows(store, make, after, starts):
    await store.append_journal([make.blob("m1", 1, 3), make.blob("m1", 4, 2)])
    assert [blob.seq for blob in await store.journal("m1", after)] == starts


async def test_a_flush_sent_again_with_more_loses_nothing(store, make):
    short, long = make.blob("m1", 1, 2), make.blob("m1", 1, 5)
    for blob in (short, long, short):
        await store.append_journal([blob])
    assert await store.journal("m1") == [short, short, long]


async def test_the_newest_snapshot_wins(store, make):
    assert await store.snapshot("m1") is None
    for seq, data in ((2, b"two"), (7, b"seven"), (3, b"three")):
        await store.save_snapshots([make.snapshot("m1", seq, data)])
    assert await store.snapshot("m1") == make.snapshot("m1", 7, b"seven")
    again, other = make.snapshot("m1", 7, b"seven again"), make.snapshot("m2", 1)
    await store.save_snapshots([again, other])
    await store.save_snapshots([])
    assert await store.snapshot("m1") == again
    assert await store.snapshot("m2") == other
    assert await store.snapshot("m3") is None
