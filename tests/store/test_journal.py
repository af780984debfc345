"""The contract on the journal: takeover, tails, segments and the fence, for every backend."""

import pytest
import trio

from actors.core.journal.records import Fenced, Stored

pytestmark = pytest.mark.usefixtures("small_reads")


@pytest.fixture
def small_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.journal.sql.AT_ONCE", 2)


async def test_a_new_epoch_finds_what_the_last_one_recorded_and_when(store, make):
    assert await store.journal.begin_epoch() == (1, 0)
    late, early, other = make.blob("m1", 4, 2), make.blob("m1", 1, 3), make.blob("m2", 1)
    await store.journal.flush(make.flush(late, other, make.blob("m9", 1), epoch=1, at=60))
    await store.journal.flush(make.flush(early, epoch=1, at=70))
    await store.journal.flush(make.flush(epoch=1, at=90))
    assert await store.journal.begin_epoch() == (2, 90)
    assert await store.journal.recover(["m1", "m2", "m3"]) == {
        "m1": Stored(blobs=(early, late)),
        "m2": Stored(blobs=(other,)),
    }
    assert await store.journal.recover([]) == {}


async def test_what_a_snapshot_covers_is_not_taken_over(store, make):
    blobs = make.blob("m1", 1, 3), make.blob("m1", 4, 3), make.blob("m1", 7)
    await store.journal.begin_epoch()
    for seq in (5, 2):  # the newer one stays
        snapshots = (make.snapshot("m1", seq), make.snapshot("m2", 0))
        await store.journal.flush(make.flush(*blobs, epoch=1, snapshots=snapshots))
    await store.journal.begin_epoch()
    assert await store.journal.recover(["m1", "m2"]) == {
        "m1": Stored(make.snapshot("m1", 5), blobs[1:]),
        "m2": Stored(make.snapshot("m2", 0)),
    }


async def test_a_flush_sent_again_counts_once_and_with_more_loses_nothing(store, make):
    short, long = make.blob("m1", 1, 2), make.blob("m1", 1, 5)
    await store.journal.begin_epoch()
    for blob in (short, short, long, short):
        await store.journal.flush(make.flush(blob, epoch=1))
    await store.journal.begin_epoch()
    assert await store.journal.recover(["m1"]) == {"m1": Stored(blobs=(long,))}


async def test_what_several_epochs_recorded_adds_up(store, make):
    first, second, third = (make.blob("m1", seq) for seq in (1, 2, 3))
    for epoch, blob in enumerate((first, second, third), 1):
        await store.journal.begin_epoch()
        await store.journal.flush(make.flush(blob, epoch=epoch))
    await store.journal.begin_epoch()
    await store.journal.begin_epoch()
    assert await store.journal.recover(["m1"]) == {"m1": Stored(blobs=(first, second, third))}


async def test_of_a_closed_journal_only_the_segments_stay(store, make):
    await store.journal.begin_epoch()
    blob, segment, end = make.blob("m1", 3), make.blob("m1", 1, 2), make.blob("m1", 4, 0)
    everything = make.flush(
        blob,
        epoch=1,
        at=60,
        snapshots=(make.snapshot("m1", 2), make.snapshot("m2", 2)),
        segments=(segment,),
        tails=(make.blob("m1", 3),),
        letters=(make.letter("m1", "wake up", 10), make.letter("m2", "wake up", 20)),
    )
    await store.journal.flush(everything)
    await store.journal.flush(make.flush(end, epoch=1, at=70, closed=("m1",)))
    left = {"m2": Stored(make.snapshot("m2", 2))}
    assert await store.journal.recover(["m1", "m2"]) == left
    await store.journal.begin_epoch()
    assert await store.journal.recover(["m1", "m2"]) == left
    assert await store.journal.segments("m1") == [segment]
    assert [letter.actor for letter in await store.journal.due(99, 9)] == ["m2"]


async def test_a_journal_that_begins_where_one_was_closed_is_another(store, make):
    """Whether it begins in the same flush or in a later one; its numbers begin again."""
    await store.journal.begin_epoch()
    old = [make.blob(name, 1, 5) for name in ("m1", "m2")]
    await store.journal.flush(make.flush(*old, epoch=1, at=10))
    ends = [make.blob(name, 6, 0) for name in ("m1", "m2")]
    new, newer = make.blob("m1", 1), make.blob("m1", 2)
    state, letter = make.snapshot("m2", 0), make.letter("m2", "wake up", 10)
    closing = make.flush(
        *(*ends, new),
        epoch=1,
        at=20,
        closed=("m1", "m2"),
        snapshots=(state,),
        letters=(letter,),
    )
    await store.journal.flush(closing)
    assert await store.journal.recover(["m2"]) == {"m2": Stored(state)}
    assert await store.journal.due(99, 9) == [letter]
    await store.journal.flush(make.flush(newer, make.blob("m2", 1), epoch=1, at=30))
    await store.journal.begin_epoch()
    assert await store.journal.recover(["m1", "m2"]) == {
        "m1": Stored(blobs=(new, newer)),
        "m2": Stored(state, (make.blob("m2", 1),)),
    }


async def test_a_tail_stays_until_a_snapshot_sheds_it(store, make):
    short, long, other = make.blob("m1", 1, 2), make.blob("m1", 1, 4), make.blob("m2", 1)
    await store.journal.begin_epoch()
    for tail in (short, long, short):
        await store.journal.flush(make.flush(epoch=1, tails=(tail, other)))
    assert await store.journal.recover(["m1"]) == {"m1": Stored(blobs=(long,))}
    state, next_tail = make.snapshot("m1", 4), make.blob("m1", 5)
    shedding = make.flush(epoch=1, snapshots=(state,), shed=("m1",), tails=(next_tail,))
    for _ in range(2):
        await store.journal.flush(shedding)
        assert await store.journal.recover(["m1", "m2"]) == {
            "m1": Stored(state, (next_tail,)),
            "m2": Stored(blobs=(other,)),
        }


async def test_segments_come_in_order_and_the_longer_of_a_number_stays(store, make):
    early, late, other = make.blob("m1", 1, 3), make.blob("m1", 4, 2), make.blob("m2", 1)
    longer = make.blob("m1", 4, 9)
    await store.journal.flush(make.flush(segments=(late, other)))
    await store.journal.flush(make.flush(segments=(early, longer)))
    await store.journal.flush(make.flush(segments=(late,)))
    assert await store.journal.segments("m1") == [early, longer]
    assert await store.journal.segments("m2") == [other]
    assert await store.journal.segments("m3") == []


async def test_trimming_takes_the_blobs_of_earlier_flushes(store, make):
    await store.journal.begin_epoch()
    for at in (10, 20, 30):
        await store.journal.flush(make.flush(make.blob("m1", at), epoch=1, at=at))
    await store.journal.flush(make.flush(make.blob("m1", 40), epoch=1, at=40, trim=20))
    await store.journal.begin_epoch()
    found = await store.journal.recover(["m1"])
    assert [blob.seq for blob in found["m1"].blobs] == [20, 30, 40]


async def test_a_later_epoch_shuts_out_an_earlier_one(store, make):
    await store.journal.begin_epoch()
    record = make.match("m1")
    await store.journal.flush(make.flush(make.blob("m1", 1), epoch=1, at=10, rows=(record,)))
    await store.journal.begin_epoch()
    late = make.flush(
        make.blob("m1", 2),
        epoch=1,
        at=20,
        snapshots=(make.snapshot("m1", 2),),
        segments=(make.blob("m1", 1, 2),),
        tails=(make.blob("m1", 2),),
        rows=(make.match("m2"), make.result("m1")),
        letters=(make.letter("m1", "wake up", 1),),
    )
    with pytest.raises(Fenced):
        await store.journal.flush(late)
    assert await store.journal.recover(["m1"]) == {"m1": Stored(blobs=(make.blob("m1", 1),))}
    assert await store.journal.segments("m1") == []
    assert await store.journal.due(99, 9) == []
    assert await store.matches.unfinished_matches() == [record]
    await store.journal.flush(make.flush(make.blob("m1", 2), epoch=2, at=30))
    assert await store.journal.begin_epoch() == (3, 30)


async def test_of_two_that_begin_at_once_each_has_its_own_epoch(store):
    begun: list[int] = []

    async def begin() -> None:
        begun.append((await store.journal.begin_epoch())[0])

    async with trio.open_nursery() as nursery:
        for _ in range(5):
            nursery.start_soon(begin)
    assert sorted(begun) == [1, 2, 3, 4, 5]
