"""Schema 11: what the lobby kept goes to the three actors that it has become."""

import pytest
from msgspec.structs import replace

from actors.core.address import Address
from actors.core.journal.book import Recovered
from actors.core.journal.records import Stored
from actors.core.shards import key_of
from actors.frames import encode
from actors.match.create import create
from actors.match.messages import Create, Seat
from actors.match.restore import restore
from actors.pong.settings import Settings
from actors.seats.parts import seats_of
from store.memory import MemoryStore
from store.migrate import load

PARTS = ("seats", "queue", "games")
MIGRATION = next(each for each in load() if each.name == "three_parts_of_the_lobby")


def test_the_numbers_are_those_of_the_actors():
    for actor in ("lobby", *PARTS):
        assert str(key_of(actor)) in MIGRATION.sql


async def test_each_part_gets_what_was_kept_and_the_seats_get_the_letters(store, make):
    if isinstance(store, MemoryStore):
        pytest.skip("it keeps nothing for a later version")
    lobby, other = make.snapshot("lobby", 7), make.snapshot("match/m1", 3)
    news, own = make.letter("lobby", "a 1", 10, b"news"), make.letter("match/m1", "a 2", 20)
    await store.journal.flush(make.flush(snapshots=(lobby, other), letters=(news, own)))
    for statement in MIGRATION.sql.split(";\n"):
        if statement.strip():
            await store._engine.write(statement)
    await store.journal.begin_epoch()
    assert await store.journal.recover([*PARTS, "lobby", "match/m1"]) == {
        **{part: Stored(replace(lobby, actor=part)) for part in PARTS},
        "match/m1": Stored(other),
    }
    assert await store.journal.due(99, 9) == [replace(news, actor="seats"), own]


def test_matches_that_the_lobby_made_are_owned_by_the_seats():
    seats = Seat("p1", "Ann"), Seat("p1", "Bo")
    made = create(Create(Address("lobby"), "local", Settings(), 1, seats, 0), 0.0)
    kept = Recovered(state=encode(replace(made, owner=Address("lobby"))))
    assert made.owner == restore("m1", kept, 0.0).state.owner == seats_of("p1")
