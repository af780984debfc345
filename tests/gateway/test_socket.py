"""The socket: hello, what is refused, floods, and clients that do not behave."""

import json
import socket
from contextlib import suppress

import pytest
import trio
from trio_websocket import ConnectionClosed

from gateway import connection as limits
from gateway import socket as route
from gateway.main import Running
from tests.gateway.client import Client, Page, deaf_socket

STUCK = 8.0
"""Seconds after which a test counts as hanging."""


async def _error(page: Page) -> dict:
    return await page.frame("error")


async def test_hello_is_answered_with_who_one_is(client: Client):
    player = await client.guest("Ada")
    async with client.socket() as page:
        welcome = await page.hello()
        assert welcome["player"] == player
        assert welcome["resumed"] is False
        await page.send(t="ping", at=12.5)
        assert (await page.frame("pong"))["at"] == 12.5


async def test_a_session_is_resumed_on_a_new_socket(client: Client):
    await client.guest()
    async with client.socket() as page:
        session = (await page.hello())["session"]
    async with client.socket() as page:
        assert (await page.hello(session=session, last=0))["resumed"] is True


async def test_frames_reach_the_lobby(client: Client):
    await client.guest()
    async with client.socket() as page:
        await page.hello()
        await page.send(t="open", id="r1")
        assert (await page.frame("ok"))["id"] == "r1"


async def test_no_hello_in_time_ends_it(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(route, "HELLO_WITHIN", 0.1)
    await client.guest()
    async with client.socket() as page:
        await page.text("nonsense")
        assert await page.close_code() == 4400


async def test_frames_out_of_order_are_refused(client: Client):
    await client.guest()
    async with client.socket() as page:
        await page.send(t="queue", id="r1")
        early = await _error(page)
        assert (early["code"], early["id"]) == ("out_of_order", "r1")
        await page.hello()
        await page.send(t="hello")
        assert (await _error(page))["code"] == "out_of_order"


@pytest.mark.parametrize(
    ("text", "code"),
    [("{", "malformed"), ('{"t": "fly"}', "unknown_frame"), ("x" * 5000, "too_large")],
)
async def test_garbage_is_refused_and_the_talk_goes_on(client: Client, text: str, code: str):
    await client.guest()
    async with client.socket() as page:
        await page.hello()
        await page.text(text)
        error = await _error(page)
        assert error["code"] == code
        assert "seq" not in error
        await page.send(t="ping", at=1)
        await page.frame("pong")


@pytest.mark.parametrize(
    ("message", "code"), [(b"\x00", 1003), (b"", 1003), ("x" * 70_000, 1009), ("x" * 900_000, 1009)]
)
async def test_binary_and_far_too_large_messages_end_it(client: Client, message, code: int):
    await client.guest()
    async with client.socket() as page:
        await page.hello()
        await page.text(message)
        assert await page.close_code() == code


async def test_a_flood_is_refused_and_then_closed(client: Client):
    await client.guest()
    async with client.socket() as page:
        await page.hello()
        with trio.fail_after(STUCK):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(_flood, page)
                assert (await _error(page))["code"] == "rate_limited"
                assert await page.close_code() == 4429
                nursery.cancel_scope.cancel()


async def _flood(page: Page) -> None:
    ping = json.dumps({"t": "ping", "at": 1})
    with suppress(ConnectionClosed):
        for _ in range(600):
            await page.text(ping)


async def test_signing_out_closes_the_sockets_of_the_session(client: Client):
    await client.guest()
    async with client.socket() as page:
        await page.hello()
        await client.post("/api/v1/logout", {})
        assert await page.close_code() == 4401


async def test_no_compression_is_agreed_to(client: Client):
    """A small frame could unfold to any size."""
    await client.guest()
    raw = deaf_socket(client, "Sec-WebSocket-Extensions: permessage-deflate\r\n")
    with raw:
        head = (await trio.to_thread.run_sync(raw.recv, 4096)).lower()
    assert head.startswith(b"http/1.1 101")
    assert b"extensions" not in head


async def test_bytes_that_are_no_frame_end_it_with_a_reason(client: Client):
    await client.guest()
    with deaf_socket(client) as raw:
        data = await trio.to_thread.run_sync(raw.recv, 4096)
        assert data.startswith(b"HTTP/1.1 101")
        raw.sendall(b"\xff" * 64)
        while chunk := await trio.to_thread.run_sync(raw.recv, 4096):
            data += chunk
    assert data.endswith((1002).to_bytes(2, "big"))


async def test_a_refused_handshake_ends_the_connection(client: Client):
    with deaf_socket(client, "Sec-WebSocket-Version: 7\r\n") as raw:
        assert await trio.to_thread.run_sync(_read_all, raw) == b"HTTP/1.1 400"


async def test_frames_before_the_handshake_end_the_connection(client: Client):
    await client.guest()
    with deaf_socket(client) as raw:
        raw.sendall(b"\x82\x80abcd")  # binary, where the server was quicker
        assert await trio.to_thread.run_sync(_read_all, raw) in {b"HTTP/1.1 400", b"HTTP/1.1 101"}


def _read_all(raw: socket.socket) -> bytes:
    """Read to the end of the connection; return the status line."""
    data = b""
    while chunk := raw.recv(4096):
        data += chunk
    return data[:12]


async def test_a_client_that_does_not_read_is_cut_off(client: Client, server: Running):
    """It costs no more than the bound, and ends soon after the bound is reached."""
    await client.guest()
    sockets = server.services.sockets
    with deaf_socket(client):
        await _until(lambda: len(sockets) == 1)
        connection = next(iter(sockets))
        with trio.fail_after(STUCK):
            while connection.send(b"x" * 1000):
                await trio.lowlevel.checkpoint()
            assert connection.congested
            assert sockets.bytes_waiting() <= limits.MOST_WAITING
            connection.close(4413, "outbox overflow")
            await _until(lambda: len(sockets) == 0)


async def test_the_server_stops_though_a_client_does_not_read(client: Client, server: Running):
    await client.guest()
    sockets = server.services.sockets
    with deaf_socket(client):
        await _until(lambda: len(sockets) == 1)
        while next(iter(sockets)).send(b"x" * 1000):
            await trio.lowlevel.checkpoint()
        began = trio.current_time()
        server.stop.set()
        with trio.fail_after(STUCK):
            await server.stopped.wait()
        assert trio.current_time() - began < 3.0


async def test_motion_comes_again_once_a_slow_client_has_read(client: Client, server: Running):
    await client.guest()
    async with client.socket() as page:
        await page.hello()
        connection = next(iter(server.services.sockets))
        while not connection.congested:
            connection.send(b'{"t":"filler"}' * 1000)
        with trio.fail_after(STUCK):
            await page.connection.get_message()
            async with trio.open_nursery() as nursery:
                nursery.start_soon(page.close_code)
                await _until(lambda: not connection.congested)
                nursery.cancel_scope.cancel()


async def _until(true) -> None:
    with trio.fail_after(STUCK):
        while not true():  # noqa: ASYNC110 - there is no event: the peer is the kernel's TCP
            await trio.sleep(0.01)
