"""PostgreSQL beyond the contract: starts, stops, cancellation and migration."""

import signal

import pytest
import trio
from msgspec.structs import replace

from actors.core.journal.records import Stored
from store.errors import StoreUnavailable, StoreUnusable
from store.postgres import engine, open_postgres, pool
from store.postgres.migrate import translated
from store.profiles.queries import FIND
from store.profiles.sql import LAST_LETTER
from store.protocol import Store
from tests.patience import STUCK
from tests.postgres_server import PostgresServer


def unusable(match: str) -> pytest.RaisesGroup[StoreUnusable]:
    """Expect `StoreUnusable` in a group, as all errors that leave the asyncio loop are."""
    return pytest.RaisesGroup(pytest.RaisesExc(StoreUnusable, match=match), flatten_subgroups=True)


async def until_well(store: Store) -> None:
    """Wait until the store answers again, which it must do by itself."""
    with trio.fail_after(STUCK):
        while True:
            try:
                await store.check()
            except StoreUnavailable:
                await trio.sleep(0.05)
            else:
                return


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
async def test_what_is_asked_while_it_is_away_fails_and_afterwards_all_is_there(
    own_postgres: PostgresServer, make, how: signal.Signals
):
    async with open_postgres(own_postgres.url) as store:
        user, blob = make.user(how.name), make.blob(f"match/{how.name}", 1)
        epoch, _ = await store.journal.begin_epoch()
        await store.journal.flush(make.flush(blob, epoch=epoch))
        await store.people.create_user(user)
        own_postgres.stop(how)
        for ask in (
            store.check(),
            store.people.user(user.id),
            store.journal.flush(make.flush(blob, epoch=epoch)),
        ):
            with pytest.raises(StoreUnavailable):
                await ask
        own_postgres.start()
        await until_well(store)
        assert await store.people.user(user.id) == user
        await store.journal.begin_epoch()
        assert await store.journal.recover([blob.actor]) == {blob.actor: Stored(blobs=(blob,))}


async def test_a_database_that_hangs_is_given_up_and_answers_later(
    own_postgres: PostgresServer, make, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pool, "QUERY_SECONDS", 0.3)
    monkeypatch.setattr(pool, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(engine, "PATIENCE", 0.1)
    blob = make.blob("match/hangs", 1)
    async with open_postgres(own_postgres.url) as store:
        epoch, _ = await store.journal.begin_epoch()
        flush = make.flush(blob, epoch=epoch)
        with own_postgres.frozen(), trio.fail_after(STUCK):  # 200 calls on 8 connections
            async with trio.open_nursery() as nursery:
                for _ in range(200):
                    nursery.start_soon(_cannot, store.journal.flush, flush)
        await until_well(store)
        await store.journal.flush(flush)
        await store.journal.begin_epoch()
        assert await store.journal.recover([blob.actor]) == {blob.actor: Stored(blobs=(blob,))}


async def _cannot(verb, *arguments) -> None:
    with pytest.raises(StoreUnavailable, match=r"no answer in time|every connection is busy"):
        await verb(*arguments)


async def test_a_takeover_of_much_is_not_given_up(
    database: str, make, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pool, "QUERY_SECONDS", 0.4)
    monkeypatch.setattr(
        "store.journal.queries.EMPTY_JOURNAL", "DELETE FROM journal WHERE pg_sleep(0.6) IS NOT NULL"
    )
    blob = make.blob("match/m1", 1)
    async with open_postgres(database) as store:
        await store.journal.begin_epoch()
        await store.journal.flush(make.flush(blob, epoch=1))
        await store.journal.begin_epoch()
        assert await store.journal.recover([blob.actor]) == {blob.actor: Stored(blobs=(blob,))}


async def test_cancelled_calls_lose_no_connection_of_the_pool(database: str, make):
    async with open_postgres(database) as store:
        for delay in range(60):
            with trio.move_on_after(delay / 20_000):
                async with trio.open_nursery() as nursery:
                    for number in range(12):
                        blob = make.blob(f"match/m{number}", delay + 1)
                        nursery.start_soon(store.journal.flush, make.flush(blob))
        with trio.fail_after(STUCK):
            async with trio.open_nursery() as nursery:
                for _ in range(40):
                    nursery.start_soon(store.check)


async def test_a_cancelled_append_is_there_whole_or_not_at_all(database: str, make):
    group = [make.blob(f"match/m{number}", 1) for number in range(200)]
    async with open_postgres(database) as store:
        for attempt in range(40):
            with trio.move_on_after(attempt / 10_000):
                await store.journal.flush(make.flush(*group))
        await store._engine.write("DELETE FROM journal WHERE seq = 0")  # after the last of them
        found = await store._engine.read("SELECT count(*) FROM journal GROUP BY actor")
        assert len(found) in {0, len(group)}
        assert len({count for (count,) in found}) <= 1


async def test_two_servers_that_start_at_once_migrate_once(database: str):
    async def start() -> None:
        async with open_postgres(database) as store:
            await store.check()

    async with trio.open_nursery() as nursery:
        for _ in range(4):
            nursery.start_soon(start)


async def test_data_of_a_newer_rally_are_left_alone(database: str, postgres: PostgresServer):
    async with open_postgres(database):
        pass
    schema = database.rpartition("=")[2]
    table = f"{schema}.schema_migrations"
    postgres.execute(f"INSERT INTO {table} VALUES (999, 'from the future')")  # noqa: S608 - ours
    with unusable("schema 999"):
        async with open_postgres(database):
            pass


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://rally:hunter2@127.0.0.1:1/rally",
        "postgresql://rally:hunter2@127.0.0.1:port/rally",
    ],
)
async def test_an_address_that_leads_nowhere_is_named_without_the_password(url: str):
    with unusable(r"^(?!.*hunter2).*postgresql://rally@127\.0\.0\.1"):
        async with open_postgres(url):
            pass


async def test_a_database_that_is_not_there_is_named(postgres: PostgresServer):
    with unusable("atlantis"):
        async with open_postgres(postgres.url.replace("/postgres", "/atlantis")):
            pass


def test_types_are_translated_and_nothing_else():
    assert translated("a BLOB NOT NULL, b INTEGER -- INTEGERS") == (
        "a BYTEA NOT NULL, b BIGINT -- INTEGERS"
    )


PEOPLE = """
    INSERT INTO users (id, name, name_key, display_name, display_key, guest, created_at)
    SELECT 'p' || n, 'n' || n, 'n' || n, 'N' || n, 'n' || n, 0, n
    FROM generate_series(1, 3000) AS n
"""


async def test_a_search_is_a_range_of_an_index_whatever_the_locale(postgres: PostgresServer, make):
    postgres.execute(
        "CREATE DATABASE of_letters TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'sv'"
    )
    async with open_postgres(postgres.url.replace("/postgres", "/of_letters")) as store:
        await store._engine.write(PEOPLE)
        for user_id, name in (("u1", "zo_"), ("u2", "zo-a"), ("u3", "Zoë"), ("u4", "zo")):
            await store.people.create_user(replace(make.user(user_id), display_name=name))
        assert [person.id for person in await store.profiles.find_people("ZO", 9, "nobody")] == [
            *("u4", "u2", "u1", "u3")
        ]
        await store._engine.write("ANALYZE users")
        values = ("zo", "zo" + LAST_LETTER, 20, "nobody")
        plan = "\n".join(row[0] for row in await store._engine.read(f"EXPLAIN {FIND}", *values))
        assert "users_display" in plan
        assert "Index Cond: ((display_key >= 'zo'" in plan
        assert "Sort" not in plan
