"""The contract on letters and rows that travel in a flush, for every backend."""

from msgspec import Struct
from msgspec.structs import replace

from actors.core.journal.records import ASIDE, NEVER
from store.memory import MemoryStore
from store.sqlite import SqliteStore


class Unheard(Struct, frozen=True):
    """A row of a type that no store knows."""


async def test_letters_come_in_the_order_of_their_times_and_no_more_than_wanted(store, make):
    late, early, middle = (
        make.letter(*each) for each in (("a", "1", 30), ("b", "1", 10), ("a", "2", 20))
    )
    await store.journal.flush(make.flush(letters=(late, early, middle)))
    assert await store.journal.due(9, 9) == []
    assert await store.journal.due(20, 9) == [early, middle]
    assert await store.journal.due(99, 9) == [early, middle, late]
    assert await store.journal.due(99, 2) == [early, middle]
    assert await store.journal.due(29, 9, 11) == [middle]
    aside = make.letter("c", "1", ASIDE + 20)
    await store.journal.flush(make.flush(letters=(aside,)))
    assert await store.journal.due(NEVER, 9, ASIDE) == [aside]
    assert await store.journal.due(99, 9, 20) == [middle, late]


async def test_a_letter_replaces_the_one_of_its_key_and_is_struck_when_done(store, make):
    old, new, other = (
        make.letter("a", "k", 10),
        make.letter("a", "k", 50, b"new"),
        make.letter("b", "k", 20),
    )
    await store.journal.flush(make.flush(letters=(old, other)))
    # One that was handled and posted anew in one flush stays.
    again = make.flush(letters=(new,), done=(("a", "k"), ("b", "k"), ("b", "none")))
    for _ in range(2):
        await store.journal.flush(again)
        assert await store.journal.due(99, 9) == [new]
    await store.journal.flush(make.flush(done=(("a", "k"),)))
    assert await store.journal.due(99, 9) == []


async def test_rows_are_written_with_the_flush_however_often_it_is_sent(peopled, make):
    record, result = make.match("m1", "a", "B"), make.result("m1")
    for cause in ("played", "resigned"):
        rows = (replace(record, seed=len(cause)), replace(result, cause=cause))
        await peopled.journal.flush(make.flush(rows=rows))
    stored = await peopled.matches.match("m1")
    assert (stored.record, stored.result) == (replace(record, seed=6), result)


async def test_a_row_of_what_is_not_known_stops_nothing(peopled, make):
    rows = (make.result("m0"), make.match("m1", "a", "nobody"), make.result("m1"), Unheard())
    await peopled.journal.flush(make.flush(make.blob("m1", 1), rows=rows))
    assert await peopled.matches.match("m0") is None
    stored = await peopled.matches.match("m1")
    assert stored.result == make.result("m1")
    known, unknown = stored.record.players
    assert (known.user_id, unknown.user_id, unknown.name) == ("a", None, "Bo")
    await peopled.journal.begin_epoch()
    assert [*await peopled.journal.recover(["m1"])] == ["m1"]


async def test_what_can_never_be_written_is_left_out_alone(peopled, make):
    """At least one engine refuses each of these; a flush is repeated until it is written."""
    if isinstance(peopled, MemoryStore):
        return  # nothing is refused by it
    good = [make.blob("m1", seq) for seq in range(1, 8)]
    bad = make.blob("m2", 2**70)
    named = make.match("m3", "a", "B").players
    nul, surrogate = (replace(named[0], name=name) for name in ("A\0nn", "A\ud800nn"))
    rows = (
        make.match("m1"),
        replace(make.match("m3"), players=(nul, named[1])),
        replace(make.match("m4"), players=(surrogate, named[1])),
        replace(make.match("m5"), seed=2**70),
        replace(make.result("m1"), winner=7),
        replace(make.result("m1"), seconds=float("nan"), cause="resigned"),
        replace(make.result("m1"), cause="played"),
    )
    letters = (
        make.letter("m1", "k", 1),
        make.letter("m1", "\0", 1),
        make.letter("m1", "\ud800", 1),
        make.letter("m1", "k2", 2**63),
        make.letter("m1", "last", 2),
    )
    await peopled.journal.begin_epoch()
    await peopled.journal.flush(
        make.flush(
            *(*good[:4], bad, *good[4:]),
            epoch=1,
            snapshots=(make.snapshot("m6", 2**70), make.snapshot("m7", 1)),
            rows=rows,
            letters=letters,
        )
    )
    await peopled.journal.begin_epoch()
    found = await peopled.journal.recover(["m1", "m2", "m6", "m7"])
    assert found["m1"].blobs == tuple(good)
    assert [*found] == ["m7", "m1"]
    assert (await peopled.matches.match("m1")).result is not None
    assert await peopled.matches.match("m4") is await peopled.matches.match("m5") is None
    keys = [letter.key for letter in await peopled.journal.due(99, 9)]
    assert [key for key in keys if "\0" not in key] == ["k", "last"]


async def test_neither_recovery_nor_letters_scan_a_table(sqlite: SqliteStore, make, monkeypatch):
    plans: list[str] = []
    read = sqlite._engine.read

    async def explained(query, *values):
        plans.extend(row[3] for row in await read(f"EXPLAIN QUERY PLAN {query}", *values))
        return await read(query, *values)

    monkeypatch.setattr(sqlite._engine, "read", explained)
    await sqlite.journal.recover([f"m{number}" for number in range(600)])
    await sqlite.journal.due(99, 9)
    await sqlite.journal.segments("m1")
    assert len(plans) >= 6
    assert [plan for plan in plans if plan.startswith("SCAN")] == []
    assert [plan for plan in plans if "B-TREE FOR ORDER" in plan] == []
