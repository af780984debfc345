"""Every kind of answer has the security headers, each once; in clear text and under TLS."""

import ssl
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
import trio

from gateway import app
from gateway.auth.passwords import Passwords
from gateway.auth.tokens import Claims, Tokens
from gateway.http.headers import HEADERS, SECURE_HEADERS
from gateway.main import Running, serve
from gateway.start.options import Options
from store.profiles.records import Image
from tests.gateway.client import Client
from tests.gateway.conftest import port_of, tighten
from tests.patience import STUCK

SOCKET = (
    "Connection: Upgrade\nUpgrade: websocket\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\nSec-WebSocket-Version: "
)
JSON = "Content-Type: application/json\nContent-Length: "
AVATAR = "a" * 32
ENDLESS = "GET /" + "x" * 40_000
GUEST, ME = "POST /api/v1/guest", "GET /api/v1/me"
KINDS = {
    "a page": (200, "GET /", ""),
    "a page at an address of its own": (200, "GET /match/m1", ""),
    "a file": (200, "GET /js/main.js", ""),
    "a file that has not changed": (304, "GET /js/main.js", "If-None-Match: *"),
    "a head": (200, "HEAD /", ""),
    "options": (200, "OPTIONS /api/v1/me", ""),
    "health": (200, "GET /healthz", ""),
    "json": (200, ME, "Authorization: Bearer TOKEN"),
    "a new thing": (201, GUEST, JSON + '14\n\n{"name":"Bob"}'),
    "nothing": (204, "POST /api/v1/logout", JSON + "2\n\n{}"),
    "a drawn image": (200, "GET /api/v1/avatars/drawn/p1", ""),
    "an image": (200, "GET /api/v1/avatars/AVATAR/64", ""),
    "no JSON": (400, GUEST, JSON + "1\n\n{"),
    "no HTTP": (400, "GET", ""),
    "two lengths": (400, GUEST, JSON + "2\nContent-Length: 3\n\n{}"),
    "nobody": (401, ME, ""),
    "another origin": (403, GUEST, "Origin: https://evil.example"),
    "another host": (403, "GET /", "Host: evil.example"),
    "no route": (404, "GET /api/v1/nothing", ""),
    "no file": (404, "GET /nothing.js", ""),
    "another method": (405, "PATCH /api/v1/me", ""),
    "no page for another method": (405, "GET /api/v1/guest", ""),
    "a body that stops": (408, GUEST, JSON + "9\n\n{}"),
    "taken": (409, "PUT /api/v1/friends/ME", "Authorization: Bearer TOKEN"),
    "a large body": (413, GUEST, JSON + "20000\n\n" + " " * 20_000),
    "another type": (415, GUEST, "Content-Type: text/plain\nContent-Length: 2\n\n{}"),
    "a wrong field": (422, GUEST, JSON + "2\n\n{}"),
    "too often": (429, "GET /api/v1/account/export", "Authorization: Bearer TOKEN"),
    "a head without end": (431, ENDLESS, ""),
    "a mistake of ours": (500, ME, "Authorization: Bearer BROKEN"),
    "a socket of another site": (403, "GET /ws", f"Origin: null\n{SOCKET}13"),
    "a socket elsewhere": (404, "GET /elsewhere", f"{SOCKET}13"),
    "no handshake": (400, "GET /ws", "Content-Length: 2\n" + SOCKET + "13"),
    "a handshake of another version": (426, "GET /ws", f"{SOCKET}8"),
    "stopping": (503, "GET /readyz", ""),
}
BARE = {
    "no HTTP",
    "two lengths",
    "a head without end",
    "no handshake",
    "a handshake of another version",
}
"""Answers without a body, so there is nothing to cache."""
KEPT = {"a drawn image": "immutable", "an image": "immutable"} | dict.fromkeys(
    (name for name in KINDS if name.startswith(("a page", "a file", "a head"))), "no-cache"
)


@pytest.fixture(params=["clear text", "TLS"])
async def server(
    nursery: trio.Nursery,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Running]:
    monkeypatch.setattr(app, "SLOWEST_BODY", 0.3)
    host = "0.0.0.0" if request.param == "TLS" else "127.0.0.1"  # noqa: S104
    redirect = 0 if request.param == "TLS" else None
    options = Options(host=host, port=0, redirect_port=redirect, data=tmp_path / "data")
    running = await nursery.start(serve, options)
    running.services.passwords = Passwords(4)
    yield running
    running.stop.set()


@pytest.fixture
def client(server: Running, tmp_path: Path) -> Client:
    trust = (
        ssl.create_default_context(cafile=tmp_path / "data" / "tls.pem")
        if (server.doors.tls)
        else None
    )
    return Client(port_of(server), trust)


async def test_every_kind_of_answer_has_the_headers(
    client: Client, server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    words = await _prepare(client, server, tmp_path / "data", monkeypatch)
    wrong = {}
    for kind, (status, begins, more) in KINDS.items():
        server.services.stopping = kind == "stopping"
        answered, fields = await _ask(client, _said(words, begins), _said(words, more))
        if faults := _faults(kind, fields, secure=client.trust is not None):
            wrong[kind] = faults
        if answered != status:
            wrong[kind] = [f"answered with {answered}", *faults]
    assert wrong == {}


def test_the_policy_lets_nothing_in():
    policy = HEADERS["Content-Security-Policy"]
    for rule in (
        "require-trusted-types-for 'script'",
        "trusted-types worker",
        "default-src 'none'",
    ):
        assert f"{rule};" in policy
    assert "frame-ancestors 'none'" in policy
    assert [word for word in ("unsafe", "*", "http", "nonce") if word in policy] == []


async def test_who_is_sent_on_to_tls_is_told_too(server: Running):
    if (port := server.doors.redirect_port) is not None:
        raw = await trio.open_tcp_stream("127.0.0.1", port)
        status, fields = await _exchange(raw, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert (status, _missing(fields, HEADERS)) == (308, [])


async def _prepare(
    client: Client, server: Running, data: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """Make what the kinds of answers need to happen."""
    me = (await client.register()).json()["player"]["id"]
    tighten(server, "export", 0)
    await server.services.store.profiles.save_avatar(me, Image(AVATAR, b"an image", b"a large one"))
    read = Tokens.read

    def read_or_fail(tokens: Tokens, token: str) -> Claims | None:
        if token == "BROKEN":
            raise RuntimeError(token)
        return read(tokens, token)

    monkeypatch.setattr(Tokens, "read", read_or_fail)
    return {"AVATAR": AVATAR, "ME": me, "TOKEN": client.token or ""}


def _said(words: dict[str, str], text: str) -> str:
    for word, value in words.items():
        text = text.replace(word, value)
    return text


async def _ask(client: Client, begins: str, more: str) -> tuple[int, Counter[str]]:
    """Send a request once; the missing parts of its head are added."""
    head, _, body = more.partition("\n\n")
    lines = [f"{begins} HTTP/1.1", *head.splitlines()]
    usual = {"Host": client.host, "Origin": client.site, "Connection": "close"}
    lines += [
        f"{k}: {v}" for k, v in usual.items() if not any(line.startswith(k) for line in lines)
    ]
    rest = "" if begins == ENDLESS else f"\r\n\r\n{body}"
    return await _exchange(await client._open(), ("\r\n".join(lines) + rest).encode())


async def _exchange(stream: trio.abc.Stream, data: bytes) -> tuple[int, Counter[str]]:
    """Send, read to the end; return the status and the lines of the head."""
    answer = b""
    with trio.fail_after(STUCK), suppress(trio.BrokenResourceError):
        async with stream:
            await stream.send_all(data)
            while more := await stream.receive_some():
                answer += more
    first, *lines = answer.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    return int(first.split()[1]), Counter(line.lower() for line in lines)


def _faults(kind: str, fields: Counter[str], *, secure: bool) -> list[str]:
    faults = _missing(fields, SECURE_HEADERS if secure else HEADERS)
    if not secure and any(line.startswith("strict-transport") for line in fields):
        faults.append("HSTS in clear text")
    faults += [line for line in fields if line.startswith(("server:", "x-powered-by:"))]
    kept = KEPT.get(kind, "no-store")
    if kind not in BARE and not any(
        line.startswith("cache-control") and kept in line for line in fields
    ):
        faults.append(f"not {kept}")
    return faults


def _missing(fields: Counter[str], headers: Mapping[str, str]) -> list[str]:
    """List the headers that are not there exactly once."""
    return [name for name, value in headers.items() if fields[f"{name}: {value}".lower()] != 1]
