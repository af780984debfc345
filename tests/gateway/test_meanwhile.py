"""What happens while a password is hashed: what was checked must still be so when it is acted upon.

Each test lets another act happen while a request waits.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

import pytest
import trio
from msgspec.structs import replace

from gateway.auth.passwords import Passwords
from gateway.auth.refresh_token import hash_of
from gateway.main import Running
from store.moderation.records import Ban
from tests.gateway.client import PASSWORD, STUCK, Answer, Client
from tests.gateway.conftest import port_of

NEW = "a newer horse staple"
ACCOUNT = "/api/v1/account"
T = TypeVar("T")
Act = Callable[[], Awaitable[Any]]


class Slow(Passwords):
    """Passwords that, if told to, wait with their outcome until the test lets them go on."""

    def __init__(self) -> None:
        super().__init__(4)
        self.held: trio.Event | None = None
        self.go = trio.Event()
        self.passes = 0
        """How many hashes pass before it waits."""

    async def _found(self, found: T) -> T:
        if self.held is None:
            return found
        if self.passes:
            self.passes -= 1
            return found
        held, self.held = self.held, None
        held.set()
        await self.go.wait()
        return found

    async def check(self, password: str, known: str | None, household: str) -> bool:
        return await self._found(await super().check(password, known, household))

    async def hash(
        self, password: str, known: list[str], household: str, field: str = "password"
    ) -> str:
        return await self._found(await super().hash(password, known, household, field))


@pytest.fixture
def slow(server: Running) -> Slow:
    server.services.passwords = slow = Slow()
    return slow


async def meanwhile(slow: Slow, act: Callable[[], Awaitable[Answer]], other: Act) -> Answer:
    """Begin an act, do the other while the first waits for its hash, and return its answer."""
    answers: list[Answer] = []

    async def run() -> None:
        answers.append(await act())

    with trio.fail_after(STUCK):
        async with trio.open_nursery() as nursery:
            slow.held = held = trio.Event()
            slow.go = trio.Event()
            nursery.start_soon(run)
            await held.wait()
            await other()
            slow.go.set()
    return answers[0]


def change(client: Client, old: str = PASSWORD, new: str = NEW) -> Awaitable[Answer]:
    return client.put(f"{ACCOUNT}/password", {"old_password": old, "password": new})


async def link(server: Running) -> dict[str, str]:
    user = await server.services.store.people.user_by_name("ada")
    assert user is not None
    await server.services.store.people.add_link(hash_of("link"), user.id, 1 << 60)
    return {"token": "link", "password": "another horse staple"}


async def sessions(server: Running, name: str = "ada") -> int:
    user = await server.services.store.people.user_by_name(name)
    assert user is not None
    return len(await server.services.sessions.of_user(user.id))


async def test_a_log_in_with_the_old_password_begins_no_session(
    client: Client, another: Client, server: Running, slow: Slow
):
    await client.register("ada")
    answer = await meanwhile(slow, partial(another.login, "ada"), partial(change, client))
    assert answer.status == 401
    assert await sessions(server) == 1
    assert (await another.login("ada", NEW)).status == 200


async def test_nor_does_one_during_a_reset(
    client: Client, another: Client, server: Running, slow: Slow
):
    await client.register("ada")
    body = await link(server)
    reset = partial(Client(port_of(server)).post, "/api/v1/password-reset", body)
    answer = await meanwhile(slow, partial(another.login, "ada"), reset)
    assert answer.status == 401
    assert await sessions(server) == 0


async def test_a_log_in_goes_on_when_another_has_made_the_hash_anew(
    client: Client, another: Client, server: Running, slow: Slow
):
    await client.register("ada")

    async def anew() -> None:
        store = server.services.store
        user = await store.people.user_by_name("ada")
        assert user is not None
        fresh = await Passwords(4).rehash(PASSWORD, "")
        assert await store.people.set_password(user.id, str(user.password_hash), fresh)

    answer = await meanwhile(slow, partial(another.login, "ada"), anew)
    assert answer.status == 200


async def test_a_log_in_of_whoever_is_banned_or_deleted_meanwhile(
    client: Client, another: Client, server: Running, slow: Slow
):
    player = (await client.register("ada")).json()["player"]["id"]
    ban = partial(server.services.store.moderation.ban, Ban(player, "rude", 1, None))
    assert (await meanwhile(slow, partial(another.login, "ada"), ban)).status == 403
    await server.services.store.moderation.unban(player)
    gone = partial(server.services.store.delete_user, player, 1)
    assert (await meanwhile(slow, partial(another.login, "ada"), gone)).status == 401


async def test_a_reset_after_a_change_counts_no_more(
    client: Client, another: Client, server: Running, slow: Slow
):
    await client.register("ada")
    body = await link(server)
    reset = partial(another.post, "/api/v1/password-reset", body)
    answer = await meanwhile(slow, reset, partial(change, client))
    assert (answer.status, answer.json()["errors"][0]["rule"]) == (422, "void")
    assert (await another.login("ada", NEW)).status == 200


EMAIL = {"email": "x@example.org", "password": PASSWORD}
ACTS: dict[str, tuple[Callable[[Client], Awaitable[Answer]], int]] = {
    "address": (lambda c: c.put(f"{ACCOUNT}/email", EMAIL), 0),
    "password, checked": (lambda c: change(c, new="yet another staple"), 0),
    "password, hashed": (lambda c: change(c, new="yet another staple"), 1),
    "deletion": (lambda c: c.post(f"{ACCOUNT}/delete", {"password": PASSWORD}), 0),
}


@pytest.mark.parametrize(("act", "passes"), ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("how", ["changed", "ended", "reset"])
async def test_an_act_with_the_old_password_is_not_done(
    client: Client, another: Client, server: Running, slow: Slow, act, passes: int, how: str
):
    """Somebody who knows the old password acts while the owner changes it or ends the session."""
    await client.register("ada")
    await another.login("ada")
    everyone = (await client.get("/api/v1/sessions")).json()["sessions"]
    [theirs] = [session["id"] for session in everyone if not session["current"]]
    body = await link(server)
    others = {
        "changed": partial(change, client),
        "ended": partial(client.delete, f"/api/v1/sessions/{theirs}"),
        "reset": partial(Client(port_of(server)).post, "/api/v1/password-reset", body),
    }
    before = await server.services.store.people.user_by_name("ada")
    slow.passes = passes
    answer = await meanwhile(slow, partial(act, another), others[how])
    assert answer.status == 401
    after = await server.services.store.people.user_by_name("ada")
    assert before is not None
    assert after is not None
    assert replace(after, password_hash="") == replace(before, password_hash="")
    password = {"changed": NEW, "ended": PASSWORD, "reset": body["password"]}[how]
    assert (await another.login("ada", password)).status == 200


async def test_a_guest_who_is_signed_out_meanwhile_makes_no_account(
    client: Client, another: Client, server: Running, slow: Slow
):
    player = await client.guest()
    another.cookie, another.token = client.cookie, client.token
    body = {"name": "ada", "display_name": "Ada", "email": "a@example.org", "password": PASSWORD}
    leave = partial(another.delete, "/api/v1/sessions")
    answer = await meanwhile(slow, partial(client.post, ACCOUNT, body), leave)
    assert answer.status == 401
    user = await server.services.store.people.user(player["id"])
    assert user is not None
    assert user.guest


async def test_of_two_who_make_an_account_of_one_guest_one_does(
    client: Client, another: Client, slow: Slow
):
    await client.guest()
    another.cookie, another.token = client.cookie, client.token
    bodies = [
        {"name": name, "display_name": name, "email": "a@example.org", "password": PASSWORD}
        for name in ("ada", "eve")
    ]
    first = partial(another.post, ACCOUNT, bodies[0])
    answer = await meanwhile(slow, partial(client.post, ACCOUNT, bodies[1]), first)
    assert (answer.status, answer.json()["type"]) == (409, "urn:rally:problem:not_a_guest")


async def test_a_guest_who_has_an_account_meanwhile_is_not_deleted_without_its_password(
    client: Client, server: Running, monkeypatch: pytest.MonkeyPatch
):
    player = await client.guest()
    body = {"name": "ada", "display_name": "Ada", "email": "a@example.org", "password": PASSWORD}
    store = server.services.store
    real = store.moderation.write_audit

    async def first_the_account(entry) -> None:
        monkeypatch.setattr(store.moderation, "write_audit", real)
        assert (await client.post(ACCOUNT, body)).status == 200
        await real(entry)

    monkeypatch.setattr(store.moderation, "write_audit", first_the_account)
    assert (await client.post(f"{ACCOUNT}/delete", {})).status == 422
    user = await store.people.user(player["id"])
    assert user is not None
    assert user.deleted_at is None


async def test_a_socket_whose_session_ends_during_its_handshake_is_closed(
    client: Client, server: Running, monkeypatch: pytest.MonkeyPatch
):
    await client.guest()
    sessions = server.services.sessions
    real = sessions.of_cookie

    async def then_it_ends(text: str):
        found = await real(text)
        monkeypatch.setattr(sessions, "of_cookie", real)
        assert (await client.post("/api/v1/logout", {})).status == 204
        return found

    monkeypatch.setattr(sessions, "of_cookie", then_it_ends)
    async with client.socket() as page:
        assert await page.close_code() == 4401


async def test_who_is_slow_to_send_a_request_is_asked_when_it_is_there(
    client: Client, another: Client
):
    """A token that was valid when the head arrived is no longer valid when the body does."""
    await client.register("ada")
    name = b'{"display_name": "Countess"}'
    head = (
        f"PUT {ACCOUNT}/display-name HTTP/1.1\r\nHost: {client.host}\r\nOrigin: {client.site}\r\n"
        f"Authorization: Bearer {client.token}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(name)}\r\nConnection: close\r\n\r\n"
    )
    async with await trio.open_tcp_stream("127.0.0.1", client.port) as stream:
        await stream.send_all(head.encode() + name[:5])
        assert (await client.get("/api/v1/me")).status == 200  # the session has begun by now
        assert (await client.delete("/api/v1/sessions")).status == 204
        await stream.send_all(name[5:])
        answer = b"".join([part async for part in stream])
    assert b" 401 " in answer.partition(b"\r\n")[0]
