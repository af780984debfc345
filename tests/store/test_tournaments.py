"""The contract on tournaments, for every backend."""

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from actors.core.journal.records import Flush
from store.protocol import Store
from store.tournaments.records import Entry, EntryGone, Played, TournamentRecord


def cup(number: int, **changed: Any) -> TournamentRecord:
    """A tournament that ada has made; later ones have greater numbers."""
    plain = TournamentRecord(
        id=f"t.{number}",
        name=f"Cup {number}",
        format="single",
        entry="open",
        guests=True,
        rated=False,
        most=16,
        entrants=0,
        phase="registration",
        starts_at=None,
        created_at=1_000 + number,
        ended_at=None,
        owner="ada",
    )
    return replace(plain, **changed)


async def write(store: Store, *rows: Struct) -> None:
    """Write rows as tournaments do: with a flush."""
    await store.journal.flush(Flush(0, 50, rows=rows))


async def peopled(store: Store, make: Any) -> None:
    for user in ("ada", "bob"):
        await store.people.create_user(make.user(user))


async def test_a_list_has_the_newest_first_in_pages_and_what_was_written_last(store, make):
    await peopled(store, make)
    await write(store, *(cup(number) for number in range(5)))
    newer = cup(3, name="Other", entrants=7, rated=True, starts_at=9_000)
    await write(store, newer)
    assert await store.tournaments.tournament("t.3") == newer
    assert await store.tournaments.tournament("t.nowhere") is None
    assert await store.tournaments.listed("open", 2) == [cup(4), newer]
    assert await store.tournaments.listed("open", 9, before="t.3") == [cup(2), cup(1), cup(0)]
    assert await store.tournaments.listed("open", 9, before="t.nowhere") == []


async def test_a_list_is_of_one_stage_and_format_and_without_the_private_ones(store, make):
    await peopled(store, make)
    ended = {"phase": "cancelled", "ended_at": 5_000}
    await write(
        store,
        *(cup(1), cup(2, phase="check_in"), cup(3, phase="running"), cup(4, phase="over")),
        *(cup(5, **ended), cup(6, format="swiss"), cup(7, entry="invited"), cup(8, entry="word")),
    )

    async def ids(*asked: Any) -> list[str]:
        return [one.id for one in await store.tournaments.listed(*asked)]

    assert await ids("open", 9) == ["t.8", "t.6", "t.2", "t.1"]
    assert await ids("running", 9) == ["t.3"]
    assert await ids("over", 9) == ["t.5", "t.4"]
    assert await ids("open", 9, None, "swiss") == ["t.6"]
    assert await store.tournaments.unfinished() == ["t.3"]


async def test_who_takes_part_has_a_history_with_places(store, make):
    await peopled(store, make)
    entry = Entry("bob", "t.1", "Bobby")
    await write(store, cup(1), cup(2), entry, Entry("bob", "t.2", "B"), Entry("ada", "t.2", "A"))
    await write(store, replace(entry, place=3))
    one, two = Played(cup(1), "Bobby", 3), Played(cup(2), "B", None)
    assert await store.tournaments.of_player("bob", 9) == [two, one]
    assert await store.tournaments.of_player("bob", 1, before="t.2") == [one]
    await write(store, EntryGone("bob", "t.2"), EntryGone("bob", "t.2"))
    assert await store.tournaments.of_player("bob", 9) == [one]


async def test_nobody_enters_whom_the_store_does_not_know(store, make):
    await peopled(store, make)
    assert await store.delete_user("bob", 5)
    entries = [Entry(player, "t.1", player) for player in ("nobody", "bob")]
    await write(store, cup(1, owner="nobody"), *entries)
    assert await store.tournaments.of_player("bob", 9) == []
    assert await store.tournaments.listed("open", 9) == [cup(1, owner=None)]


async def test_what_a_player_has_made_counts_until_it_ends(store, make):
    await peopled(store, make)
    await write(store, cup(1), cup(2), cup(3, owner="bob"))
    await write(store, cup(1, phase="over", ended_at=7_000))
    assert await store.tournaments.owned("ada") == [cup(2)]
    assert await store.tournaments.open_of("ada") == 1


async def test_a_deleted_account_is_named_no_more(store, make):
    await peopled(store, make)
    await write(store, cup(1), Entry("ada", "t.1", "A"), Entry("bob", "t.1", "B"))
    assert await store.tournaments.with_player("ada") == ["t.1"]
    assert await store.tournaments.with_player("bob") == ["t.1"]
    assert await store.delete_user("ada", 5)
    assert await store.tournaments.with_player("ada") == []
    assert [one.owner for one in await store.tournaments.listed("open", 9)] == [None]
    assert [one.alias for one in await store.tournaments.of_player("bob", 9)] == ["B"]
