"""What is used of Hypercorn's connection class, which is not public API, and clients that stall."""

import inspect
import socket
from contextlib import suppress

import pytest
import trio
from hypercorn.config import Config
from hypercorn.trio.tcp_server import TCPServer

from gateway.main import Running
from gateway.transport import server as transport
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


def test_the_connection_class_takes_what_it_is_given():
    parameters = list(inspect.signature(TCPServer).parameters)
    assert parameters == ["app", "config", "context", "state", "stream"]


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


async def test_http_2_with_prior_knowledge_is_hypercorns(client: Client):
    stream = await _stream(client)
    await stream.send_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes((0, 0, 0, 4, 0, 0, 0, 0, 0)))
    with trio.fail_after(STUCK):
        assert (await stream.receive_some())[3:4] == b"\x04"  # its settings
    await stream.aclose()


@pytest.mark.parametrize("path", ["/elsewhere", "/ws/", "/"])
async def test_a_socket_elsewhere_is_not_found(client: Client, path: str):
    with deaf_socket(client, path=path) as raw:
        assert (await trio.to_thread.run_sync(raw.recv, 4096)).startswith(b"HTTP/1.1 404")


async def test_a_socket_on_a_used_connection_is_not_opened(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Config, "keep_alive_timeout", 0.3)
    await client.guest()
    stream = await _stream(client)
    await stream.send_all(_request(client, "/healthz"))
    await until_ok(stream)
    upgrade = (
        f"Origin: {client.site}\r\nCookie: {client.cookie}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        "Sec-WebSocket-Version: 13\r\n"
    )
    await stream.send_all(_request(client, "/ws", upgrade))
    assert (await _all(stream)).startswith(b"HTTP/1.1 200")  # as if it had asked for a page


async def until_ok(stream: trio.SocketStream) -> None:
    """Read one small answer."""
    data = b""
    while not data.endswith(b"ok\n"):
        data += await stream.receive_some()


async def test_a_slow_head_is_cut_off_alone(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transport, "HEAD_WITHIN", 0.3)
    slow = await _stream(client)
    await slow.send_all(b"GET / HTTP/1.1\r\nHost:")
    assert (await client.get("/healthz")).status == 200
    assert await _all(slow) == b""


@pytest.mark.parametrize("second", [b"", b"GET / HTTP/1.1\r\nHost:"])
async def test_a_slow_second_head_is_cut_off_too(
    client: Client, monkeypatch: pytest.MonkeyPatch, second: bytes
):
    monkeypatch.setattr(Config, "keep_alive_timeout", 0.3)
    slow = await _stream(client)
    await slow.send_all(_request(client, "/healthz") + second)
    assert (await _all(slow)).endswith(b"ok\n")


async def test_one_that_falls_silent_is_cut_off(client: Client, monkeypatch: pytest.MonkeyPatch):
    """Whatever state Hypercorn is in; here the application waits for a body for 10 s."""
    monkeypatch.setattr(streams, "SILENCE", 0.3)
    silent = await _stream(client)
    head = _request(client, "/api/v1/guest", f"Origin: {client.site}\r\nContent-Length: 9\r\n")
    await silent.send_all(head.replace(b"GET", b"POST"))
    await _all(silent)


PAGES = b"GET /js/main.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 400
H2_PING = bytes((0, 0, 8, 6, 0)) + bytes(12)
PINGS = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes((0, 0, 0, 4, 0)) + bytes(4) + H2_PING * 30_000
greedy = pytest.mark.parametrize("request_", [PAGES, PINGS], ids=["pages", "HTTP/2 pings"])


async def _asks_and_never_reads(client: Client, request_: bytes) -> socket.socket:
    """Ask for more than all buffers hold; with pings it is the reading task that blocks."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, CLIENTS_BYTES)
    raw.connect(("127.0.0.1", client.port))
    raw.settimeout(0.5)
    with suppress(TimeoutError):
        await trio.to_thread.run_sync(raw.sendall, request_)
    return raw


@greedy
async def test_one_that_does_not_read_its_answers_is_cut_off_alone(
    client: Client, server: Running, monkeypatch: pytest.MonkeyPatch, request_: bytes
):
    monkeypatch.setattr(streams, "PATIENCE", 0.8)
    with await _asks_and_never_reads(client, request_) as raw:
        assert (await client.get("/healthz")).status == 200
        assert not _is_cut_off(raw)
        await until(lambda: _is_cut_off(raw))


def _is_cut_off(raw: socket.socket) -> bool:
    """Tell without reading: a connection that was reset has an error waiting."""
    return raw.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) != 0


@greedy
async def test_the_server_stops_though_one_does_not_read_its_answers(
    client: Client, server: Running, request_: bytes
):
    with await _asks_and_never_reads(client, request_):
        assert (await client.get("/healthz")).status == 200
        began = trio.current_time()
        server.stop.set()
        with trio.fail_after(STUCK):
            await server.stopped.wait()
        assert trio.current_time() - began < 3.0
