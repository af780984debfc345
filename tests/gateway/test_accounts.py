"""Guests and accounts: signing in, names, passwords, errors of fields."""

import json
from pathlib import Path

import pytest

from gateway.auth import rules
from gateway.guard.rates import OwnRates
from gateway.main import Running
from tests.gateway.client import PASSWORD, Client, faults

FIELDS = json.loads((Path(__file__).parents[1] / "webui" / "fields.json").read_text())


async def test_a_guest_is_signed_in(client: Client):
    assert (await client.get("/api/v1/me")).status == 401
    player = await client.guest("Zoë")
    assert (player["name"], player["guest"]) == ("Zoë", True)
    assert (await client.get("/api/v1/me")).json() == {"player": player}


async def test_two_guests_may_have_one_name(client: Client, another: Client):
    assert (await client.guest("Max"))["id"] != (await another.guest("Max"))["id"]


async def test_a_guest_does_not_take_the_name_of_an_account(client: Client, another: Client):
    await client.register("ada", display_name="Ada")
    answer = await another.post("/api/v1/guest", {"name": "ADA"})
    assert (answer.status, faults(answer)) == (409, {"name": "taken"})


async def test_register_log_out_log_in(client: Client, another: Client):
    made = await client.register("ada", display_name="Ada Lovelace")
    assert made.status == 201
    player = made.json()["player"]
    assert (player["name"], player["guest"]) == ("Ada Lovelace", False)
    cookie, token = client.cookie, client.token
    assert (await client.post("/api/v1/logout", {})).status == 204
    assert client.cookie is None
    client.token = token
    assert (await client.get("/api/v1/me")).status == 401  # invalid at once, before it expires
    assert (await client.refresh(cookie=cookie)).status == 401
    logged_in = await another.login(" aDA ")
    assert logged_in.status == 200
    assert logged_in.json()["player"] == player


async def test_signing_in_again_ends_the_session_before(client: Client):
    await client.guest()
    before = client.token
    await client.guest("Bob")
    assert (await client.get("/api/v1/me", authorization=f"Bearer {before}")).status == 401


@pytest.mark.parametrize("name", ["ada", "ADA", "ａｄａ", " ada "])  # noqa: RUF001 - full-width
async def test_a_log_in_name_is_taken_in_every_spelling(client: Client, another: Client, name: str):
    await client.register("ada", display_name="Ada")
    answer = await another.register(name, display_name="Bob", email="bob@example.org")
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status, faults(answer)) == (409, {"name": "taken"})
    both = await another.register(name, display_name="aDA", email="bob@example.org")
    assert faults(both) == {"name": "taken", "display_name": "taken"}


async def test_nobody_learns_by_an_address_who_is_registered(client: Client, another: Client):
    first = await client.register("ada", email="one@example.org")
    second = await another.register("bob", email="one@example.org")
    assert first.status == second.status == 201
    assert first.json().keys() == second.json().keys()


@pytest.mark.parametrize("example", FIELDS, ids=lambda e: f"{e['field']} {e['value'][:12]!a}")
def test_the_rules_of_the_fields_are_those_of_the_page(example: dict[str, str | None]):
    field, value, expected = (example[key] for key in ("field", "value", "rule"))
    broken = None
    try:
        rules.RULES[str(field)](str(value))
    except rules.Broken as error:
        broken = error.rule
    assert broken == expected


async def test_every_field_that_is_wrong_is_named(client: Client):
    fields = {"display_name": "\u200b", "email": "ada", "password": "short"}
    answer = await client.register("a", **fields)
    assert answer.status == 422
    assert faults(answer) == {
        "name": "short",
        "display_name": "hidden",
        "email": "form",
        "password": "short",
    }
    assert {e["field"]: e.get("limit") for e in answer.json()["errors"]}["password"] == 8


async def test_spaces_in_a_name_are_single_and_inside(client: Client):
    assert (await client.guest("  Ada   L "))["name"] == "Ada L"


@pytest.mark.parametrize(
    "password",
    [
        "é" * 18 + "Kq7 vz!" * 5 + "x",
        "The quick brown fox jumps over 13 lazy dogs, and then sleeps a whole day."[:72],
    ],
)
async def test_a_password_of_72_bytes_is_fine(client: Client, password: str):
    assert len(password.encode()) == 72
    assert (await client.register(password=password)).status == 201
    assert (await client.login(password=password + "x")).status == 401
    assert (await client.login(password=password)).status == 200


@pytest.mark.parametrize(
    "password", ["password1", "qwertzuiop", "ada.lovelace", "ada@example", "xxxxxxxxxxxx"]
)
async def test_a_password_that_is_easy_to_guess_is_refused(client: Client, password: str):
    answer = await client.register("ada", display_name="Ada Lovelace", password=password)
    assert (answer.status, faults(answer)) == (422, {"password": "weak"})


async def test_a_wrong_password_and_an_unknown_name_look_the_same(client: Client):
    await client.register("ada")
    wrong = await client.login("ada", "wrong horse")
    unknown = await client.login("eve", "wrong horse")
    guest = await client.login("guest p0", "wrong horse")
    odd = await client.login("a\u0000b", "wrong horse")
    assert [a.status for a in (wrong, unknown, guest, odd)] == [401] * 4
    assert wrong.body == unknown.body == guest.body == odd.body


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        (b"{", 400, {}),
        (b'"x"', 422, {}),
        (b"{}", 422, {"name": "missing"}),
        (b'{"name": 3}', 422, {"name": "type"}),
        (b'{"name": "x", "admin": true}', 422, {"admin": "unknown"}),
        (b"[" * 9000, 422, {}),
        (b" " * 20_000, 413, {}),
    ],
)
async def test_a_bad_body_is_answered_with_the_field(client: Client, body, status, expected):
    answer = await client.request("POST", "/api/v1/guest", body, content_type="application/json")
    assert (answer.status, faults(answer)) == (status, expected)


async def test_a_body_that_is_not_called_json_is_refused(client: Client):
    answer = await client.post("/api/v1/guest", {"name": "Ada"}, content_type="text/plain")
    assert answer.status == 415


async def test_who_signs_in_too_often_has_to_wait(client: Client, server: Running):
    server.services.rates = OwnRates(server.services.now, people=1)
    answers = [await client.post("/api/v1/guest", {"name": "Ada"}) for _ in range(3)]
    assert [answer.status for answer in answers] == [201, 201, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 50


async def test_guessing_one_account_is_slowed_down(client: Client, another: Client):
    await another.register("ada")
    for _ in range(5):
        assert (await client.login("ada", "wrong horse")).status == 401
    refused = await client.login("ADA", PASSWORD)
    assert refused.status == 429
    assert refused.headers["retry-after"] == "2"
    assert (await client.login("bob", "wrong horse")).status == 401  # other addresses may still try


async def test_a_right_password_forgets_the_wrong_ones(client: Client):
    await client.register("ada")
    for _ in range(2):
        for _ in range(4):
            assert (await client.login("ada", "wrong horse")).status == 401
        assert (await client.login("ada")).status == 200
