"""Proving again who one is: what it is for, how long it lasts, and what ends it."""

import ast
import json
from pathlib import Path

import pytest

from gateway.api import openapi, prove
from gateway.app import make_app
from gateway.auth.sessions import SignedIn
from store.factors.records import Passkey
from store.identities.records import Identity
from store.people.records import Proof
from tests.gateway.bodies import BODIES
from tests.gateway.client import PASSWORD, Answer, Client, faults
from tests.gateway.conftest import Running, tighten

PROVE = "/api/v1/account/prove"
ROOT = Path(__file__).parents[2]


FREE = {
    ("post", "/account"),  # of guests
    ("put", "/account/display-name"),
    ("post", "/account/email/confirmation"),
    ("put", "/account/factors/passkeys/{passkey_id}"),  # its name
    ("post", "/account/bots"),
    ("put", "/account/bots/{bot_id}"),
    ("delete", "/account/tokens/{token_id}"),
    ("post", "/account/prove"),
    ("post", "/account/prove/challenge"),
    ("post", "/account/prove/mail"),
    ("put", "/account/ways"),
    ("put", "/account/ways/browser"),
    ("delete", "/account/ways/browsers/{browser_id}"),
}
"""What a thief of a session may do: it gives no way into the account, and takes none."""
IDS = {"identity_id": "i1", "passkey_id": "key-1"}


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


async def test_whatever_changes_an_account_wants_a_proof(client: Client, server: Running):
    """By every route that is not listed as free, and so by every new one."""
    me = (await client.register("ada")).json()["player"]["id"]
    here = await found(server, client)
    by, store = Proof(here.session_id, here.user.password_hash), server.services.store
    await store.identities.link(Identity("i1", "https://x", "7", me, "x", "ada", 1, 1), by)
    bot = await client.post("/api/v1/account/bots", {"display_name": "Robo"})
    await store.factors.add_passkey(Passkey("key-1", me, "localhost", b"", 0, "Key", 1), [], by)
    tighten(server, "account", 1000)
    ids, asked = IDS | {"bot_id": bot.json()["id"]}, 0
    for path, method, op in openapi.operations(make_app(server.services)):
        if method == "get" or not path.startswith("/account") or (method, path) in FREE:
            continue
        names = () if op.body is None else op.body.__struct_fields__
        proof = "old_password" if "old_password" in names else "password"
        names = [name for name in names if name != proof]
        body = json.dumps({name: BODIES[name] for name in names}).encode()
        target = f"/api/v1{path.format(**ids)}"
        refused = await client.request(
            method.upper(), target, body, content_type="application/json"
        )
        assert (refused.status, code(refused), path) == (403, "prove_again", path)
        asked += 1
    assert asked >= 14


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
