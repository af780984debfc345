"""The contract on matches and results, for every backend."""

import msgspec
import pytest
import trio
from msgspec.structs import replace

from store.errors import StoreError
from store.matches.records import MatchPlayer, StoredMatch, Tally
from tests.store.conftest import begin


async def test_a_match_comes_back_as_it_was(store, make):
    await store.people.create_user(make.user("u1"))
    record = make.match("m1", "u1", None)
    await begin(store, record)
    assert await store.matches.match("m1") == StoredMatch(record, None)
    assert await store.matches.match("m2") is None


async def test_a_match_against_the_machine_keeps_its_level(store, make):
    record = replace(make.match("m1"), mode="ai", level="hard")
    await begin(store, record)
    assert await store.matches.match("m1") == StoredMatch(record, None)


async def test_a_match_keeps_whether_it_is_rated(store, make):
    record = replace(make.match("m1"), rated=True)
    await begin(store, record)
    assert await store.matches.match("m1") == StoredMatch(record, None)


async def test_the_first_record_of_a_match_stays(store, make):
    record = make.match("m1")
    await begin(store, record)
    await begin(store, record)
    await begin(store, msgspec.structs.replace(record, seed=5))
    assert await store.matches.match("m1") == StoredMatch(record, None)


async def test_of_players_who_are_not_known_a_match_has_the_names(store, make):
    await store.people.create_user(make.user("u1"))
    await begin(store, make.match("m1", "u1", "nobody"))
    stored = await store.matches.match("m1")
    assert stored is not None
    assert stored.record == make.match("m1", "u1", None)
    assert await store.matches.matches_of("nobody", 9) == []


def test_players_are_left_then_right(make):
    right_first = (MatchPlayer(1, None, "Bo"), MatchPlayer(-1, None, "Ann"))
    with pytest.raises(ValueError, match="left, then right"):
        msgspec.structs.replace(make.match("m1"), players=right_first)


async def test_a_result_is_written_once_however_often_it_is_sent(store, make):
    await begin(store, make.match("m1"))
    results = [make.result("m1", cause=f"cause {number}") for number in range(20)]
    firsts: list[str] = []

    async def send(number: int) -> None:
        answers = [await store.matches.write_result(results[number]) for _ in range(3)]
        firsts.extend(results[number].cause for first in answers if first)

    async with trio.open_nursery() as nursery:
        for number in range(20):
            nursery.start_soon(send, number)
    stored = await store.matches.match("m1")
    assert stored is not None
    assert [stored.result.cause] == firsts
    assert stored.result in results


async def test_a_result_needs_its_match(store, make):
    with pytest.raises(StoreError, match="m1"):
        await store.matches.write_result(make.result("m1"))


async def test_unfinished_matches_come_oldest_first(store, make):
    records = [make.match(f"m{age}", created_at=age) for age in (3, 1, 2)]
    for record in records:
        await begin(store, record)
    await store.matches.write_result(make.result("m2"))
    assert await store.matches.unfinished_matches() == [records[1], records[0]]


async def test_matches_of_a_user_come_newest_first_and_in_pages(store, make):
    for user_id in ("u1", "u2"):
        await store.people.create_user(make.user(user_id))
    # All at two instants: pages must not lose or repeat those of the same age.
    seats = [("u1", "u2"), ("u2", "u1"), ("u1", None), ("u1", "u1"), ("u2", None)]
    for number, (left, right) in enumerate(seats):
        await begin(store, make.match(f"m{number}", left, right, created_at=number // 2))
    await store.matches.write_result(make.result("m1"))

    whole = await store.matches.matches_of("u1", 10)
    assert [stored.record.id for stored in whole] == ["m3", "m2", "m1", "m0"]
    assert whole[2].result == make.result("m1")
    first = await store.matches.matches_of("u1", 1)
    second = await store.matches.matches_of("u1", 2, before=first[-1].record.id)
    third = await store.matches.matches_of("u1", 2, before=second[-1].record.id)
    assert first + second + third == whole
    assert await store.matches.matches_of("u1", 2, before="m0") == []
    assert await store.matches.matches_of("u1", 2, before="unknown") == []
    assert await store.matches.matches_of("nobody", 10) == []


async def test_history_is_what_was_finished_newest_first_and_in_pages(store, make):
    for user_id in ("u1", "u2"):
        await store.people.create_user(make.user(user_id))
    # All at two instants: pages must not lose or repeat those of the same age.
    seats = [("u1", "u2"), ("u2", "u1"), ("u1", None), ("u1", "u1"), ("u2", None), ("u1", "u2")]
    for number, (left, right) in enumerate(seats):
        await begin(store, make.match(f"m{number}", left, right, created_at=number // 2))
        if number != 5:
            await store.matches.write_result(make.result(f"m{number}"))

    whole = await store.matches.history("u1", 10)
    assert [stored.record.id for stored in whole] == ["m3", "m2", "m1", "m0"]
    assert whole[2].result == make.result("m1")
    first = await store.matches.history("u1", 1)
    second = await store.matches.history("u1", 2, before=first[-1].record.id)
    third = await store.matches.history("u1", 2, before=second[-1].record.id)
    assert [*first, *second, *third] == [*whole]
    assert await store.matches.history("u1", 2, before="m0") == []
    assert await store.matches.history("u1", 2, before="unknown") == []
    assert await store.matches.history("nobody", 10) == []


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
async def test_a_tally_counts_decided_matches_against_others(peopled, make, outcomes, tally):
    """w won, l lost, 0 nobody won, m against the machine, a at one keyboard."""
    for number, outcome in enumerate(outcomes):
        seats = {"m": ("a", None), "a": ("a", "a")}.get(outcome)
        left, right = seats or (("a", "B") if number % 2 else ("B", "a"))
        mine = -1 if left == "a" else 1
        winner = {"w": mine, "l": -mine, "0": 0}.get(outcome, mine)
        await begin(peopled, make.match(f"m{number}", left, right, created_at=number))
        await peopled.matches.write_result(replace(make.result(f"m{number}"), winner=winner))
    assert await peopled.matches.tally("a") == tally
