"""An idle socket costs no task and little memory; this is counted, not timed."""

import gc
import socket
import tracemalloc

import pytest
import trio
import trio.testing

from gateway.main import Running
from gateway.transport import codec
from tests.gateway.client import Client, deaf_socket, until

SOCKETS, WARM = 50, 14
"""How many are measured, and how many are opened before: for these, what is made once is made."""
KIB = 1024
MOST, MOST_OF_GATEWAY = 18 * KIB, 4 * KIB
HELLO = b'{"t":"hello"}'


def _said_hello(client: Client) -> socket.socket:
    raw = deaf_socket(client)
    raw.sendall(bytes((codec.FINAL_TEXT, 0x80 | len(HELLO))) + bytes(4) + HELLO)
    return raw


async def _open(client: Client, server: Running, cookies: list[str | None]) -> list[socket.socket]:
    """Open a socket for each of these people; return when all have their welcome."""
    raws = []
    before = len(server.services.sockets)
    for client.cookie in cookies:
        raws.append(_said_hello(client))
    players = server.services.kernel.statistics
    await until(lambda: players().kinds.get("player", 0) == before + len(cookies))
    await trio.testing.wait_all_tasks_blocked(0.02)
    gc.collect()
    return raws


async def test_an_idle_socket_costs_no_task_and_little_memory(
    client: Client, server: Running, capsys: pytest.CaptureFixture[str]
):
    cookies = []
    for _ in range(SOCKETS + WARM):
        client.cookie = None  # otherwise the previous one is signed out
        await client.guest()
        cookies.append(client.cookie)
    first = await _open(client, server, cookies[:WARM])
    tasks = trio.lowlevel.current_statistics().tasks_living
    tracemalloc.start()
    try:
        raws = await _open(client, server, cookies[WARM:])
        snapshot = tracemalloc.take_snapshot()
    finally:
        tracemalloc.stop()
    whole = sum(trace.size for trace in snapshot.traces) / SOCKETS
    ours = snapshot.filter_traces(
        [tracemalloc.Filter(inclusive=True, filename_pattern="*/gateway/*")]
    )
    gateway = sum(trace.size for trace in ours.traces) / SOCKETS
    with capsys.disabled():  # show the figures
        print(
            f"\nan idle socket: {whole / KIB:.1f} KiB of Python, {gateway / KIB:.1f} the gateway's"
        )
    assert trio.lowlevel.current_statistics().tasks_living <= tasks
    assert whole < MOST
    assert gateway < MOST_OF_GATEWAY
    for raw in first + raws:
        raw.close()
