"""Signing in: guests, accounts, names, passwords, sessions."""

import pytest

from gateway.limits import KeyedLimit
from gateway.main import Running
from tests.gateway.client import Client

ADA = {"name": "Ada", "password": "correct horse"}


async def test_a_guest_is_signed_in(client: Client):
    assert (await client.get("/api/v1/me")).status == 401
    player = await client.guest("Zoë")
    assert (player["name"], player["guest"]) == ("Zoë", True)
    assert (await client.get("/api/v1/me")).json() == {"player": player}


async def test_two_guests_may_have_one_name(client: Client, another: Client):
    assert (await client.guest("Max"))["id"] != (await another.guest("Max"))["id"]


async def test_register_log_out_log_in(client: Client, another: Client):
    made = await client.post("/api/v1/register", ADA)
    assert made.status == 201
    assert made.json()["player"]["guest"] is False
    before = client.cookie
    assert (await client.post("/api/v1/logout", {})).status == 204
    assert client.cookie is None
    assert (await client.get("/api/v1/me", cookie=before)).status == 401  # dead on the server too
    logged_in = await another.post("/api/v1/login", ADA | {"name": " aDA "})
    assert logged_in.status == 200
    assert logged_in.json() == made.json()


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client):
    answer = await client.post("/api/v1/guest", {"name": "Ada"})
    attributes = answer.headers["set-cookie"].split("; ")
    assert attributes[0].startswith("rally_session=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(attributes)


async def test_signing_in_again_ends_the_session_before(client: Client):
    await client.guest()
    before = client.cookie
    await client.guest("Bob")
    assert (await client.get("/api/v1/me", cookie=before)).status == 401


async def test_the_store_does_not_know_the_token(client: Client, server: Running, tmp_path):
    await client.guest()
    assert client.cookie is not None
    token = client.cookie.partition("=")[2].encode()
    files = [path.read_bytes() for path in (tmp_path / "data").iterdir()]
    assert files
    assert all(token not in data for data in files)


@pytest.mark.parametrize("name", ["Ada", "ADA", "ａｄａ", " ada "])  # noqa: RUF001 - full-width
async def test_a_name_is_taken_in_every_spelling(client: Client, another: Client, name: str):
    await client.post("/api/v1/register", ADA)
    answer = await another.post("/api/v1/register", ADA | {"name": name})
    assert answer.status == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"] == "name"


@pytest.mark.parametrize(
    "name", ["", "  ", "x" * 25, "a\u0000b", "a\nb", "a\u202eb", "\u200b", "--", "\ue000"]
)
async def test_what_is_no_name(client: Client, name: str):
    answer = await client.post("/api/v1/guest", {"name": name})
    assert answer.status == 422
    assert answer.json()["field"] == "name"


@pytest.mark.parametrize("name", ["x", "x" * 24, "Ægir", "李小龍", "Ada 2"])
async def test_what_is_a_name(client: Client, name: str):
    assert (await client.guest(name))["name"] == name


@pytest.mark.parametrize("password", ["é" * 36, "x" * 72])
async def test_a_password_of_72_bytes_is_fine(client: Client, password: str):
    answer = await client.post("/api/v1/register", ADA | {"password": password})
    assert answer.status == 201
    assert (await client.post("/api/v1/login", ADA | {"password": password + "x"})).status == 401
    assert (await client.post("/api/v1/login", ADA | {"password": password})).status == 200


@pytest.mark.parametrize(
    ("password", "word"), [("é" * 37, "72 bytes"), ("x" * 73, "72 bytes"), ("short", "8 char")]
)
async def test_a_password_too_long_or_short_is_refused(client: Client, password: str, word: str):
    answer = await client.post("/api/v1/register", ADA | {"password": password})
    assert answer.status == 422
    assert answer.json()["field"] == "password"
    assert word in answer.json()["detail"]


async def test_a_wrong_password_and_an_unknown_name_look_the_same(client: Client):
    await client.post("/api/v1/register", ADA)
    wrong = await client.post("/api/v1/login", ADA | {"password": "wrong horse"})
    unknown = await client.post("/api/v1/login", ADA | {"name": "Eve"})
    guest = await client.post("/api/v1/login", ADA | {"name": "guest p0"})
    assert [a.status for a in (wrong, unknown, guest)] == [401] * 3
    assert wrong.body == unknown.body == guest.body


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (b"{", 400, None),
        (b'"x"', 422, None),
        (b"{}", 422, "name"),
        (b'{"name": 3}', 422, "name"),
        (b'{"name": "x", "admin": true}', 422, "admin"),
        (b"[" * 9000, 422, None),
        (b" " * 20_000, 413, None),
    ],
)
async def test_a_bad_body_is_answered_with_the_field(client: Client, body, status, field):
    answer = await client.request("POST", "/api/v1/guest", body, content_type="application/json")
    assert answer.status == status
    assert answer.json().get("field") == field


async def test_a_body_that_is_not_called_json_is_refused(client: Client):
    answer = await client.post("/api/v1/guest", {"name": "Ada"}, content_type="text/plain")
    assert answer.status == 415


async def test_who_signs_in_too_often_has_to_wait(client: Client, server: Running):
    server.services.sign_ins = KeyedLimit(0.1, 1, server.services.now)
    await client.guest()
    answer = await client.post("/api/v1/guest", {"name": "Ada"})
    assert answer.status == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 10


async def test_guessing_one_account_is_slowed_down(client: Client, server: Running):
    server.services.guesses = KeyedLimit(0.1, 1, server.services.now)
    assert (await client.post("/api/v1/login", ADA)).status == 401
    assert (await client.post("/api/v1/login", ADA | {"name": "ADA"})).status == 429
    assert (await client.post("/api/v1/login", ADA | {"name": "Bob"})).status == 401
