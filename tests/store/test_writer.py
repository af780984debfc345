"""The grouped writer: groups, failures, cancellation, bounds.

Another connection holds the write lock while writes gather, so nothing depends on timing.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import trio
from msgspec.structs import replace
from trio.testing import wait_all_tasks_blocked

from actors.core.journal.records import Stored
from store.errors import StoreError, StoreUnavailable
from store.sqlite import FILE, SqliteStore, connection, open_sqlite, writer
from tests.patience import STUCK


@contextmanager
def write_lock(folder: Path) -> Iterator[None]:
    """Hold the write lock as another process would; fails if somebody holds it."""
    with closing(sqlite3.connect(folder / FILE, isolation_level=None, timeout=0)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def gathered(store: SqliteStore, writes: int) -> None:
    """Wait until this many writes wait for the next group."""
    await wait_all_tasks_blocked()  # each has handed over its write
    assert store.statistics().waiting == writes


async def start_blocked(store: SqliteStore, nursery: trio.Nursery) -> None:
    """Send the writer into a transaction it cannot begin yet."""
    nursery.start_soon(store.sessions.delete_session, "nobody's")
    await wait_all_tasks_blocked()
    await all_taken(store)


async def all_taken(store: SqliteStore) -> None:
    """Wait until the writer has taken what waits."""
    with trio.fail_after(STUCK):
        while store.statistics().waiting:
            await trio.lowlevel.checkpoint()


async def test_what_waits_is_committed_together(sqlite, make, tmp_path):
    async with trio.open_nursery() as nursery:
        with write_lock(tmp_path):
            await start_blocked(sqlite, nursery)
            for number in range(200):
                nursery.start_soon(sqlite.people.create_user, make.user(f"u{number}"))
            await gathered(sqlite, 200)
    statistics = sqlite.statistics()
    assert (statistics.writes, statistics.commits) == (201, 2)
    assert await sqlite.people.user("u199") is not None


async def test_a_failing_write_fails_only_itself(sqlite, make, tmp_path):
    outcomes: dict[str, type[Exception] | None] = {}

    async def create(user_id: str, created_at: int) -> None:
        user = replace(make.user(user_id), created_at=created_at)
        try:
            await sqlite.people.create_user(user)
        except StoreError as error:
            outcomes[user_id] = type(error)
        else:
            outcomes[user_id] = None

    async with trio.open_nursery() as nursery:
        with write_lock(tmp_path):
            await start_blocked(sqlite, nursery)
            nursery.start_soon(create, "u1", 5)
            nursery.start_soon(create, "u2", 2**63)
            nursery.start_soon(create, "u3", 5)
            await gathered(sqlite, 3)
    assert sqlite.statistics().commits == 2
    assert outcomes == {"u1": None, "u2": StoreError, "u3": None}
    there = [name for name in outcomes if await sqlite.people.user(name) is not None]
    assert sorted(there) == ["u1", "u3"]


async def test_a_cancelled_write_leaves_no_transaction_open(sqlite, make, tmp_path):
    async with trio.open_nursery() as nursery:
        with write_lock(tmp_path):
            await start_blocked(sqlite, nursery)
            with trio.CancelScope() as scope:
                async with trio.open_nursery() as doomed:
                    doomed.start_soon(sqlite.people.create_user, make.user("u1"))
                    await gathered(sqlite, 1)
                    scope.cancel()
            assert scope.cancelled_caught
    await sqlite.people.create_user(make.user("u2"))  # after it in the queue
    with write_lock(tmp_path):
        assert await sqlite.people.user("u1") is not None  # what was handed over is carried out


async def test_a_task_already_cancelled_writes_nothing(sqlite, make):
    with trio.CancelScope() as scope:
        scope.cancel()
        await sqlite.people.create_user(make.user("u1"))
    await sqlite.people.create_user(make.user("u2"))
    assert await sqlite.people.user("u1") is None


async def test_many_cancels_at_any_moment_leave_the_store_free(sqlite, make, tmp_path):
    for number in range(300):
        with trio.move_on_after(number * 1e-6):
            await sqlite.people.create_user(make.user(f"u{number}"))
    await sqlite.people.create_user(make.user("last"))
    with write_lock(tmp_path):
        pass


async def test_a_full_queue_refuses_at_once(make, tmp_path, monkeypatch):
    monkeypatch.setattr(writer.Writer.__init__, "__defaults__", (3,))
    async with open_sqlite(tmp_path) as store, trio.open_nursery() as nursery:
        with write_lock(tmp_path):
            await start_blocked(store, nursery)
            for number in range(3):
                nursery.start_soon(store.people.create_user, make.user(f"u{number}"))
            await gathered(store, 3)
            with pytest.raises(StoreUnavailable, match="3 writes wait"):
                await store.people.create_user(make.user("u3"))
        await all_taken(store)
        await store.people.create_user(make.user("u3"))
        assert await store.people.user("u2") is not None


async def test_a_lock_held_too_long_is_unavailable_and_passes(make, tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    async with open_sqlite(tmp_path) as store:
        with write_lock(tmp_path):
            with pytest.raises(StoreUnavailable, match="locked"):
                await store.check()
            with pytest.raises(StoreUnavailable):
                await store.people.create_user(make.user("u1"))
            assert await store.people.user("u1") is None  # reads still work
        await store.check()
        await store.people.create_user(make.user("u1"))


async def test_a_full_disk_is_told_to_everybody_it_cost(sqlite, make, tmp_path):
    with closing(sqlite3.connect(tmp_path / FILE)) as other:
        pages = other.execute("PRAGMA page_count").fetchone()[0]
    sqlite._writer._connection.execute(f"PRAGMA max_page_count = {pages}")
    big = make.blob("m1", 1, data=b"x" * 1_000_000)
    with pytest.raises(StoreUnavailable, match="full"):
        await sqlite.journal.flush(make.flush(big))
    sqlite._writer._connection.execute("PRAGMA max_page_count = 100000")
    await sqlite.journal.flush(make.flush(big))
    await sqlite.journal.begin_epoch()
    assert await sqlite.journal.recover(["m1"]) == {"m1": Stored(blobs=(big,))}


async def test_closing_commits_what_was_handed_over_even_when_cancelled(make, tmp_path):
    async with trio.open_nursery() as nursery, open_sqlite(tmp_path) as store:
        with write_lock(tmp_path):
            await start_blocked(store, nursery)
            nursery.start_soon(store.people.create_user, make.user("u1"))
            await gathered(store, 1)
            nursery.cancel_scope.cancel()
    async with open_sqlite(tmp_path) as again:
        assert await again.people.user("u1") is not None


async def test_a_closed_store_says_so(tmp_path):
    async with open_sqlite(tmp_path) as store:
        pass
    with pytest.raises(StoreUnavailable, match="closing"):
        await store.check()
    with pytest.raises(StoreUnavailable, match="closing"):
        await store.people.user("u1")


@pytest.mark.parametrize(("sync", "level"), [("normal", 1), ("full", 2)])
async def test_a_commit_waits_for_the_disk_where_that_is_wanted(tmp_path, sync, level):
    async with open_sqlite(tmp_path, sync) as store:
        [(found,)] = store._writer._connection.execute("PRAGMA synchronous").fetchall()
        assert found == level
