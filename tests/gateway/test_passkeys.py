"""Passkeys over HTTP, with one in software: whole sign-ins, second steps, proofs; and every lie."""

import pytest

from gateway.auth.factors import passkeys
from gateway.main import Running
from tests.gateway.authenticator import PRESENT, Authenticator
from tests.gateway.client import Answer, Client, faults
from tests.gateway.conftest import tighten
from tests.gateway.factored import FACTORS, PROVE, SECOND, Time, first_step, prove, with_app

KEYS = f"{FACTORS}/passkeys"
ASK, SIGN_IN = "/api/v1/login/challenge", "/api/v1/login/passkey"


def code(answer: Answer) -> str:
    return answer.json()["type"].rpartition(":")[2]


def named(client: Client, name: str = "localhost") -> Client:
    """Let a browser come by a name, as passkeys need one."""
    client.host = f"{name}:{client.port}"
    client.site = f"http://{client.host}"
    return client


@pytest.fixture
async def ada(client: Client, server: Running) -> Client:
    tighten(server, "account", 100)
    await named(client).register("ada")
    await prove(client)
    return client


@pytest.fixture
def bob(another: Client) -> Client:
    return named(another)


async def make(client: Client, name: str = "Laptop") -> tuple[Authenticator, Answer]:
    key = Authenticator(client.site)
    asked = (await client.post(f"{KEYS}/new", {})).json()
    made = key.create(asked["options"])
    body = {"challenge": asked["challenge"], "name": name, "credential": made}
    return key, await client.post(KEYS, body)


async def signed(client: Client, key: Authenticator, ask: str, **body: str) -> dict[str, object]:
    """What the page sends when it has asked for a challenge and the key has answered."""
    asked = (await client.post(ask, body)).json()
    return {"challenge": asked["challenge"], "passkey": key.get(asked["options"])}


async def test_a_passkey_is_a_whole_sign_in_a_second_step_and_a_proof(
    ada: Client, bob: Client, server: Running, monkeypatch: pytest.MonkeyPatch
):
    key, made = await make(ada, "  My \n laptop ")
    assert len(made.json()["recovery_codes"]) == 10
    assert (await make(ada, "Phone"))[1].json() == {"recovery_codes": []}
    names = [one["name"] for one in (await ada.get(FACTORS)).json()["passkeys"]]
    assert names == ["My laptop", "Phone"]

    assert (await bob.post(SIGN_IN, await signed(bob, key, ASK))).status == 200
    assert (await bob.get(PROVE)).json() == {"proven": True, "ways": ["passkey", "recovery"]}
    step = await first_step(bob)
    assert step["ways"] == ["passkey", "recovery"]
    shown = await signed(bob, key, ASK, ticket=step["ticket"])
    body = {"ticket": step["ticket"], "way": "passkey"}
    assert (await bob.post(SECOND, body | shown)).status == 200

    time = Time(server, monkeypatch)
    time.later = 700.0
    assert code(await bob.delete(f"{FACTORS}/totp")) == "prove_again"
    shown = await signed(bob, key, f"{PROVE}/challenge")
    assert (await prove(bob, way="passkey", **shown)).status == 204
    [first, second] = (await bob.get(FACTORS)).json()["passkeys"]
    assert first["used_at"] > 0
    assert second["used_at"] is None
    where = f"{KEYS}/{first['id']}"
    assert (await bob.put(where, {"name": "Desk"})).status == 204
    assert faults(await bob.put(where, {"name": " "})) == {"name": "missing"}
    assert (await bob.delete(where)).status == 204
    assert (await bob.delete(where)).status == 404
    assert faults(await bob.post(SIGN_IN, await signed(bob, key, ASK))) == {"passkey": "unknown"}


async def test_an_answer_counts_once_for_a_while_and_for_what_it_was_asked_for(
    ada: Client, bob: Client, server: Running, monkeypatch: pytest.MonkeyPatch
):
    key, _ = await make(ada)
    body = await signed(bob, key, ASK)
    assert (await bob.post(SIGN_IN, body)).status == 200
    assert faults(await bob.post(SIGN_IN, body)) == {"passkey": "over"}

    step, other = await first_step(bob), await first_step(ada)
    for ask, more in ((ASK, {}), (ASK, {"ticket": other["ticket"]})):
        shown = await signed(bob, key, ask, **more)
        if step["ticket"] != more.get("ticket"):
            sent = {"ticket": step["ticket"], "way": "passkey"} | shown
            assert faults(await bob.post(SECOND, sent)) == {"passkey": "over"}, more
    shown = await signed(bob, key, ASK, ticket=step["ticket"])
    assert faults(await bob.post(SIGN_IN, shown)) == {"passkey": "over"}
    assert faults(await prove(ada, way="passkey", **shown)) == {"passkey": "over"}

    body = await signed(bob, key, ASK)
    time = Time(server, monkeypatch)
    time.later = passkeys.LASTS
    assert faults(await bob.post(SIGN_IN, body)) == {"passkey": "over"}


async def test_what_a_key_says_must_fit(ada: Client, bob: Client):
    key, _ = await make(ada)
    for spoil in (
        {"origin": "http://evil.example"},
        {"origin": f"https://localhost:{ada.port}"},
        {"origin": "http://localhost"},
        {"flags": PRESENT},
        {"user": "cGVsc2U"},
    ):
        other = Authenticator(key.origin)
        other.__dict__.update(key.__dict__ | spoil)
        answer = await bob.post(SIGN_IN, await signed(bob, other, ASK))
        assert faults(answer) == {"passkey": "wrong"}, spoil
    forger = Authenticator(key.origin)
    forger.id, forger.user = key.id, key.user
    assert faults(await bob.post(SIGN_IN, await signed(bob, forger, ASK))) == {"passkey": "wrong"}
    assert bob.cookie is None


async def test_two_of_a_key_are_refused_and_written_down(ada: Client, bob: Client, server: Running):
    key, _ = await make(ada)
    assert (await bob.post(SIGN_IN, await signed(bob, key, ASK))).status == 200
    key.count = 0
    refused = await bob.post(SIGN_IN, await signed(bob, key, ASK))
    assert (refused.status, code(refused)) == (403, "passkey_copied")
    [entry] = [
        entry
        for entry in await server.services.store.moderation.audit(9)
        if entry.action == "passkey-refused"
    ]
    assert entry.detail == "Laptop: count 1 after 1"
    key.count = 5
    assert (await bob.post(SIGN_IN, await signed(bob, key, ASK))).status == 200


async def test_the_key_of_another_proves_nothing(ada: Client, bob: Client):
    key, _ = await make(ada)
    await bob.register("bob")
    await prove(bob)
    theirs, _ = await make(bob)
    step = await first_step(Client(ada.port))
    shown = await signed(bob, theirs, ASK, ticket=step["ticket"])
    answer = await bob.post(SECOND, {"ticket": step["ticket"], "way": "passkey"} | shown)
    assert faults(answer) == {"passkey": "wrong"}
    shown = await signed(ada, theirs, f"{PROVE}/challenge")
    assert faults(await prove(ada, way="passkey", **shown)) == {"passkey": "wrong"}

    asked = (await bob.post(f"{KEYS}/new", {})).json()  # nor can a key be claimed twice
    body = {"challenge": asked["challenge"], "name": "x"}
    claimed = await bob.post(KEYS, body | {"credential": key.create(asked["options"])})
    assert (claimed.status, code(claimed)) == (409, "changed")


async def test_an_address_of_numbers_has_no_passkeys(ada: Client, server: Running):
    await make(ada)
    ada.host = f"127.0.0.1:{ada.port}"
    ada.site = f"http://{ada.host}"
    for path in (ASK, f"{KEYS}/new", f"{PROVE}/challenge"):
        refused = await ada.post(path, {})
        assert (refused.status, code(refused)) == (409, "no_passkeys_here"), path
    assert (await first_step(ada))["ways"] == ["recovery"]


async def test_a_key_is_made_for_the_site_that_has_asked(ada: Client, server: Running):
    for spoil in ({"origin": "http://evil.example"}, {"flags": PRESENT}):
        key = Authenticator(ada.site)
        key.__dict__.update(spoil)
        asked = (await ada.post(f"{KEYS}/new", {})).json()
        body = {"challenge": asked["challenge"], "name": "x"}
        made = await ada.post(KEYS, body | {"credential": key.create(asked["options"])})
        assert faults(made) == {"credential": "wrong"}, spoil
    app = await with_app(server, named(Client(ada.port)), "cyd")
    assert len(app.codes) == 10
    assert (await ada.get(FACTORS)).json()["passkeys"] == []
