"""A provider of this process that says whatever a test wants, and the way of a browser to it."""

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import h11
import jwt
import msgspec
import trio
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from gateway.auth.providers.registry import Providers
from gateway.auth.providers.settings import ProviderSettings
from gateway.main import Running
from tests.gateway.client import Answer, Client
from tests.logged import secret

CODE = "the-code-of-this-test"
TOKEN = "the-token-of-this-test"


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """A key of this name; keys take long to make."""
    del name
    return rsa.generate_private_key(65537, 2048)


def public(name: str, **more: Any) -> dict[str, Any]:
    """The public key as a JWK."""
    key = RSAAlgorithm.to_jwk(rsa_key(name).public_key(), as_dict=True)
    return {**key, "kid": name, "use": "sig", **more}


class Elsewhere:
    """An OpenID provider, and 42. What it answers may be changed by path."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[tuple[str, str, dict[str, str], dict[str, str]]] = []
        """Method, path, headers and form of each request."""
        self.nonce = ""
        self.secret = "s3cret"
        self.keys = [public("first")]
        self.answers: dict[str, Callable[[dict[str, str]], tuple[int, Any]]] = {
            "/.well-known/openid-configuration": lambda _: (200, self.discovery()),
            "/jwks": lambda _: (200, {"keys": self.keys}),
            "/token": self._tokens,
            "/oauth/token": self._tokens_of_42,
            "/v2/me": lambda _: (200, {"id": 4242, "login": "ada", "displayname": "Ada L."}),
        }
        self.slow: dict[str, float] = {}
        """Seconds by which an answer is late."""

    def discovery(self, **more: Any) -> dict[str, Any]:
        ends = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "jwks"}
        return {"issuer": self.url, **{k: f"{self.url}/{v}" for k, v in ends.items()}, **more}

    def claims(self, **more: Any) -> dict[str, Any]:
        """Good claims, with these instead; None leaves one out."""
        now = time.time()
        good = {"iss": self.url, "sub": "7", "aud": "rally", "exp": now + 60, "iat": now}
        claims = {**good, "nonce": self.nonce, "preferred_username": "ada", **more}
        return {key: value for key, value in claims.items() if value is not None}

    def signed(self, key: Any = None, alg: str = "RS256", kid: str | None = "first", **more: Any):
        """Return an ID token."""
        headers = {} if kid is None else {"kid": kid}
        return jwt.encode(self.claims(**more), key or rsa_key("first"), alg, headers)

    def say(self, path: str, status: int, fields: Any) -> None:
        """Answer a path like this from now on."""
        self.answers[path] = lambda _: (status, fields)

    def give(self, id_token: Any) -> None:
        """Answer every code with this ID token."""
        self.say("/token", 200, {"access_token": TOKEN, "id_token": id_token})

    def _tokens(self, form: dict[str, str]) -> tuple[int, Any]:
        if form.get("code") != CODE:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": TOKEN, "token_type": "Bearer", "id_token": self.signed()}

    def _tokens_of_42(self, form: dict[str, str]) -> tuple[int, Any]:
        if form["client_secret"] != self.secret:
            return 401, {"error": "invalid_client", "error_description": "Client authentication"}
        if form["code"] != CODE or "code_verifier" in form:
            return 400, {"error": "invalid_grant", "error_description": "The provided"}
        until = int(time.time()) + 20 * 24 * 3600
        kind = {"token_type": "bearer", "expires_in": 7200, "scope": "public"}
        return 200, {"access_token": TOKEN, **kind, "created_at": 1, "secret_valid_until": until}

    async def _serve(self, stream: trio.abc.Stream) -> None:
        connection = h11.Connection(h11.SERVER)
        path, method, body, headers = "", "", b"", dict[str, str]()
        while True:
            event = connection.next_event()
            if event is h11.NEED_DATA:
                connection.receive_data(bytes(await stream.receive_some()))
            elif isinstance(event, h11.Request):
                path, method = event.target.decode(), event.method.decode()
                headers = {name.decode(): value.decode() for name, value in event.headers}
            elif isinstance(event, h11.Data):
                body += event.data
            else:
                break
        form = dict(parse_qsl(body.decode()))
        self.asked.append((method, path, headers, form))
        await trio.sleep(self.slow.get(path, 0.0))
        status, answer = self.answers[path](form)
        data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        more = [("location", f"{self.url}/jwks")] if 300 <= status < 400 else []
        head = h11.Response(status_code=status, headers=[("content-length", str(len(data))), *more])
        await stream.send_all(
            (connection.send(head) or b"") + (connection.send(h11.Data(data)) or b"")
        )

    async def handle(self, stream: trio.abc.Stream) -> None:
        """Answer one request."""
        try:
            async with stream:
                await self._serve(stream)
        except (trio.BrokenResourceError, trio.ClosedResourceError, h11.ProtocolError):
            return  # the other side has had enough


@asynccontextmanager
async def elsewhere() -> AsyncIterator[Elsewhere]:
    """Serve until the block ends."""
    async with trio.open_nursery() as nursery:
        [listener] = await trio.open_tcp_listeners(0, host="127.0.0.1")
        port = listener.socket.getsockname()[1]
        provider = Elsewhere(f"http://127.0.0.1:{port}")
        nursery.start_soon(trio.serve_listeners, provider.handle, [listener])
        yield provider
        nursery.cancel_scope.cancel()


def settings(issuer: str, folder: Path, **more: Any) -> ProviderSettings:
    """A provider with the client id ``rally`` and one secret."""
    (folder / "present").write_text("s3cret\n")
    known = {"id": "example", "kind": "oidc", "name": "Example", "client_id": "rally"}
    known |= {"issuer": issuer, "secret_files": [str(folder / "present")]}
    return msgspec.convert(known | more, ProviderSettings)


def configure(server: Running, *providers: ProviderSettings) -> Providers:
    """Let people sign in by these."""
    services = server.services
    made = Providers(providers, services.store, services.now, services.date)
    services.providers = made
    return made


async def start(client: Client, provider: str = "example", intent: str = "sign_in") -> str:
    """Begin a way to a provider; return where it leads."""
    answer = await client.post(f"/api/v1/providers/{provider}/start", {"intent": intent})
    assert answer.status == 200, answer.body
    return answer.json()["url"]


async def finish(client: Client, back: dict[str, str], provider: str = "example") -> Answer:
    """Come back with what the provider has given."""
    body = {key: back[key] for key in ("state", "code", "error", "iss") if key in back}
    secret(body.get("code"))
    return await client.post(f"/api/v1/providers/{provider}/finish", body)


async def sign_up(client: Client, welcome: Answer, **more: Any) -> Answer:
    """Take the names that were suggested."""
    assert welcome.status == 202, welcome.body
    body = {key: welcome.json()[key] for key in ("ticket", "name", "display_name")}
    return await client.post("/api/v1/providers/sign-up", body | more)


async def came_from(client: Client, there: Elsewhere, **more: Any) -> Answer:
    """Go to `Elsewhere` and come back with the right code."""
    url = await start(client, **more)
    query = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
    there.nonce = query.get("nonce", "")
    back = {"state": query["state"], "code": CODE}
    return await finish(client, back, more.get("provider", "example"))


def code(answer: Answer) -> str:
    """The short name of a problem."""
    return answer.json()["type"].rpartition(":")[2]
