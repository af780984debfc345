"""What only our own transport withstands; with Hypercorn's WebSockets these tests fail."""

import socket
from contextlib import suppress

import pytest
import trio
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, TextMessage

from gateway.main import Running
from gateway.transport.connection import SocketConnection
from gateway.transport.reset import reset
from gateway.transport.server import Server
from tests.claims import Claim
from tests.gateway.client import Client, deaf_socket, until
from tests.patience import STUCK

pytestmark = pytest.mark.parametrize("transport", ["own", "own, a task per socket"])


async def test_no_compression_is_agreed_to(client: Client):
    """A small compressed frame could unpack to any size."""
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
    assert (1002).to_bytes(2, "big") in data.partition(b"\r\n\r\n")[2]


async def test_a_refused_handshake_ends_the_connection(client: Client):
    with deaf_socket(client, "Sec-WebSocket-Version: 7\r\n") as raw:
        assert (await trio.to_thread.run_sync(_read_all, raw)).startswith(b"HTTP/1.1 426")


async def test_frames_before_the_handshake_end_the_connection(client: Client):
    await client.guest()
    with deaf_socket(client) as raw:
        raw.sendall(b"\x82\x80abcd")  # binary, in case the server was quicker
        assert (1003).to_bytes(2, "big") in await trio.to_thread.run_sync(_read_all, raw)


async def test_the_server_stops_though_a_client_does_not_read(client: Client, server: Running):
    await client.guest()
    sockets = server.services.sockets
    with deaf_socket(client):
        await until(lambda: len(sockets) == 1)
        while next(iter(sockets)).send(b"x" * 1000):
            await trio.lowlevel.checkpoint()
        server.stop.set()
        with trio.fail_after(STUCK):
            await server.stopped.wait()


def _read_all(raw: socket.socket) -> bytes:
    """Read to the end of the connection."""
    data = b""
    while chunk := raw.recv(4096):
        data += chunk
    return data


def _frames(first: int, payload: bytes, count: int) -> bytes:
    """The same masked frame many times."""
    return (bytes((first, 0x80 | len(payload))) + bytes(4) + payload) * count


@pytest.mark.parametrize("more", [b"", b"x" * 5000], ids=["small", "large"])
async def test_what_waited_arrives_whole_and_in_order(
    client: Client, server: Running, monkeypatch: pytest.MonkeyPatch, more: bytes
):
    calls = []
    writable = SocketConnection.writable
    monkeypatch.setattr(SocketConnection, "writable", lambda c: (calls.append(c), writable(c)))
    await client.guest()
    with deaf_socket(client) as raw:
        await until(lambda: len(server.services.sockets) == 1)
        [connection] = server.services.sockets
        sent = 0
        while connection.send(b"%d" % sent + more):
            sent += 1
        assert connection.congested
        connection.close(4413, "outbox overflow")
        data = await trio.to_thread.run_sync(_until_closed, raw)
    peer = Connection(ConnectionType.CLIENT)
    peer.receive_data(data.partition(b"\r\n\r\n")[2])
    *messages, closed = peer.events()
    texts = "".join(event.data for event in messages if isinstance(event, TextMessage))
    assert texts == "".join(f"{number}{more.decode()}" for number in range(sent))
    assert closed == CloseConnection(4413, "outbox overflow")
    assert len(calls) < 400  # nobody asked whether it can write when nothing waited


def _until_closed(raw: socket.socket) -> bytes:
    """Read on for a moment after the server's close frame."""
    data = b""
    while b"outbox overflow" not in data:
        data += raw.recv(65536)
    raw.settimeout(0.3)
    with suppress(TimeoutError):
        data += raw.recv(65536)
    return data


async def test_pings_are_answered_of_many_the_last(client: Client):
    await client.guest()
    with deaf_socket(client) as raw:
        await trio.to_thread.run_sync(raw.recv, 4096)
        raw.sendall(_frames(0x89, b"one", 3) + _frames(0x89, b"two", 1))
        assert await trio.to_thread.run_sync(raw.recv, 4096) == b"\x8a\x03two"


@pytest.mark.parametrize("first", [0x89, 0x8A, 0x01], ids=["pings", "pongs", "fragments"])
async def test_a_flood_of_what_is_no_message_ends_too(client: Client, first: int):
    """These frames cost more to decode than a message, so they count like messages."""
    await client.guest()
    with deaf_socket(client) as raw:
        await trio.to_thread.run_sync(raw.recv, 4096)
        start, rest = (first, 0x00) if first == 0x01 else (first, first)
        raw.sendall(_frames(start, b"x", 1) + _frames(rest, b"x", 400))
        with trio.fail_after(STUCK):
            data = await trio.to_thread.run_sync(_read_all, raw)
    assert (4429).to_bytes(2, "big") in data


@pytest.mark.claims_seconds
async def test_closes_from_both_sides_at_once_end_it_at_once(
    client: Client, server: Running, claim: Claim
):
    await client.guest()
    sockets = server.services.sockets
    with deaf_socket(client) as raw:
        await trio.to_thread.run_sync(raw.recv, 4096)
        await until(lambda: len(sockets) == 1)
        [connection] = sockets
        raw.sendall(_frames(0x88, b"\x03\xe8", 1))
        connection.close(4408, "silent")
        began = trio.current_time()
        assert b"\x11\x38" in await trio.to_thread.run_sync(_read_all, raw)
        claim("seconds of a close from both sides", trio.current_time() - began, 0.5)


async def test_a_reset_is_an_end_whatever_was_being_sent(client: Client, server: Running):
    await client.guest()
    sockets = server.services.sockets
    for waiting in (0, 300):
        with deaf_socket(client) as raw:
            await until(lambda: len(sockets) == 1)
            [connection] = sockets
            for _ in range(waiting):
                connection.send(b"x" * 1000)
            reset(raw)
        connection.send(b"x")
        await until(lambda: len(sockets) == 0)
        assert not connection.send(b"x")


async def test_half_a_close_is_the_end(client: Client, server: Running):
    await client.guest()
    with deaf_socket(client) as raw:
        await until(lambda: len(server.services.sockets) == 1)
        raw.shutdown(socket.SHUT_WR)
        await until(lambda: len(server.services.sockets) == 0)


async def test_more_connections_than_allowed_are_refused(
    client: Client, server: Running, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Server, "connections", property(lambda _: 10**9))
    with socket.create_connection(("127.0.0.1", client.port)) as raw:
        raw.settimeout(STUCK)
        assert await trio.to_thread.run_sync(raw.recv, 4096) == b""
