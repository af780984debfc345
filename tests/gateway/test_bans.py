"""scripts/admin beside a running server: bans act at once, links set passwords once."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
import trio

from actors.player.connection import Sink
from gateway.main import Running
from gateway.services import Services
from gateway.socket.bans import INSIST, Watch
from gateway.socket.sockets import Sockets
from store.errors import StoreUnavailable
from store.memory import MemoryStore
from store.moderation.records import Ban
from tests.gateway.client import PASSWORD, Client
from tests.gateway.conftest import People
from tests.patience import STUCK

ADMIN = Path(__file__).resolve().parents[2] / "scripts" / "admin"
NEW = "an even better horse"
RESET = "/api/v1/password-reset"


async def test_a_ban_closes_pages_ends_sessions_and_says_why(people: People, admin):
    bob = people["bob"]
    async with bob.socket() as page, people["ada"].socket() as other:
        await page.hello()
        await other.hello()
        await admin("ban", "bob", "2099-12-31", "called", "names")
        with trio.fail_after(STUCK):
            assert await page.close_code() == 4403
        await other.send(t="ping", at=1)
        await other.attend("pong")
    assert (await bob.get("/api/v1/me")).status == 401
    assert (await bob.refresh()).status == 401
    refused = await bob.login("bob")
    assert (refused.status, refused.json()["type"]) == (403, "urn:rally:problem:banned")
    assert refused.json()["reason"] == "called names"
    assert refused.json()["until"] == datetime(2100, 1, 1, tzinfo=UTC).timestamp() * 1000
    assert "until 2100-01-01 00:00 UTC" in refused.json()["detail"]
    assert (await bob.login("bob", "not the password")).status == 401
    await admin("unban", "bob")
    assert (await bob.login("bob")).status == 200


async def test_a_socket_of_somebody_banned_is_turned_away(people: People, tmp_path: Path):
    """The program itself makes the ban, in a process of its own."""
    ban = ("ban", "bob", "forever", "cheating")
    await trio.run_process((sys.executable, ADMIN, "--data", tmp_path / "data", *ban))
    async with people["bob"].socket() as page:
        assert await page.close_code() == 4401
    refused = await people["bob"].login("bob")
    assert refused.json()["until"] is None
    assert "for good" in refused.json()["detail"]


async def test_guests_are_banned_by_id(people: People, another: Client, admin):
    guest = (await another.guest("Gus"))["id"]
    async with another.socket() as page:
        await page.hello()
        await admin("ban", guest, "7d", "spam")
        assert await page.close_code() == 4403


async def test_the_first_admin_gets_a_link_for_a_password(client: Client, admin):
    said = await admin("create-admin", "root1")
    token = said.strip().rpartition("#")[2]
    body = {"token": token, "password": NEW}
    weak = await client.post(RESET, body | {"password": "password"})
    assert weak.json()["errors"][0]["field"] == "password"
    assert (await client.post(RESET, body)).status == 204
    again = await client.post(RESET, body)
    assert (again.status, again.json()["errors"][0]["rule"]) == (422, "void")
    assert (await client.login("root1", NEW)).status == 200
    assert (await client.get("/api/v1/profile")).json()["role"] == "admin"


async def test_an_account_that_is_there_becomes_admin_without_a_link(people: People, admin):
    assert "password-reset" not in await admin("create-admin", "ada")
    assert (await people["ada"].get("/api/v1/profile")).json()["role"] == "admin"
    await admin("role", "ada", "moderator")
    seen = (await people["bob"].get(f"/api/v1/players/{people.ids['ada']}")).json()
    assert seen["role"] == "moderator"


async def test_a_new_password_ends_every_session(people: People, admin):
    token = (await admin("reset-password", "ada")).strip().rpartition("#")[2]
    async with people["ada"].socket() as page:
        await page.hello()
        body = {"token": token, "password": NEW}
        assert (await people["bob"].post(RESET, body)).status == 204
        assert await page.close_code() == 4401
    assert (await people["ada"].get("/api/v1/me")).status == 401
    assert (await people["ada"].login("ada", PASSWORD)).status == 401
    assert (await people["ada"].login("ada", NEW)).status == 200


@pytest.mark.parametrize("token", ["", "x" * 129, "\ud83d", "nobody gave me this", "a\0b"])
async def test_what_is_no_link(client: Client, token: str):
    refused = await client.post(RESET, {"token": token, "password": NEW})
    assert refused.status in {400, 422}


async def test_everything_done_is_in_the_log(people: People, admin):
    await admin("ban", "bob", "7d", "called", "names")
    await admin("role", "ada", "moderator")
    await admin("role", "nobody", "admin", code=1)
    role, ban = (await admin("log")).splitlines()
    assert ("\trole\t" in role, "ada" in role, "moderator" in role) == (True, True, True)
    assert ("\tban\t" in ban, "bob" in ban, "called names" in ban) == (True, True, True)
    assert "\tconsole:" in ban
    listed = await admin("list")
    assert len(listed.splitlines()) == 3
    assert "called names" in listed


async def test_what_cannot_be_is_refused_in_one_line(people: People, another: Client, admin):
    guest = (await another.guest("Gus"))["id"]
    for arguments, says in (
        (("ban", "nobody", "7d", "rude"), "nobody is called"),
        (("unban", "ada"), "not banned"),
        (("role", guest, "admin"), "only an account"),
        (("reset-password", guest), "no password"),
        (("create-admin", "a b"), "cannot be a log-in name"),
    ):
        said = await admin(*arguments, code=1)
        assert says in said
        assert len(said.splitlines()) == 1
    for end in ("7x", "0d", "2001-01-01", "soon"):
        assert "END" in await admin("ban", "ada", end, "rude", code=2)


async def test_a_store_that_is_away_keeps_the_bans_known(
    people: People, server: Running, monkeypatch: pytest.MonkeyPatch
):
    """If the server cannot read the bans, the next attempt finds the ban."""
    store, failed = server.services.store, trio.Event()
    real = store.moderation.last_ban

    async def once() -> int:
        monkeypatch.setattr(store.moderation, "last_ban", real)
        failed.set()
        raise StoreUnavailable("away")

    monkeypatch.setattr(store.moderation, "last_ban", once)
    async with people["bob"].socket() as page:
        await page.hello()
        await failed.wait()
        await store.moderation.ban(Ban(people.ids["bob"], "rude", 1, None))
        assert await page.close_code() == 4403


class Page:
    """A connection of which only the close matters."""

    id, called, account, heard, congested, waiting = "page", "", True, 0.0, False, 0
    sink: Sink | None = None
    closed: int | None = None

    def round_trip(self) -> None:
        return

    def send(self, data: bytes) -> bool:
        return bool(data)

    def close(self, code: int, reason: str) -> None:  # noqa: ARG002 - as all connections
        self.closed = code


class Watched:
    """What a watch sees of a server; it counts how often bans are read."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.sockets = Sockets()
        self.time = 1000.0
        self.reads = 0
        self._bans, self.store.moderation.bans = self.store.moderation.bans, self._read  # type: ignore[method-assign]
        self.watch = Watch(cast("Services", self))

    def now(self) -> float:
        return self.time

    def date(self) -> float:
        return self.time

    async def _read(self, now_ms: int, after: int = 0) -> list[Ban]:
        self.reads += 1
        return await self._bans(now_ms, after)

    async def look(self, later: float = 1.0) -> int:
        """Let the watch look ``later`` seconds later; return how often it read the bans."""
        self.time, before = self.time + later, self.reads
        await self.watch.look()
        return self.reads - before

    def open(self, user_id: str) -> Page:
        page = Page()
        self.sockets.add(page, "s", user_id)
        return page


async def test_bans_are_read_when_there_is_a_new_one_and_not_for_ever():
    server = Watched()
    await server.store.moderation.ban(Ban("cyd", "rude", 1, None))
    old, new = server.open("cyd"), server.open("bob")
    assert [await server.look() for _ in range(3)] == [0, 0, 0]
    await server.store.moderation.ban(Ban("bob", "rude", 1, None))
    assert await server.look() == 1
    assert (old.closed, new.closed) == (None, 4403)
    assert [await server.look(), await server.look(INSIST - 1.5), await server.look()] == [1, 1, 0]


async def test_a_socket_that_opens_a_moment_after_the_ban_is_closed_too():
    """The handshake found its session just before the ban."""
    server = Watched()
    await server.look()
    await server.store.moderation.ban(Ban("bob", "rude", 1, None))
    await server.look()
    late, other = server.open("bob"), server.open("ada")
    await server.look()
    assert (late.closed, other.closed) == (4403, None)


async def test_who_is_pardoned_at_once_may_stay():
    server = Watched()
    await server.look()
    await server.store.moderation.ban(Ban("bob", "rude", 1, None))
    await server.look()
    await server.store.moderation.unban("bob")
    page = server.open("bob")
    await server.look()
    assert page.closed is None
