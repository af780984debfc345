"""The contract on the journal, its snapshots and segments, for every backend."""

import pytest
import trio

from store.errors import Fenced


async def test_the_journals_of_several_actors_come_at_once_with_the_last_flush(
    store, make, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("store.journal.sql.AT_ONCE", 2)
    assert await store.journal.journals(["m1"]) == ({"m1": []}, 0)
    late, early, other = make.blob("m1", 4, 2), make.blob("m1", 1, 3), make.blob("m2", 1)
    await store.journal.flush(make.flush(late, other, make.blob("m9", 1), at=60))
    await store.journal.flush(make.flush(early, at=70))
    expected = {"m1": [early, late], "m2": [other], "m3": []}
    assert await store.journal.journals(["m1", "m2", "m3"]) == (expected, 70)


async def test_a_flush_of_nothing_tells_the_time(store, make):
    await store.journal.flush(make.flush(at=90))
    assert await store.journal.journals([]) == ({}, 90)


async def test_a_flush_sent_again_with_more_loses_nothing(store, make):
    short, long = make.blob("m1", 1, 2), make.blob("m1", 1, 5)
    for blob in (short, long, short):
        await store.journal.flush(make.flush(blob))
    found, _ = await store.journal.journals(["m1"])
    assert found["m1"] == [short, short, long]


async def test_the_newest_snapshot_wins(store, make):
    assert await store.journal.snapshot("m1") is None
    for seq, data in ((2, b"two"), (7, b"seven"), (3, b"three")):
        await store.journal.flush(make.flush(snapshots=(make.snapshot("m1", seq, data),)))
    assert await store.journal.snapshot("m1") == make.snapshot("m1", 7, b"seven")
    again, other = make.snapshot("m1", 7, b"seven again"), make.snapshot("m2", 1)
    await store.journal.flush(make.flush(snapshots=(again, other)))
    assert await store.journal.snapshot("m1") == again
    assert await store.journal.snapshot("m2") == other
    assert await store.journal.snapshot("m3") is None


async def test_segments_come_in_order_and_the_first_of_its_number_stays(store, make):
    early, late, other = make.blob("m1", 1, 3), make.blob("m1", 4, 2), make.blob("m2", 1)
    await store.journal.flush(make.flush(segments=(late, other)))
    await store.journal.flush(make.flush(segments=(early, make.blob("m1", 4, 9))))
    assert await store.journal.segments("m1") == [early, late]
    assert await store.journal.segments("m2") == [other]
    assert await store.journal.segments("m3") == []


async def test_of_a_closed_actor_the_segments_stay(store, make):
    segment = make.blob("m1", 1, 2)
    snapshots = (make.snapshot("m1", 2), make.snapshot("m2", 2))
    await store.journal.flush(make.flush(snapshots=snapshots, segments=(segment,)))
    await store.journal.flush(make.flush(closed=("m1",)))
    assert await store.journal.snapshot("m1") is None
    assert await store.journal.snapshot("m2") == snapshots[1]
    assert await store.journal.segments("m1") == [segment]


async def test_trimming_takes_the_blobs_of_earlier_flushes(store, make):
    for at in (10, 20, 30):
        await store.journal.flush(make.flush(make.blob("m1", at), at=at))
    await store.journal.flush(make.flush(make.blob("m1", 40), at=40, trim=20))
    found, last = await store.journal.journals(["m1"])
    assert [blob.seq for blob in found["m1"]] == [20, 30, 40]
    assert last == 40


async def test_a_later_epoch_shuts_out_an_earlier_one(store, make):
    first = await store.journal.begin_epoch()
    await store.journal.flush(make.flush(make.blob("m1", 1), epoch=first, at=10))
    second = await store.journal.begin_epoch()
    assert second == first + 1
    late = make.flush(
        make.blob("m1", 2),
        snapshots=(make.snapshot("m1", 2),),
        segments=(make.blob("m1", 1, 2),),
        epoch=first,
        at=20,
    )
    with pytest.raises(Fenced):
        await store.journal.flush(late)
    assert await store.journal.journals(["m1"]) == ({"m1": [make.blob("m1", 1)]}, 10)
    assert await store.journal.snapshot("m1") is None
    assert await store.journal.segments("m1") == []
    await store.journal.flush(make.flush(make.blob("m1", 2), epoch=second, at=30))


async def test_of_two_that_begin_at_once_each_has_its_own_epoch(store):
    begun: list[int] = []

    async def begin() -> None:
        begun.append(await store.journal.begin_epoch())

    async with trio.open_nursery() as nursery:
        for _ in range(5):
            nursery.start_soon(begin)
    assert sorted(begun) == [1, 2, 3, 4, 5]
