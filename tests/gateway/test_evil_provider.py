"""What a provider that lies, or whose answers somebody has changed, can reach: nothing.

There is no second way: what fails a check is not asked for elsewhere.
"""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from gateway.main import Running
from tests.gateway.client import Client
from tests.gateway.elsewhere import (
    CODE,
    Elsewhere,
    came_from,
    code,
    configure,
    elsewhere,
    finish,
    public,
    rsa_key,
    settings,
    sign_up,
    start,
)
from tests.gateway.factored import FACTORS, prove, second_step, set_up

DISCOVERY = "/.well-known/openid-configuration"
NOW = time.time()


@pytest.fixture
async def there(server: Running, tmp_path: Path) -> AsyncIterator[Elsewhere]:
    async with elsewhere() as provider:
        configure(server, settings(provider.url, tmp_path))
        yield provider


def part(data: bytes) -> str:
    """A part of a token."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unsigned(there: Elsewhere) -> str:
    """An ID token with the algorithm `none`."""
    head, claims = {"alg": "none", "typ": "JWT"}, there.claims()
    return f"{part(json.dumps(head).encode())}.{part(json.dumps(claims).encode())}."


def by_public_key(there: Elsewhere) -> str:
    """Signed with the public key as if it were a shared secret; PyJWT itself refuses to do this."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    pem = rsa_key("first").public_key().public_bytes(serialization.Encoding.PEM, form)

    class Hmac(jwt.algorithms.HMACAlgorithm):  # type: ignore[name-defined]
        def prepare_key(self, key: Any) -> bytes:
            return key

    signer = jwt.PyJWS()
    signer.unregister_algorithm("HS256")
    signer.register_algorithm("HS256", Hmac(Hmac.SHA256))
    return signer.encode(json.dumps(there.claims()).encode(), pem, "HS256", {"kid": "first"})


def other_header(there: Elsewhere) -> str:
    """A good token whose header says another algorithm."""
    head = b'{"alg":"ES256","kid":"first"}'
    return f"{part(head)}.{there.signed().partition('.')[2]}"


LIES: dict[str, Callable[[Elsewhere], Any]] = {
    "no nonce": lambda there: there.signed(nonce=None),
    "another nonce": lambda there: there.signed(nonce="another"),
    "the algorithm none": unsigned,
    "HS256 with the secret": lambda there: there.signed(b"s3cret" * 8, "HS256"),
    "HS256 with the public key": by_public_key,
    "an algorithm that is not listed": lambda there: there.signed(alg="RS512"),
    "another algorithm in the header": other_header,
    "another audience": lambda there: there.signed(aud="somebody-else"),
    "several audiences and no party": lambda there: there.signed(aud=["rally", "other"]),
    "another authorized party": lambda there: there.signed(azp="other"),
    "no audience": lambda there: there.signed(aud=None),
    "another issuer": lambda there: there.signed(iss="https://accounts.example"),
    "an end in the past": lambda there: there.signed(exp=NOW - 3600, iat=NOW - 4000),
    "no end": lambda there: there.signed(exp=None),
    "a date in the future": lambda there: there.signed(iat=NOW + 3600, exp=NOW + 7200),
    "a date long before": lambda there: there.signed(iat=NOW - 3600),
    "a beginning in the future": lambda there: there.signed(nbf=NOW + 3600),
    "no date": lambda there: there.signed(iat=None),
    "another key": lambda there: there.signed(rsa_key("second")),
    "an unknown key": lambda there: there.signed(rsa_key("second"), kid="second"),
    "no subject": lambda there: there.signed(sub=None),
    "an empty subject": lambda there: there.signed(sub=""),
    "a subject that is no text": lambda there: there.signed(sub=7),
    "a subject with a NUL": lambda there: there.signed(sub="7\0"),
    "a changed payload": lambda there: there.signed().replace(".ey", ".ez", 1),
    "no token at all": lambda _: None,
    "a number": lambda _: 7,
    "nonsense": lambda _: "a.b.c",
    "deep nonsense": lambda _: f"{part(b'[' * 6000)}.e30.x",
    "a deep payload": lambda _: jwt.PyJWS().encode(
        b'{"a":' * 6000, rsa_key("first"), "RS256", {"kid": "first"}
    ),
}


async def test_an_id_token_that_fails_a_check_ends_the_sign_in(
    client: Client, server: Running, there: Elsewhere
):
    for name, lie in LIES.items():
        there.answers["/token"] = lambda _, lie=lie: (200, {"id_token": lie(there)})
        answer = await came_from(client, there)
        assert (answer.status, code(answer), name) == (502, "identity_refused", name)
    paths = {path for _, path, _, _ in there.asked}
    assert paths == {DISCOVERY, "/token", "/jwks"}  # above all, not the userinfo endpoint
    assert await server.services.store.identities.identity(there.url, "7") is None


async def test_a_good_one_passes_so_the_others_fail_for_what_they_say(
    client: Client, there: Elsewhere
):
    assert (await came_from(client, there)).status == 202
    there.answers["/token"] = lambda _: (200, {"id_token": there.signed(aud=["rally"])})
    assert (await came_from(client, there)).status == 202
    several = {"aud": ["rally", "other"], "azp": "rally"}
    there.answers["/token"] = lambda _: (200, {"id_token": there.signed(**several)})
    assert (await came_from(client, there)).status == 202
    there.answers["/token"] = lambda _: (200, {"id_token": there.signed(kid=None)})
    assert (await came_from(client, there)).status == 202
    forms = [form for _, path, _, form in there.asked if path == "/token"]
    assert all(len(form["code_verifier"]) >= 43 for form in forms)
    assert len({form["code_verifier"] for form in forms}) == len(forms)


async def test_es256_is_good_too_and_an_unknown_key_is_looked_for_once(
    client: Client, there: Elsewhere, server: Running, monkeypatch: pytest.MonkeyPatch
):
    curve = ec.generate_private_key(ec.SECP256R1())
    assert (await came_from(client, there)).status == 202
    shown = jwt.algorithms.ECAlgorithm.to_jwk(curve.public_key(), as_dict=True)  # type: ignore[attr-defined]
    there.keys = [public("first"), {**shown, "kid": "new"}]
    there.answers["/token"] = lambda _: (200, {"id_token": there.signed(curve, "ES256", "new")})
    assert code(await came_from(client, there)) == "identity_refused"  # asked a moment ago
    provider = server.services.providers.find("example")
    monkeypatch.setattr(provider._keys, "_now", lambda: server.services.now() + 61.0)  # type: ignore[union-attr]
    assert (await came_from(client, there)).status == 202
    assert [path for _, path, _, _ in there.asked].count("/jwks") == 2


BROKEN: dict[str, Callable[[Elsewhere], None]] = {
    "a redirect": lambda there: there.say("/token", 302, {}),
    "an error of its own": lambda there: there.say("/token", 500, {}),
    "no JSON": lambda there: there.say("/token", 200, b"<html>"),
    "too much": lambda there: there.say("/token", 200, b" " * 200_000),
    "a list": lambda there: there.say("/token", 200, []),
    "silence": lambda there: there.slow.update({"/token": 60.0}),
    "no keys": lambda there: there.say("/jwks", 200, {"keys": None}),
    "another issuer": lambda there: there.say(DISCOVERY, 200, there.discovery(issuer="https://x")),
    "a token endpoint in clear text": lambda there: there.say(
        DISCOVERY, 200, there.discovery(token_endpoint="http://example.org/token")
    ),
}


async def test_a_provider_that_does_not_work_is_down(
    client: Client, server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("gateway.auth.providers.fetch.PATIENCE", 1.0)
    for name, harm in BROKEN.items():
        async with elsewhere() as there:
            configure(server, settings(there.url, tmp_path))
            harm(there)
            begun = await client.post("/api/v1/providers/example/start", {"intent": "sign_in"})
            answer = begun if begun.status != 200 else await came_from(client, there)
            assert (answer.status, code(answer), name) == (502, "provider_down", name)


async def test_a_provider_that_is_not_there_stops_no_start(
    client: Client, server: Running, tmp_path: Path
):
    configure(server, settings("http://127.0.0.1:9", tmp_path))
    answer = await client.post("/api/v1/providers/example/start", {"intent": "sign_in"})
    assert (answer.status, code(answer)) == (502, "provider_down")
    unknown = await client.post("/api/v1/providers/other/start", {"intent": "sign_in"})
    assert (unknown.status, code(unknown)) == (404, "no_such_provider")


async def test_a_provider_without_nonces_needs_its_switch(
    client: Client, server: Running, there: Elsewhere, tmp_path: Path
):
    configure(server, settings(there.url, tmp_path, nonce=False))
    there.answers["/token"] = lambda _: (200, {"id_token": there.signed(nonce=None)})
    assert (await came_from(client, there)).status == 202
    there.answers["/token"] = lambda _: (200, {"id_token": there.signed(nonce="another")})
    assert code(await came_from(client, there)) == "identity_refused"


async def test_two_providers_cannot_be_mixed_up(
    client: Client, server: Running, there: Elsewhere, tmp_path: Path
):
    """The code of the honest one is not handed to the other, by path, `state` or `iss`."""
    async with elsewhere() as evil:
        known = settings(there.url, tmp_path), settings(evil.url, tmp_path, id="evil")
        configure(server, *known)
        url = await start(client)
        state = url.partition("state=")[2].partition("&")[0]
        body = {"state": state, "code": "c"}
        mixed = await client.post("/api/v1/providers/evil/finish", body)
        assert code(mixed) == "attempt_void"
        named = {"authorization_response_iss_parameter_supported": True}
        there.say(DISCOVERY, 200, there.discovery(**named))
        configure(server, *known)
        for iss in (evil.url, None):
            state = (await start(client)).partition("state=")[2].partition("&")[0]
            body = {"state": state, "code": "c", "iss": iss}
            refused = await client.post("/api/v1/providers/example/finish", body)
            assert code(refused) == "identity_refused"
        assert [path for _, path, _, _ in [*there.asked, *evil.asked] if "token" in path] == []


async def test_the_way_there_starts_at_an_address_that_providers_know(
    client: Client, server: Running, there: Elsewhere
):
    site = server.services.site
    site.public = frozenset({"https://pong.example.org"})
    refused = await client.post(
        "/api/v1/providers/example/start", {"intent": "sign_in"}, origin=site.url
    )
    assert refused.status == 200  # the server's own address
    client.host, client.site = f"localhost:{client.port}", f"http://localhost:{client.port}"
    refused = await client.post("/api/v1/providers/example/start", {"intent": "sign_in"})
    assert (refused.status, code(refused)) == (403, "other_address")
    assert refused.json()["addresses"] == sorted(["https://pong.example.org", site.url])


async def test_proving_wants_a_sign_in_that_is_fresh(client: Client, there: Elsewhere):
    await sign_up(client, await came_from(client, there))
    old: dict[str, Any] = {"auth_time": NOW - 3600}
    there.answers["/token"] = lambda _: (200, {"id_token": there.signed(**old)})
    assert code(await came_from(client, there, intent="prove")) == "identity_refused"
    there.answers["/token"] = lambda _: (200, {"id_token": there.signed(auth_time=time.time())})
    assert (await came_from(client, there, intent="prove")).status == 204


async def test_what_a_provider_calls_somebody_is_one_line(client: Client, there: Elsewhere):
    wild = {"preferred_username": "a\u202ed\nmin\0 " + "x" * 500, "name": "<b>" * 50}
    there.answers["/token"] = lambda _: (200, {"id_token": there.signed(**wild)})
    welcome = await came_from(client, there)
    assert welcome.status == 202
    assert welcome.json()["label"].startswith("admin x")
    assert len(welcome.json()["label"]) <= 64


async def test_a_second_factor_is_asked_for_after_a_sign_in_elsewhere_too(
    client: Client, another: Client, server: Running, there: Elsewhere
):
    await sign_up(client, await came_from(client, there))
    app = await set_up(server, client)
    step = await came_from(another, there)
    assert (step.status, another.token, another.cookie) == (202, None, None)
    ticket = step.json()["second_factor"]["ticket"]
    assert (await second_step(another, ticket, "totp", app.code(1))).status == 200
    body = {"intent": "prove"}  # which the provider alone does not do any more
    refused = await client.post("/api/v1/providers/example/start", body)
    assert (refused.status, code(refused)) == (403, "second_needed")


async def test_a_new_factor_ends_what_other_sessions_have_proved(
    client: Client, another: Client, server: Running, there: Elsewhere
):
    await client.register("kim")
    await prove(client)
    url = await start(client, intent="link")
    await another.login("kim")
    await prove(another)
    await set_up(server, another)
    assert code(await client.delete(f"{FACTORS}/totp")) == "prove_again"
    query = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
    there.nonce = query["nonce"]
    refused = await finish(client, {"state": query["state"], "code": CODE})
    assert (refused.status, code(refused)) == (409, "attempt_void")
    assert await server.services.store.identities.identity(there.url, "7") is None
