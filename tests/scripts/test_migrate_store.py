"""scripts/migrate-store: everything arrives, or nothing does."""

import asyncio
import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import asyncpg
import pytest
import trio
from trio_asyncio import aio_as_trio, open_loop
from trio_websocket import ConnectionClosed

from store.opening import open_store
from store.postgres import open_postgres
from store.sqlite import FILE
from store.sqlite.connection import create
from tests.gateway.client import Client
from tests.gateway.process import QUIET, ROOT, serving
from tests.patience import STUCK
from tests.programs import program
from tests.redis_server import RedisServer

NEWEST = ROOT / "tests/fixtures/data-0027"
OLDEST = ROOT / "tests/fixtures/data-0004"
CODE = "import sys; sys.path[:0] = ['scripts', '.']; from _migrate_store import main;"
COMMAND = [sys.executable, "-c", f"{CODE} sys.exit(main(sys.argv[1:]))"]
"""Without the environment of its own, which the tests are in already."""
HOSTILE = ["", "'quoted' \\ \\N\t", "two\nlines\r\n", "\U0001f3d3 \u00e9", "\x01\x7f"]

CODES = {"SIGKILL": -signal.SIGKILL, "SIGINT": 130, "the session": 2}
HOLD_UP = """
    CREATE FUNCTION hold_up() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_advisory_xact_lock(17); RETURN NEW; END';
    CREATE TRIGGER hold_up BEFORE INSERT ON spent_challenges
    FOR EACH ROW EXECUTE FUNCTION hold_up()
"""
LINE = """
    INSERT INTO room_events (id, room, number, kind, at, name, line, text, words)
    VALUES (9, 'lobby', 3, 'line', 1, 'Ann', 1, 'Hi, Ann', 'hi ann')
"""
CHANGE = """
    CREATE FUNCTION change() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN NEW.created_at := NEW.created_at + 1; RETURN NEW; END';
    CREATE TRIGGER change BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION change()
"""
HELD_UP = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 17 AND NOT granted"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(NEWEST, tmp_path / "data"))


def _migrate(data: Path, url: str) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, "--data", str(data), "--store", url]
    return subprocess.run(command, cwd=ROOT, env=QUIET, capture_output=True, text=True, check=False)


@contextmanager
def _sqlite(data: Path) -> Iterator[sqlite3.Connection]:
    """The file, migrated, for what no Rally would write."""
    with closing(create(data / FILE)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        yield connection


def _dump(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / FILE)) as connection:
        return [*connection.iterdump()]


def _fetch(url: str, query: str) -> list[tuple[object, ...]]:
    async def fetch() -> list[tuple[object, ...]]:
        connection = await asyncpg.connect(url)
        try:
            return [tuple(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    return asyncio.run(fetch())


def _untouched(url: str) -> bool:
    """Tell whether the schema has not even tables."""
    tables = "SELECT 1 FROM pg_tables WHERE schemaname = current_schema()"
    return _fetch(url, tables) == []


def _refused(data: Path, url: str) -> str:
    done = _migrate(data, url)
    assert done.returncode == 2, done
    assert done.stdout == ""
    assert done.stderr.startswith("rally: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


async def _match_of(client: Client) -> str:
    """Return the match that waits for a player; their page comes until the node has taken over."""
    while True:
        with suppress(ConnectionClosed):
            async with client.socket() as page:
                match = (await page.hello())["match"]
                return match or (await page.frame("matched"))["match"]


async def test_a_server_goes_on_with_what_was_moved(data: Path, database: str, redis: RedisServer):
    """As a node, since that is what people move for."""
    about = json.loads((data / "about.json").read_text())
    with _sqlite(data) as file:
        file.execute(LINE)
    done = _migrate(data, database)
    assert (done.returncode, done.stderr) == (0, "")
    node = ["--redis", redis.url, "--node", "one"]
    with serving(data, "--store", database, *node) as (_, client):
        login = {"name": about["name"], "password": about["password"]}
        assert (await client.post("/api/v1/login", login)).status == 200
        finished = about["finished"]
        shown = (await client.get(f"/api/v1/matches/{finished['match']}")).json()
        assert shown["result"]["score"] == finished["score"]
        found = (await client.get("/api/v1/lines?words=HI+an")).json()["lines"]
        assert [line["event"]["text"] for line in found] == ["Hi, Ann"]
        assert await _match_of(client) == about["unfinished"]["match"]
    assert "not empty" in _refused(data, database)


def test_every_table_is_named_and_the_oldest_data_is_moved(tmp_path: Path, database: str):
    data = Path(shutil.copytree(OLDEST, tmp_path / "data"))
    done = _migrate(data, database)
    assert done.returncode == 0, done
    theirs = _fetch(database, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    named = {line.split()[0] for line in done.stdout.splitlines() if line.endswith("same")}
    assert named == {name for (name,) in theirs} - {"schema_migrations", "installation"}


def test_values_of_every_kind_arrive(data: Path, database: str):
    with _sqlite(data) as file:
        for number, text in enumerate(HOSTILE):
            file.execute("INSERT INTO audit VALUES (?, 1, ?, ?, ?, '')", (f"{number}", *[text] * 3))
        for number in (-(2**63), 0, 2**63 - 1):
            file.execute("INSERT INTO journal VALUES (?, 1, 1, ?, 1, 0)", (number, b"\0\xff"))
        file.execute("INSERT INTO journal VALUES (7, 1, 1, x'', 1, 0)")
        file.executemany(
            "INSERT INTO spent_challenges VALUES (?, 1)", [(b"%d" % i,) for i in range(2500)]
        )
        file.execute(LINE)
        rating = "SELECT id, 'quick', 0.1, 8.25e-300, 1, 1, 1, -0.5 FROM users"
        file.execute(f"INSERT INTO ratings {rating}")
    before = _dump(data)
    done = _migrate(data, database)
    assert done.returncode == 0, done
    assert _dump(data) == before
    lines = _fetch(database, "SELECT number, edited, words FROM room_events")
    assert lines == [(3, None, "hi ann")]
    assert _fetch(database, "SELECT DISTINCT mu, sigma FROM ratings") == [(0.1, 8.25e-300)]
    texts = _fetch(
        database, "SELECT actor FROM audit WHERE id < '5' AND length(id) = 1 ORDER BY id"
    )
    assert [text for (text,) in texts] == HOSTILE
    extremes = _fetch(database, "SELECT actor FROM journal WHERE data = '\\x00ff' ORDER BY actor")
    assert extremes == [(-(2**63),), (0,), (2**63 - 1,)]
    assert _fetch(database, "SELECT count(*) FROM spent_challenges") == [(2500,)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("INSERT INTO audit VALUES ('z', 1, 'a' || char(0), '', '', '')", "NUL"),
        ("INSERT INTO audit VALUES ('z', 1, CAST(x'ff' AS TEXT), '', '', '')", "not UTF-8"),
        ("INSERT INTO roles VALUES ('nobody', 'admin')", "PostgreSQL refuses it"),
    ],
)
def test_a_row_that_postgresql_refuses_is_named(data: Path, database: str, wrong: str, said: str):
    with _sqlite(data) as file:
        row = file.execute(wrong).lastrowid
    line = _refused(data, database)
    assert said in line
    assert f", row {row}" in line
    assert _untouched(database)


def test_a_table_that_only_one_side_has_is_not_forgotten(data: Path, database: str):
    with _sqlite(data) as file:
        file.execute("CREATE TABLE extra (id INTEGER) STRICT")
    assert "differ between SQLite and PostgreSQL: extra;" in _refused(data, database)
    assert _untouched(database)


def test_a_folder_in_use_is_refused(data: Path, database: str):
    with serving(data):
        assert "another Rally server uses the folder" in _refused(data, database)
    assert _untouched(database)


def test_what_is_not_there_is_said(data: Path, tmp_path: Path, database: str):
    assert "there is no folder" in _refused(tmp_path / "none", database)
    (tmp_path / "empty").mkdir()
    assert f"there is no {tmp_path / 'empty' / FILE}" in _refused(tmp_path / "empty", database)
    assert not (tmp_path / "empty" / FILE).exists()
    assert "this is no URL of a database" in _refused(data, "mysql://x")
    away = _refused(data, "postgresql://rally:secret@127.0.0.1:1/rally")
    assert "cannot be used" in away
    assert "secret" not in away


@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT", "the session"])
async def test_a_run_that_ends_early_leaves_nothing(data: Path, database: str, how: str):
    """A trigger holds it up within the copy, until the test lets go of a lock."""
    async with open_store(database):
        pass  # the tables are made
    with _sqlite(data) as file:
        file.execute("INSERT INTO spent_challenges VALUES (x'01', 1)")
    before = _dump(data)
    async with open_loop():
        await aio_as_trio(_end_early)(data, database, how)
    assert _dump(data) == before
    assert _migrate(data, database).returncode == 0


async def _end_early(data: Path, url: str, how: str) -> None:
    other = await asyncpg.connect(url)
    try:
        await other.execute(HOLD_UP)
        await other.execute("SELECT pg_advisory_lock(17)")
        command = [*COMMAND, "--data", str(data), "--store", url]
        with program(command, cwd=ROOT, env=QUIET, stderr=subprocess.PIPE, text=True) as process:
            async with asyncio.timeout(STUCK):
                while not (held := await other.fetchval(HELD_UP)):
                    await other.execute("SELECT pg_sleep(0.01)")
            if how == "the session":
                await other.execute("SELECT pg_terminate_backend($1)", held)
            else:
                process.send_signal(signal.Signals[how])
            _, said = process.communicate(timeout=STUCK)
        assert process.returncode == CODES[how]
        assert said.count("\n") == (how != "SIGKILL")
        await other.execute("SELECT pg_advisory_unlock(17)")
        assert await other.fetchval("SELECT count(*) FROM users") == 0
    finally:
        await other.close()


async def test_a_table_that_becomes_another_is_not_moved(data: Path, database: str):
    async with open_store(database):
        pass
    async with open_loop():
        other = await aio_as_trio(asyncpg.connect)(database)
        await aio_as_trio(other.execute)(CHANGE)
        await aio_as_trio(other.close)()
    assert "table users has become another" in _refused(data, database)
    await trio.to_thread.run_sync(_migrated_without_rows, database)


def _migrated_without_rows(url: str) -> None:
    assert _fetch(url, "SELECT count(*) FROM users") == [(0,)]


async def test_no_session_without_a_name_is_ended(database: str):
    """As those of the server have that wrote the file, and those of other programs."""
    async with open_postgres(database) as store:
        other = await aio_as_trio(asyncpg.connect)(database)
        assert await store.nodes.bury(0, 1)
        assert await aio_as_trio(other.fetchval)("SELECT 1") == 1
        await aio_as_trio(other.close)()
