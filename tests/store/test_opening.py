"""Opening the data folder: it is made, migrated, or refused with a line that helps a person."""

import sqlite3
import stat
from contextlib import closing

import pytest

from store.errors import StoreUnusable
from store.migrate import load, migrate
from store.people.records import User
from store.sqlite import FILE, open_sqlite
from tests.store.conftest import begin


async def test_the_folder_is_made_for_its_owner_alone_and_the_data_stays(make, tmp_path):
    folder = tmp_path / "some" / "data"
    async with open_sqlite(folder) as store:
        await store.people.create_user(make.user("u1"))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    async with open_sqlite(folder) as store:
        assert isinstance(await store.people.user("u1"), User)


async def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnusable, match=r"file/data cannot be used .* choose another"):
        async with open_sqlite(tmp_path / "file" / "data"):
            pass


async def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / FILE).mkdir()  # like missing rights, which root would not notice
    with pytest.raises(StoreUnusable, match=r"unable to open database file.*make it writable"):
        async with open_sqlite(tmp_path):
            pass


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    (tmp_path / FILE).write_bytes(b"somebody's holiday pictures" * 100)
    with pytest.raises(StoreUnusable, match="not a database"):
        async with open_sqlite(tmp_path):
            pass
    assert (tmp_path / FILE).read_bytes().startswith(b"somebody's")


async def test_a_newer_schema_is_refused_and_left_alone(tmp_path):
    newer = len(load()) + 1
    async with open_sqlite(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / FILE)) as other, other:
        other.execute("INSERT INTO schema_migrations VALUES ($1, 'later')", {"1": newer})
    with pytest.raises(StoreUnusable, match=f"has schema {newer}, .* newer Rally"):
        async with open_sqlite(tmp_path):
            pass


def test_a_failing_migration_leaves_nothing_behind(tmp_path):
    texts = ["CREATE TABLE a (x INTEGER);", "CREATE TABLE b (x INTEGER);\nSELECT nonsense;"]
    for number, text in enumerate(texts, 1):
        (tmp_path / f"{number:04}_step.sql").write_text(text)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError, match="nonsense"):
            migrate(connection, load(tmp_path))
        assert not connection.in_transaction
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == []
        migrate(connection, load(tmp_path)[:1])
        assert connection.execute("SELECT * FROM schema_migrations").fetchall() == [(1, "step")]


def test_nothing_is_looked_at_before_the_lock_is_held(tmp_path):
    file = tmp_path / FILE
    with (
        closing(sqlite3.connect(file, isolation_level=None)) as first,
        closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as second,
    ):
        first.execute("PRAGMA journal_mode = WAL")
        migrate(first, load())
        first.execute("BEGIN IMMEDIATE")  # as if it had one more migration to apply
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            migrate(second, load())
        first.execute("ROLLBACK")
        migrate(second, load())


def test_a_gap_in_the_numbers_is_an_error(tmp_path):
    (tmp_path / "0002_late.sql").write_text("")
    with pytest.raises(ValueError, match="0001"):
        load(tmp_path)


async def test_a_result_from_before_the_pauses_were_noted_has_none(make, tmp_path):
    async with open_sqlite(tmp_path) as store:
        await begin(store, make.match("m1"))
        await store.matches.write_result(make.result("m1"))
    with closing(sqlite3.connect(tmp_path / FILE)) as other, other:
        other.execute("UPDATE matches SET pauses = NULL")
    async with open_sqlite(tmp_path) as store:
        stored = await store.matches.match("m1")
        assert stored is not None
        assert stored.result is not None
        assert stored.result.pauses == b"[]"
