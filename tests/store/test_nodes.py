"""Nodes of a cluster and their shards: the contract of all backends."""

import pytest
from msgspec.structs import replace

from actors.core.journal.records import EVER, Blob, Fenced, Flush, Letter, Snapshot
from actors.core.shards import SHARDS, marks, shard_of
from store.protocol import Store

MATCH = "match/m1"
SHARD = shard_of(MATCH)
EVERY = range(SHARDS)


async def written(store: Store, epoch: int, **flush: object) -> bool:
    """Try to write a flush; tell whether it was not fenced off."""
    try:
        await store.journal.flush(Flush(epoch, 20, **flush))  # pyright: ignore[reportArgumentType]
    except Fenced:
        return False
    return True


async def owners(store: Store, epoch: int) -> dict[int, int]:
    return {shard.id: shard.owner for shard in (await store.nodes.beat(epoch)).shards}


async def test_nodes_that_join_are_seen_and_own_nothing_yet(store: Store) -> None:
    one = await store.nodes.join("one", "127.0.0.1:1")
    two = await store.nodes.join("two", "127.0.0.1:2")
    await store.nodes.bury(0, 1)  # the row of a store that no server has used
    seen = await store.nodes.beat(one)
    assert [(node.epoch, node.name, node.place) for node in seen.nodes] == [
        (one, "one", "127.0.0.1:1"),
        (two, "two", "127.0.0.1:2"),
    ]
    assert [shard.id for shard in seen.shards] == [*EVERY]
    assert {shard.owner for shard in seen.shards} == {0}
    assert all(0 <= node.silent < 60_000 for node in seen.nodes)


async def test_a_shard_has_one_owner_and_its_epoch_rises(store: Store) -> None:
    one, two = [await store.nodes.join(name, "") for name in ("one", "two")]
    before = (await store.nodes.beat(one)).shards[7].epoch
    await store.nodes.claim(one, [7, 8])
    after = await store.nodes.claim(two, [8, 9])
    assert [shard.owner for shard in after.shards[7:10]] == [one, one, two]
    assert after.shards[7].epoch == before + 1
    await store.nodes.release(one, [7, 9])  # the second is not its own
    seen = (await store.nodes.beat(two)).shards
    assert [shard.owner for shard in seen[7:10]] == [0, one, two]
    assert seen[7].epoch == before + 2


async def test_only_the_owner_writes_for_an_actor(store: Store) -> None:
    one, two = [await store.nodes.join(name, "") for name in ("one", "two")]
    blob, state = Blob(MATCH, 1, 1, b"[1]"), Snapshot(MATCH, 1, b"{}", 20)
    assert not await written(store, one, blobs=(blob,))
    await store.nodes.claim(one, [SHARD])
    assert await written(store, one, blobs=(blob,), snapshots=(state,))
    for theirs in ({"blobs": (blob,)}, {"snapshots": (state,)}, {"tails": (blob,)}):
        assert not await written(store, two, **theirs)
    for theirs in ({"shed": (MATCH,)}, {"closed": (MATCH,)}, {"done": ((MATCH, "k"),)}):
        assert not await written(store, two, **theirs)
    letter = Letter(MATCH, "k", 5, b"{}")
    assert await written(store, two, letters=(letter,))  # anybody may write to an actor
    assert await store.journal.due(9, 9, EVER, marks({SHARD})) == [letter]
    assert await store.journal.due(9, 9, EVER, marks({*EVERY} - {SHARD})) == []


async def test_who_is_silent_is_buried_and_its_actors_can_be_recovered(store: Store) -> None:
    one, two = [await store.nodes.join(name, "") for name in ("one", "two")]
    await store.nodes.claim(one, [SHARD])
    await store.nodes.claim(two, [*{*EVERY} - {SHARD}])
    assert await written(store, one, blobs=(Blob(MATCH, 1, 2, b"[1,2]"),))
    other = next(name for name in map(str, EVERY) if shard_of(name) != SHARD)
    assert await written(store, two, blobs=(Blob(other, 1, 1, b"[5]"),))
    assert not await store.nodes.bury(one, 60_000)
    assert await store.nodes.bury(one, 0)
    assert not await store.nodes.bury(one, 0)  # once
    found = await store.journal.recover([MATCH, other])
    assert [blob.data for blob in found[MATCH].blobs] == [b"[1,2]"]
    assert other not in found  # it lives on, and what it recorded is not moved
    assert not await written(store, one)
    with pytest.raises(Fenced):
        await store.nodes.beat(one)
    with pytest.raises(Fenced):
        await store.nodes.claim(one, [SHARD])
    with pytest.raises(Fenced):
        await store.nodes.release(one, [SHARD])
    shard = (await store.nodes.claim(two, [SHARD])).shards[SHARD]
    assert (shard.owner, shard.at) == (two, 20)


async def test_a_node_that_starts_again_buries_itself(store: Store) -> None:
    first = await store.nodes.join("one", "")
    await store.nodes.claim(first, EVERY)
    second = await store.nodes.join("one", "")
    assert second > first
    assert not await written(store, first)
    assert set((await owners(store, second)).values()) == {0}


async def test_trimming_leaves_what_others_have_written(store: Store) -> None:
    one, two = [await store.nodes.join(name, "") for name in ("one", "two")]
    await store.nodes.claim(one, [SHARD])
    assert await written(store, one, blobs=(Blob(MATCH, 1, 1, b"[1]"),))
    assert await written(store, two, trim=90)
    await store.nodes.bury(one, 0)
    assert MATCH in await store.journal.recover([MATCH])


async def test_a_server_that_is_alone_shuts_out_all_nodes_and_owns_everything(store: Store) -> None:
    one, two = [await store.nodes.join(name, "") for name in ("one", "two")]
    await store.nodes.claim(one, [SHARD])
    assert await written(store, one, blobs=(Blob(MATCH, 1, 1, b"[1]"),))
    epoch, at = await store.journal.begin_epoch()
    assert epoch > two
    assert at == 20
    assert MATCH in await store.journal.recover([MATCH])
    assert not await written(store, one)
    assert await written(store, epoch, blobs=(Blob(MATCH, 2, 1, b"[2]"),))
    node = await store.nodes.join("one", "")  # and a cluster that begins again buries it
    assert await store.nodes.bury(epoch, 3_000)
    assert set((await owners(store, node)).values()) == {0}


async def test_a_flush_whose_answer_was_lost_is_not_written_again(store: Store) -> None:
    letter = Letter("room/r", "1.1", 0, b"{}")
    flush = Flush(0, 20, letters=(letter,), number=1)
    await store.journal.flush(flush)
    await store.journal.flush(Flush(0, 30, done=(("room/r", "1.1"),), number=2))
    await store.journal.flush(flush)
    assert await store.journal.due(1, 9) == []
    await store.journal.flush(Flush(0, 40, letters=(letter,), number=3))
    assert await store.journal.due(1, 9) == [letter]


async def test_what_a_node_has_written_is_not_fenced_when_its_shards_have_moved(
    store: Store,
) -> None:
    one = await store.nodes.join("one", "")
    await store.nodes.claim(one, [SHARD])
    flush = Flush(one, 20, snapshots=(Snapshot(MATCH, 1, b"{}", 5),), number=1)
    await store.journal.flush(flush)
    await store.nodes.release(one, [SHARD])
    await store.journal.flush(flush)
    with pytest.raises(Fenced):
        await store.journal.flush(replace(flush, number=2))
