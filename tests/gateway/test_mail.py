"""Mails of a whole server: from what is done to what a real SMTP server gets."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import trio

from gateway.auth.passwords import Passwords
from gateway.guard.lockout import FREE
from gateway.main import Running, serve
from gateway.start.options import Options
from tests.gateway.client import PASSWORD, Client
from tests.gateway.sink import SENDER, Sink, sink


@pytest.fixture
def post() -> Iterator[Sink]:
    with sink() as opened:
        yield opened


@pytest.fixture
async def server(nursery: trio.Nursery, tmp_path: Path, post: Sink) -> AsyncIterator[Running]:
    more = {"smtp": post.server, "mail_from": SENDER}
    options = Options(port=0, data=tmp_path / "data", **more)
    running = await nursery.start(serve, options)
    running.services.passwords = Passwords(4)
    yield running
    running.stop.set()


async def test_a_letter_leaves_the_outbox_and_arrives_with_the_right_headers(
    client: Client, server: Running, post: Sink
):
    await client.register("ada")
    user = await server.services.store.people.user_by_name("ada")
    assert user is not None
    assert server.services.mail.possible
    post.letters.clear()
    assert await server.services.mail.send(user, "confirm")
    letter = await post.letter("ada@example.org")
    assert letter.sender == SENDER
    head = letter.message
    assert head["From"] == f"Rally <{SENDER}>"
    assert head["To"] == "ada@example.org"
    assert head["Auto-Submitted"] == "auto-generated"
    assert head["Date"]
    assert head["Message-ID"].endswith("@example.org>")
    assert head.get_content_type() == "text/plain"
    assert f"{server.services.site.url}/confirm-email#{letter.token}" in letter.text


ACCOUNT, NEW = "/api/v1/account", "a newer horse staple"


async def confirmed(client: Client, post: Sink, name: str = "ada") -> None:
    """Make an account, and confirm its address by the mail that comes."""
    assert (await client.register(name)).status == 201
    letter = await post.letter(f"{name}@example.org", "Confirm")
    assert (await client.post("/api/v1/confirm-email", {"token": letter.token})).status == 200


async def account(client: Client) -> tuple[str, bool, str | None]:
    found = (await client.get(ACCOUNT)).json()
    return found["email"], found["email_confirmed"], found["email_pending"]


async def test_who_registers_plays_at_once_and_confirms_the_address_once(
    client: Client, another: Client, post: Sink
):
    assert (await client.register("ada")).status == 201
    letter = await post.letter("ada@example.org", "Confirm")
    assert await account(client) == ("ada@example.org", False, None)
    body = {"token": letter.token}
    assert (await another.get(f"/confirm-email?{letter.token}")).status == 200  # opens the page
    assert await account(client) == ("ada@example.org", False, None)
    answer = await another.post("/api/v1/confirm-email", body)
    assert answer.json() == {"email": "ada@example.org", "taken_back": False}
    assert await account(client) == ("ada@example.org", True, None)
    again = await another.post("/api/v1/confirm-email", body)
    assert (again.status, again.json()["errors"][0]["rule"]) == (422, "void")
    refused = await client.post(f"{ACCOUNT}/email/confirmation", {})
    assert (refused.status, refused.json()["type"]) == (409, "urn:rally:problem:confirmed")


async def test_a_guest_who_makes_an_account_gets_the_mail_too_and_another_one_on_request(
    client: Client, post: Sink
):
    await client.guest()
    body = {"name": "ada", "display_name": "Ada", "email": "a@example.org", "password": PASSWORD}
    assert (await client.post(ACCOUNT, body)).status == 200
    first = await post.letter("a@example.org", "Confirm")
    assert (await client.post(f"{ACCOUNT}/email/confirmation", {})).status == 204
    second = await post.letter("a@example.org", "Confirm")
    assert first.token != second.token
    for letter, status in ((second, 200), (first, 422)):
        answer = await client.post("/api/v1/confirm-email", {"token": letter.token})
        assert answer.status == status
    codes = [(await client.post(f"{ACCOUNT}/email/confirmation", {})).status for _ in range(9)]
    assert 409 in codes


async def test_a_new_address_counts_when_it_is_confirmed_and_the_old_one_takes_it_back(
    client: Client, post: Sink
):
    await confirmed(client, post)
    body = {"email": "thief@example.org", "password": PASSWORD}
    changed = (await client.put(f"{ACCOUNT}/email", body)).json()
    assert (changed["email"], changed["email_pending"]) == ("ada@example.org", "thief@example.org")
    letter = await post.letter("thief@example.org", "Confirm")
    assert (await client.post("/api/v1/confirm-email", {"token": letter.token})).status == 200
    assert await account(client) == ("thief@example.org", True, None)
    told = await post.letter("ada@example.org", "another e-mail address")
    back = await client.post("/api/v1/confirm-email", {"token": told.token})
    assert back.json() == {"email": "ada@example.org", "taken_back": True}
    assert await account(client) == ("ada@example.org", True, None)


async def test_a_change_that_is_not_confirmed_is_ended_by_giving_the_old_address(
    client: Client, post: Sink
):
    await confirmed(client, post)
    for email in ("typo@example.org", "ADA@example.org"):
        await client.put(f"{ACCOUNT}/email", {"email": email, "password": PASSWORD})
    letter = await post.letter("typo@example.org")
    assert await account(client) == ("ada@example.org", True, None)
    assert (await client.post("/api/v1/confirm-email", {"token": letter.token})).status == 422


async def test_the_second_to_confirm_an_address_is_told_by_mail_alone(
    client: Client, another: Client, post: Sink
):
    answer = await another.register("bob", email="Ada@example.org")
    late = await post.letter("Ada@example.org", "Confirm")
    await confirmed(client, post)
    assert answer.status == 201
    body = {"token": late.token}
    assert (await another.post("/api/v1/confirm-email", body)).status == 422
    assert '"bob"' in (await post.letter("ada@example.org", "belongs to an account")).text
    assert (await another.post(f"{ACCOUNT}/email/confirmation", {})).status == 204
    await post.letter("ada@example.org", "belongs to an account")
    assert (await account(another))[1] is False


async def test_a_forgotten_password_is_chosen_anew_and_the_wait_for_wrong_ones_ends(
    client: Client, another: Client, post: Sink, server: Running
):
    await confirmed(client, post)
    guessed = [await another.login("ada", "wrong horse") for _ in range(FREE + 1)]
    assert guessed[-1].status == 429
    asked = [
        await another.post("/api/v1/password-reset/request", {"email": email})
        for email in ("nobody@example.org", "ADA@example.org")
    ]
    assert [(answer.status, answer.body) for answer in asked] == [(204, b"")] * 2
    letter = await post.letter("ada@example.org", "Choose a new password")
    assert "/password-reset#" in letter.text
    body = {"token": letter.token, "password": NEW}
    assert (await another.post("/api/v1/password-reset", body)).status == 204
    assert (await another.post("/api/v1/password-reset", body)).status == 422
    assert (await client.get(ACCOUNT)).status == 401
    assert (await another.login("ada", NEW)).status == 200
    assert "Unknown device" in (await post.letter("ada@example.org", "was changed")).text


async def test_nobody_is_bombarded_and_the_limit_tells_nothing(client: Client, server: Running):
    async def ask(email: str) -> int:
        return (await client.post("/api/v1/password-reset/request", {"email": email})).status

    assert [await ask("x@example.org") for _ in range(6)] == [204] * 5 + [429]
    assert await ask("y@example.org") == 204
    assert await ask("no address") == 422


async def test_what_is_done_to_an_account_is_told_by_mail(client: Client, post: Sink):
    await confirmed(client, post)
    taken = await client.put(f"{ACCOUNT}/name", {"name": "ada"})
    assert taken.json()["type"] == "urn:rally:problem:prove_again"
    assert (await client.post(f"{ACCOUNT}/prove", {"password": PASSWORD})).status == 204
    assert (await client.put(f"{ACCOUNT}/name", {"name": "countess"})).json()["name"] == "countess"
    assert '"ada" to "countess"' in (await post.letter("ada@example.org", "log-in name")).text
    body = {"old_password": PASSWORD, "password": NEW}
    assert (await client.put(f"{ACCOUNT}/password", body)).status == 204
    assert "/forgot-password" in (await post.letter("ada@example.org", "password was")).text
    assert (await client.login("countess", NEW)).status == 200
    assert (await client.login("ada", NEW)).status == 401


async def test_a_log_in_name_is_unique(client: Client, another: Client):
    await another.register("bob")
    await client.register("ada")
    await client.post(f"{ACCOUNT}/prove", {"password": PASSWORD})
    for name, rule in (("BOB", "taken"), ("a b", "characters")):
        answer = await client.put(f"{ACCOUNT}/name", {"name": name})
        assert answer.json()["errors"][0]["rule"] == rule


async def test_a_sign_in_with_another_browser_is_told_in_the_inbox_and_by_mail(
    client: Client, post: Sink, server: Running
):
    await confirmed(client, post)
    await client.post("/api/v1/logout", {})
    assert (await client.login("ada")).status == 200  # the same browser

    async def notes() -> list[str]:
        found = (await client.get("/api/v1/notifications")).json()["notes"]
        return [one["notice"]["kind"] for one in found]

    assert await notes() == []
    stranger = Client(client.port)
    assert (await stranger.login("ada")).status == 200
    assert "address 127.0.0.1" in (await post.letter("ada@example.org", "new sign-in")).text
    assert await notes() == ["new_device"]
    assert (await stranger.login("ada")).status == 200
    assert await notes() == ["new_device"]
    flags = next(c for c in (await Client(client.port).login("ada")).cookies if "device" in c)
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(flags.split("; "))
    devices = (await client.get(f"{ACCOUNT}/export")).json()["devices"]
    assert len(devices) == 3


async def test_two_who_share_a_browser_are_known_each_by_themselves(client: Client, post: Sink):
    for name in ("ada", "bob", "ada", "bob"):
        answer = await client.login(name)
        if answer.status != 200:
            assert (await client.register(name)).status == 201
    assert (await client.get("/api/v1/notifications")).json()["notes"] == []


async def test_the_export_has_the_mails(client: Client, post: Sink):
    await confirmed(client, post)
    mails = (await client.get(f"{ACCOUNT}/export")).json()["mails"]
    assert [(mail["kind"], mail["address"]) for mail in mails] == [("confirm", "ada@example.org")]
