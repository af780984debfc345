"""Peers that half-close after their requests: they still get their answers."""

import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import trio

import gateway.transport.server as transport
from gateway.auth.passwords import Passwords
from gateway.main import Running, serve
from gateway.start.options import Options
from gateway.transport import http
from tests.gateway.client import Client, until
from tests.gateway.conftest import TRANSPORTS, port_of
from tests.gateway.half_dead import get, post
from tests.patience import STUCK


@pytest.fixture(params=["clear text", "TLS"])
async def server(
    nursery: trio.Nursery,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Running]:
    monkeypatch.setattr(transport, "neighbourhood", str)  # here the loopback is counted too
    host = "0.0.0.0" if request.param == "TLS" else "127.0.0.1"  # noqa: S104
    options = Options(host=host, port=0, redirect_port=None, data=tmp_path / "data")
    running = await nursery.start(serve, options, TRANSPORTS["own"])
    running.services.passwords = Passwords(4)
    yield running
    running.stop.set()


@pytest.fixture
def client(server: Running, tmp_path: Path) -> Client:
    secure = server.doors.tls is not None
    trust = ssl.create_default_context(cafile=tmp_path / "data" / "tls.pem") if secure else None
    return Client(port_of(server), trust)


async def _heard(client: Client, data: bytes) -> bytes:
    """What a peer gets if it sends this data and half-closes."""
    data = data.replace(b"HOST", client.host.encode()).replace(b"SITE", client.site.encode())

    def talk() -> bytes:
        stream = socket.create_connection(("127.0.0.1", client.port), timeout=STUCK)
        if client.trust is not None:
            stream = client.trust.wrap_socket(stream, server_hostname="127.0.0.1")
        answer = b""
        with stream:
            stream.sendall(data)
            socket.socket.shutdown(stream, socket.SHUT_WR)
            with suppress(OSError):
                while more := stream.recv(65536):
                    answer += more
        return answer

    return await trio.to_thread.run_sync(talk)


LOGIN = "/api/v1/login"


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ([get("/healthz")], 1),
        ([get("/js/main.js")] * 3, 3),
        ([get("/healthz"), get("/api/v1/me"), get("/healthz")[:-2]], 2),
        ([post(LOGIN, "Content-Length: 2") + b"{}"], 1),
        ([post(LOGIN, "Content-Length: 9") + b"{}"], 0),
        ([get("/healthz")[:-2]], 0),
    ],
)
async def test_who_says_that_nothing_more_comes_is_answered(
    server: Running, client: Client, asks: list[bytes], answers: int
):
    assert (await _heard(client, b"".join(asks))).count(b"HTTP/1.1 ") == answers
    await until(lambda: not server.services.neighbours._there)


class Held:
    """A request that waits until the test lets it go on."""

    def __init__(self, asked: Callable[..., Any]) -> None:
        self._asked = asked
        self.go_on = trio.Event()

    async def __call__(self, *given: Any, **more: Any) -> Any:
        await self.go_on.wait()
        return await self._asked(*given, **more)


@pytest.fixture
def held(server: Running, monkeypatch: pytest.MonkeyPatch) -> Held:
    sessions = server.services.sessions
    held = Held(sessions.of_bearer)
    monkeypatch.setattr(sessions, "of_bearer", held)
    return held


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> trio.Event:
    """An event that is set when the server has noticed the half-close."""
    event, hear = trio.Event(), http._Connection._hear_the_end

    def hears(connection: Any) -> None:
        hear(connection)
        event.set()

    monkeypatch.setattr(http._Connection, "_hear_the_end", hears)
    return event


async def test_also_when_the_answer_comes_later(
    client: Client, held: Held, ended: trio.Event, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(http, "LAST_WITHIN", STUCK)
    heard: list[bytes] = []

    async def hear() -> None:
        heard.append(await _heard(client, get("/api/v1/me")))

    async with trio.open_nursery() as nursery:
        nursery.start_soon(hear)
        await ended.wait()
        held.go_on.set()
    assert heard[0].startswith(b"HTTP/1.1 401")


async def test_but_not_for_ever(
    server: Running, client: Client, held: Held, monkeypatch: pytest.MonkeyPatch
):
    """Its place is free then, although the application goes on waiting."""
    monkeypatch.setattr(http, "LAST_WITHIN", 0.1)
    assert await _heard(client, get("/api/v1/me")) == b""
    await until(lambda: not server.services.neighbours._there)
    assert not held.go_on.is_set()
