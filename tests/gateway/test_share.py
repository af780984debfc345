"""A connection gets a bounded share of each turn of the event loop, however much it sends.

The tests count work, not time: bytes and requests per turn, and turns until somebody else has an
answer.
"""

import socket
import ssl
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import trio
from quart_trio import QuartTrio

from gateway.main import Running, serve
from gateway.start.options import Options
from gateway.transport.stream import AT_ONCE
from tests.gateway.client import Client
from tests.gateway.conftest import port_of
from tests.gateway.half_dead import HELLO, SOCKET, Kind, Peer, frame, get
from tests.patience import STUCK

FLOODS = {
    "requests": Kind(drips=get("/healthz") * 500, gushes=True),
    "files": Kind(drips=get("/js/main.js") * 300, gushes=True),
    "requests for nothing": Kind(drips=get("/nowhere") * 500, gushes=True),
    "bytes of a head": Kind(b"GET / HTTP/1.1\r\n", drips=b"a"),
    "lines of a head": Kind(b"GET / HTTP/1.1\r\n", drips=b"a: b\r\n" * 2000, gushes=True),
    "tiny frames": Kind(SOCKET + HELLO, drips=frame(0x81, b"") * 4000, gushes=True),
    "frames": Kind(SOCKET + HELLO, drips=frame(0x81, b'{"t":"ping","at":1}') * 900, gushes=True),
    "pings": Kind(SOCKET + HELLO, drips=frame(0x89, b"") * 4000, gushes=True),
    "pongs": Kind(SOCKET + HELLO, drips=frame(0x8A, b"") * 4000, gushes=True),
    "fragments": Kind(SOCKET + frame(0x01, b""), drips=frame(0x00, b"") * 4000, gushes=True),
    "bytes of a frame": Kind(SOCKET + HELLO + b"\x81\xfe\x0f\xff", drips=b"x"),
}
PEERS = 8
ROUNDS = 30
MOST_TURNS = 20
"""The most turns until somebody else has an answer; without a flood it takes some, too."""


class Meter(trio.abc.Instrument):
    """Measures each turn: the bytes that each connection reads, and the requests begun."""

    def __init__(self) -> None:
        self.turns = 0
        self.port = 0
        self.most: Counter[str] = Counter()
        self._now: Counter[object] = Counter()

    def count(self, name: str, key: object, by: int) -> None:
        self._now[key] += by
        self.most[name] = max(self.most[name], self._now[key])

    def after_io_wait(self, timeout: float) -> None:  # noqa: ARG002 - trio's
        self.turns += 1
        self._now.clear()


@pytest.fixture
def meter(monkeypatch: pytest.MonkeyPatch) -> Meter:
    meter = Meter()
    received, asked = socket.socket.recv, QuartTrio.__call__

    def recv(sock: socket.socket, *arguments: Any) -> bytes:
        data = received(sock, *arguments)
        if sock.family == socket.AF_INET and sock.getsockname()[1] == meter.port:
            meter.count("bytes", sock, len(data))
        return data

    async def call(app: QuartTrio, *arguments: Any) -> None:
        meter.count("requests", "requests", 1)
        await asked(app, *arguments)

    monkeypatch.setattr(socket.socket, "recv", recv)
    monkeypatch.setattr(QuartTrio, "__call__", call)
    return meter


@pytest.fixture(params=["clear text", "TLS"])
async def client(
    nursery: trio.Nursery, tmp_path: Path, request: pytest.FixtureRequest, meter: Meter
):
    host = "0.0.0.0" if request.param == "TLS" else "127.0.0.1"  # noqa: S104
    options = Options(host=host, port=0, redirect_port=None, data=tmp_path)
    running: Running = await nursery.start(serve, options)
    secure = running.doors.tls is not None
    trust = ssl.create_default_context(cafile=tmp_path / "tls.pem") if secure else None
    meter.port = port_of(running)
    yield Client(port_of(running), trust)
    running.stop.set()


@pytest.mark.parametrize("kind", FLOODS.values(), ids=FLOODS)
async def test_a_flood_on_one_connection_holds_nobody_else_up(
    client: Client, meter: Meter, kind: Kind
):
    trio.lowlevel.add_instrument(meter)
    await client.guest()
    flooder = Client(client.port, client.trust)
    await flooder.guest()
    peers = [await trio.to_thread.run_sync(Peer, kind, flooder) for _ in range(PEERS)]
    turns = []
    with trio.fail_after(2 * STUCK):
        async with client.socket() as page:
            await page.hello()
            for at in range(ROUNDS):
                for peer in peers:
                    peer.tick()
                began = meter.turns
                await page.send(t="ping", at=at)
                await page.frame("pong")
                turns.append(meter.turns - began)
    assert 0 < meter.most["bytes"] <= AT_ONCE  # a socket begins as a request
    assert meter.most["requests"] <= 1
    assert sorted(turns)[ROUNDS // 2] <= MOST_TURNS
    assert max(turns) <= 3 * MOST_TURNS
    for peer in peers:
        peer.close()
