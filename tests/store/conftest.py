"""The backends under the contract, and the records the tests fill them with."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from actors.core.journal.records import Blob, Flush, Letter, Snapshot
from store.matches.records import MatchPlayer, MatchRecord, MatchResult
from store.memory import MemoryStore
from store.people.records import User
from store.postgres import open_postgres
from store.protocol import Store
from store.sessions.records import SessionRecord
from store.sqlite import SqliteStore, open_sqlite


@asynccontextmanager
async def open_memory(_: pytest.FixtureRequest) -> AsyncIterator[Store]:
    yield MemoryStore()


def open_file(request: pytest.FixtureRequest) -> AbstractAsyncContextManager[Store]:
    return open_sqlite(request.getfixturevalue("tmp_path"))


def open_database(request: pytest.FixtureRequest) -> AbstractAsyncContextManager[Store]:
    return open_postgres(request.getfixturevalue("database"))


BACKENDS = {"memory": open_memory, "sqlite": open_file, "postgres": open_database}


@pytest.fixture(params=BACKENDS)
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    """An empty store of every backend in turn."""
    async with BACKENDS[request.param](request) as opened:
        yield opened


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """An empty SQLite store in the folder `tmp_path`."""
    async with open_sqlite(tmp_path) as opened:
        yield opened


class Make:
    """Records with everything filled in."""

    def user(self, user_id: str, name: str | None = None, *, guest: bool = False) -> User:
        secret = None if guest else "$2b$12$hash"
        return User(user_id, name or user_id, f"The {user_id}", secret, guest, 1_000)

    def account(self, user_id: str, name: str, display_name: str) -> User:
        email = f"{user_id}@example.org"
        return User(user_id, name, display_name, "$2b$12$hash", False, 1_000, email)

    def session(
        self, session_id: str, user_id: str, expires_at: int = 9_000, seen_at: int = 1_000
    ) -> SessionRecord:
        hashes = (b"\x00now", b"\x00before", b"\x00attempt")
        where = ("Chrome on Linux", "192.0.2.1")
        return SessionRecord(session_id, user_id, *hashes, *where, 1_000, seen_at, expires_at)

    def match(
        self,
        match_id: str,
        left: str | None = None,
        right: str | None = None,
        created_at: int = 1_000,
    ) -> MatchRecord:
        players = (MatchPlayer(-1, left, "Ann"), MatchPlayer(+1, right, "Bo"))
        settings = b'{"to":11}'
        return MatchRecord(match_id, "quick", settings, 2**32 - 1, 1, players, created_at)

    def result(self, match_id: str, cause: str = "played") -> MatchResult:
        return MatchResult(match_id, cause, -1, (11, 9), 93.0625, 95_000, b'[{"side":1}]')

    def blob(self, match_id: str, seq: int, count: int = 1, data: bytes = b"") -> Blob:
        return Blob(match_id, seq, count, data or f"{match_id} {seq}+{count}".encode())

    def flush(self, *blobs: Blob, epoch: int = 0, at: int = 50, **rest: Any) -> Flush:
        return Flush(epoch, at, blobs, **rest)

    def snapshot(self, match_id: str, seq: int, data: bytes = b"state") -> Snapshot:
        return Snapshot(match_id, seq, data, 2_000 + seq)

    def letter(self, actor: str, key: str, at: int, data: bytes = b"{}") -> Letter:
        return Letter(actor, key, at, data)


async def begin(store: Store, *records: MatchRecord) -> None:
    """Add matches as the lobby does: rows of a flush."""
    await store.journal.flush(Flush(0, 50, rows=records))


@pytest.fixture
def make() -> Make:
    """Give the tests their records."""
    return Make()


@pytest.fixture
async def peopled(store, make):
    """A store with Ann, Bo and Cy; by locale their ids sort in another order than by bytes."""
    for user_id in ("a", "B", "c"):
        await store.people.create_user(make.user(user_id))
    return store
