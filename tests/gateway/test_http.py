"""Hypercorn's connection class, which is not public API, as far as we use it; stalling clients."""

import inspect
import re
import socket
from contextlib import suppress

import pytest
import trio
from h2.connection import H2Connection
from hypercorn.protocol.h2 import H2Protocol
from hypercorn.protocol.h11 import H11Protocol
from hypercorn.trio.task_group import TaskGroup

from gateway import app
from gateway.api import profile
from gateway.auth import passwords
from gateway.avatars import images
from gateway.main import Running
from gateway.transport import http
from gateway.transport import stream as streams
from tests.gateway.client import Client, deaf_socket, until
from tests.patience import STUCK

CLIENTS_BYTES = 4096


async def _all(stream: trio.SocketStream) -> bytes:
    """Read to the end."""
    data = b""
    with trio.fail_after(STUCK), suppress(trio.BrokenResourceError):
        async with stream:
            while more := await stream.receive_some():
                data += more
    return data


async def _stream(client: Client) -> trio.SocketStream:
    return await trio.open_tcp_stream("127.0.0.1", client.port)


def _request(client: Client, path: str, more: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {client.host}\r\n{more}\r\n".encode()


def test_hypercorn_takes_what_it_is_given():
    parameters = list(inspect.signature(H11Protocol).parameters)
    assert parameters == [
        *("app", "config", "context", "task_group", "connection_state"),
        *("ssl", "client", "server", "send"),
    ]
    assert list(inspect.signature(TaskGroup.spawn_app).parameters)[1:] == [
        *("app", "config", "scope", "send"),
    ]


async def test_who_has_left_before_being_named_asks_for_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    """Its request would count for no address."""
    monkeypatch.setattr(streams.Stream, "peer_name", None)
    answer = b""
    with suppress(OSError, trio.BrokenResourceError):  # the connection may end at any moment
        async with await _stream(client) as stream:
            await stream.send_all(_request(client, "/healthz"))
            answer = await _all(stream)
    assert answer == b""


async def test_a_connection_serves_several_requests(client: Client):
    stream = await _stream(client)
    await stream.send_all(_request(client, "/healthz") * 2)
    await stream.send_all(_request(client, "/healthz", "Connection: close\r\n"))
    assert (await _all(stream)).count(b"HTTP/1.1 200") == 3


async def test_a_head_may_come_byte_by_byte(client: Client):
    stream = await _stream(client)
    for byte in _request(client, "/healthz", "Connection: close\r\n"):
        await stream.send_all(bytes((byte,)))
    assert b"HTTP/1.1 200" in await _all(stream)


async def test_an_endless_head_is_refused(client: Client):
    stream = await _stream(client)
    await stream.send_all(b"GET / HTTP/1.1\r\nx: " + b"x" * 40_000)
    assert (await _all(stream)).startswith((b"HTTP/1.1 431", b""))


async def test_garbage_is_answered_or_dropped(client: Client):
    for garbage in (b"\x00\r\n\r\n", b"\r\n\r\n", b"GET /ws\r\n\r\n", b"\x16\x03\x01\x00\n\n"):
        stream = await _stream(client)
        await stream.send_all(garbage)
        await stream.send_eof()
        assert (await _all(stream)).startswith((b"HTTP/1.1 400", b""))


H2C = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"


async def test_http_2_is_refused_and_nothing_of_it_is_ever_made(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    made: list[object] = []
    for kind in (H2Connection, H2Protocol):
        monkeypatch.setattr(kind, "__init__", lambda *_, **__: made.append(1))
    health = _request(client, "/healthz")
    close = "Connection: close\r\n"
    for before in (b"", health):
        for said, status in (
            (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes((0, 0, 0, 4)) + bytes(5), b"505"),
            (b"GET / HTTP/2.0\r\n\r\n", b"505"),
            (_request(client, "/healthz", close).replace(b"1.1", b"3.0"), b"505"),
            (_request(client, "/healthz", H2C) + _request(client, "/", close), b"200"),
        ):
            stream = await _stream(client)
            await stream.send_all(before + said)
            answer = await _all(stream)
            statuses = re.findall(rb"HTTP/1\.1 (\d+)", answer)
            assert set(statuses[bool(before) :]) == {status}
            assert b"101" not in statuses
            if status == b"505":
                assert b"put a proxy in front" in answer
    assert made == []


@pytest.mark.parametrize("path", ["/elsewhere", "/ws/", "/"])
async def test_a_socket_elsewhere_is_not_found(client: Client, path: str):
    with deaf_socket(client, path=path) as raw:
        assert (await trio.to_thread.run_sync(raw.recv, 4096)).startswith(b"HTTP/1.1 404")


@pytest.mark.parametrize("before", ["GET", "POST"])
async def test_a_socket_is_opened_on_a_used_connection_too(client: Client, before: str):
    """A proxy uses any of its connections for any request."""
    await client.guest()
    stream = await _stream(client)
    first = _request(client, "/healthz")
    if before == "POST":
        body = b"x" * 9000  # more than one read
        first = _request(client, "/nowhere", f"Origin: {client.site}\r\nContent-Length: 9000\r\n")
        first = first.replace(b"GET", b"POST") + body
    await stream.send_all(first)
    data = await stream.receive_some()
    while b"\r\n\r\n" not in data or not data.endswith((b"ok\n", b"}")):
        data += await stream.receive_some()
    upgrade = (
        f"Origin: {client.site}\r\nCookie: {client.cookie}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        "Sec-WebSocket-Version: 13\r\n"
    )
    await stream.send_all(_request(client, "/ws", upgrade) + _frame(b'{"t":"hello"}'))
    data = b""
    with trio.fail_after(STUCK):
        while b'"welcome"' not in data:
            data += (more := await stream.receive_some())
            assert more, data
    assert data.startswith(b"HTTP/1.1 101")
    await stream.aclose()


def _frame(text: bytes) -> bytes:
    return bytes((0x81, 0x80 | len(text))) + bytes(4) + text


async def test_a_slow_head_is_cut_off_alone(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(http, "HEAD_WITHIN", 0.3)
    slow = await _stream(client)
    await slow.send_all(b"GET / HTTP/1.1\r\nHost:")
    assert (await client.get("/healthz")).status == 200
    assert await _all(slow) == b""


@pytest.mark.parametrize("second", [b"", b"GET / HTTP/1.1\r\nHost:"])
async def test_a_slow_second_head_is_cut_off_too(
    client: Client, monkeypatch: pytest.MonkeyPatch, second: bytes
):
    monkeypatch.setattr(http, "KEEP_ALIVE", 0.3)
    slow = await _stream(client)
    await slow.send_all(_request(client, "/healthz") + second)
    assert (await _all(slow)).endswith(b"ok\n")


def test_no_patience_of_the_application_is_longer_than_that_of_its_connection():
    slowest_image = profile.UPLOAD_WITHIN + images.PATIENCE + images.WITHIN
    for seconds in (slowest_image, app.SLOWEST_BODY, passwords.PATIENCE):
        assert seconds < http.REQUEST_WITHIN


async def test_one_that_falls_silent_is_cut_off(client: Client, monkeypatch: pytest.MonkeyPatch):
    """In whatever state Hypercorn is; here the application waits 10 s for a body."""
    monkeypatch.setattr(http, "REQUEST_WITHIN", 0.3)
    silent = await _stream(client)
    head = _request(client, "/api/v1/guest", f"Origin: {client.site}\r\nContent-Length: 9\r\n")
    await silent.send_all(head.replace(b"GET", b"POST"))
    await _all(silent)


PAGES = b"GET /js/main.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 400


async def _asks_and_never_reads(client: Client) -> socket.socket:
    """Ask for more than all buffers hold, and do not read."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, CLIENTS_BYTES)
    raw.connect(("127.0.0.1", client.port))
    raw.settimeout(0.5)
    with suppress(TimeoutError):
        await trio.to_thread.run_sync(raw.sendall, PAGES)
    return raw


async def test_one_that_does_not_read_its_answers_is_cut_off_alone(
    client: Client, server: Running, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(streams, "PATIENCE", 0.8)
    with await _asks_and_never_reads(client) as raw:
        assert (await client.get("/healthz")).status == 200
        assert not _is_cut_off(raw)
        await until(lambda: _is_cut_off(raw))


def _is_cut_off(raw: socket.socket) -> bool:
    """Tell without reading whether the connection was reset: then its socket has an error."""
    return raw.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) != 0


async def test_the_server_stops_though_one_does_not_read_its_answers(
    client: Client, server: Running
):
    with await _asks_and_never_reads(client):
        assert (await client.get("/healthz")).status == 200
        server.stop.set()
        with trio.fail_after(STUCK):
            await server.stopped.wait()
