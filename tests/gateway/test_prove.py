"""Proving again who one is: what it is for, how long it lasts, and what ends it."""

import ast
from pathlib import Path

import pytest

from gateway.api import prove
from gateway.auth.sessions import SignedIn
from tests.gateway.client import PASSWORD, Answer, Client, faults
from tests.gateway.conftest import Running

PROVE = "/api/v1/account/prove"
ROOT = Path(__file__).parents[2]


def code(answer: Answer) -> str:
    return answer.json()["type"].rpartition(":")[2]


async def found(server: Running, client: Client) -> SignedIn:
    signed_in = await server.services.sessions.of_bearer(f"Bearer {client.token}")
    assert signed_in is not None
    return signed_in


async def test_a_password_proves_it_for_ten_minutes_in_this_session_alone(
    client: Client, another: Client, server: Running, monkeypatch: pytest.MonkeyPatch
):
    await client.register("ada")
    await another.login("ada")
    assert (await client.get(PROVE)).json() == {"proven": False, "ways": ["password"]}
    body = {"email": "new@example.org"}
    refused = await client.put("/api/v1/account/email", body)
    assert (refused.status, code(refused)) == (403, "prove_again")
    assert faults(await client.post(PROVE, {"password": "wrong"})) == {"password": "wrong"}
    assert (await client.post(PROVE, {"password": PASSWORD})).status == 204
    assert (await client.get(PROVE)).json()["proven"]
    assert (await client.put("/api/v1/account/email", body)).status == 200
    assert (await another.put("/api/v1/account/email", body)).status == 403

    proved = (await found(server, client)).proven_at
    date = server.services.date
    monkeypatch.setattr(server.services, "date", lambda: (proved + prove.LASTS - 1) / 1000.0)
    assert (await client.get(PROVE)).json()["proven"]
    monkeypatch.setattr(server.services, "date", lambda: (proved + prove.LASTS) / 1000.0)
    assert (await client.put("/api/v1/account/email", body)).status == 403
    monkeypatch.setattr(server.services, "date", date)
    await client.refresh()  # an exchange of the cookie changes nothing about it
    assert (await client.get(PROVE)).json()["proven"]


async def test_a_wrong_password_is_refused_though_it_was_proved_lately(client: Client):
    await client.register("ada")
    await client.post(PROVE, {"password": PASSWORD})
    body = {"old_password": "another", "password": "purple otter lamp"}
    answer = await client.put("/api/v1/account/password", body)
    assert faults(answer) == {"old_password": "wrong"}
    assert (
        await client.put("/api/v1/account/password", body | {"old_password": PASSWORD})
    ).status == 204


async def test_guests_have_nothing_to_prove(client: Client):
    await client.guest()
    assert (await client.get(PROVE)).status == 403
    assert (await client.post(PROVE, {"password": PASSWORD})).status == 403
    assert (await client.post("/api/v1/account/delete", {})).status == 204


def test_sessions_begin_at_the_entrance_alone():
    begun = [
        path.name
        for path in (ROOT / "gateway").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("sessions.begin")
    ]
    assert begun == ["entrance.py"]
