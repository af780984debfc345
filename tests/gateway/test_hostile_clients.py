"""What only the own transport stands: under Hypercorn's WebSockets these are known to fail."""

import socket

import pytest
import trio

from gateway.main import Running
from tests.gateway.client import STUCK, Client, deaf_socket, until

pytestmark = pytest.mark.parametrize("transport", ["own", "own, a task per socket"])


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
    assert (1002).to_bytes(2, "big") in data.partition(b"\r\n\r\n")[2]


async def test_a_refused_handshake_ends_the_connection(client: Client):
    with deaf_socket(client, "Sec-WebSocket-Version: 7\r\n") as raw:
        assert await trio.to_thread.run_sync(_read_all, raw) == b"HTTP/1.1 426"


async def test_frames_before_the_handshake_end_the_connection(client: Client):
    await client.guest()
    with deaf_socket(client) as raw:
        raw.sendall(b"\x82\x80abcd")  # binary, where the server was quicker
        assert await trio.to_thread.run_sync(_read_all, raw) in {b"HTTP/1.1 400", b"HTTP/1.1 101"}


async def test_the_server_stops_though_a_client_does_not_read(client: Client, server: Running):
    await client.guest()
    sockets = server.services.sockets
    with deaf_socket(client):
        await until(lambda: len(sockets) == 1)
        while next(iter(sockets)).send(b"x" * 1000):
            await trio.lowlevel.checkpoint()
        began = trio.current_time()
        server.stop.set()
        with trio.fail_after(STUCK):
            await server.stopped.wait()
        assert trio.current_time() - began < 3.0


def _read_all(raw: socket.socket) -> bytes:
    """Read to the end of the connection; return the status line."""
    data = b""
    while chunk := raw.recv(4096):
        data += chunk
    return data[:12]
