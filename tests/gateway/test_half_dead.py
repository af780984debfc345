"""Whatever a peer does not finish, its connection ends in bounded time, and nothing of it stays.

Time is virtual: the test moves it on when nothing more can happen at the present moment. If the
gateway waits without a deadline, a connection stays for ever, and the test finds it. Add every new
way to stall to `half_dead.KINDS`.
"""

import gc
import ssl
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import bcrypt
import pytest
import trio
from trio.testing import MockClock, wait_all_tasks_blocked

import gateway.transport.server as transport
from actors.core.driver import TrioWorld
from gateway.auth.passwords import Passwords
from gateway.auth.sessions import Sessions
from gateway.main import Running, serve
from gateway.socket.backpressure import GRACE
from gateway.socket.conversation import Conversation
from gateway.start.options import Options
from gateway.stop import WITHIN
from gateway.transport import http
from gateway.transport.connection import SocketConnection
from gateway.transport.http1 import Http1
from gateway.transport.stream import Stream
from gateway.transport.tls import Tls
from tests.gateway.client import Client
from tests.gateway.conftest import TRANSPORTS, port_of
from tests.gateway.half_dead import HELLO, KINDS, SOCKET, TOKEN, Kind, Peer, get, post
from tests.gateway.wild import no_mistakes

PEERS = 200
TICK = 2.0
"""Seconds of virtual time."""
ALL_GONE = 600.0
"""Seconds within which all peers must have ended; a large answer has the longest deadline."""
EACH = (Stream, http._Connection, Http1, SocketConnection, Conversation, Tls)
"""The classes of which each connection has one object."""


@pytest.fixture
def mock_clock() -> MockClock:
    return MockClock()


@pytest.fixture(params=["clear text", "TLS"])
async def server(
    nursery: trio.Nursery,
    mock_clock: MockClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Running]:
    for clock in ("now", "date"):
        monkeypatch.setattr(TrioWorld, clock, lambda _: 1_800_000_000.0 + trio.current_time())
    monkeypatch.setattr(transport, "neighbourhood", str)  # here the loopback is counted too
    host = "0.0.0.0" if request.param == "TLS" else "127.0.0.1"  # noqa: S104
    options = Options(host=host, port=0, redirect_port=None, data=tmp_path / "data")
    async with trio.open_nursery() as meanwhile:
        meanwhile.start_soon(_move_on, mock_clock)  # the first flush waits for a while
        running = await nursery.start(serve, options, TRANSPORTS["own"])
        meanwhile.cancel_scope.cancel()
    running.services.passwords = Passwords(4)
    with no_mistakes(running, caplog):
        yield running
    running.stop.set()
    async with trio.open_nursery() as meanwhile:
        meanwhile.start_soon(_move_on, mock_clock)
        await running.stopped.wait()
        meanwhile.cancel_scope.cancel()


async def _move_on(clock: MockClock) -> None:
    """Let time pass, a tenth of a second whenever nothing more can happen."""
    while True:
        await wait_all_tasks_blocked(0.01)
        clock.jump(0.1)


@pytest.fixture
def client(server: Running, tmp_path: Path) -> Client:
    secure = server.doors.tls is not None
    trust = ssl.create_default_context(cafile=tmp_path / "data" / "tls.pem") if secure else None
    return Client(port_of(server), trust)


def _living() -> dict[str, int]:
    """How many objects of each class there are."""
    gc.collect()
    found = [type(thing) for thing in gc.get_objects()]
    return {kind.__name__: found.count(kind) for kind in EACH}


async def _until(true: Callable[[], object]) -> None:
    """Wait in real time for what threads and the system do."""
    for _ in range(2000):
        if true():
            return
        await wait_all_tasks_blocked(0.005)
    raise AssertionError("it never came true")


async def _opened(kinds: list[Kind], client: Client) -> list[Peer]:
    return [await trio.to_thread.run_sync(Peer, kind, client) for kind in kinds]


async def _let_pass(clock: MockClock, peers: list[Peer], seconds: float, over: Callable[[], bool]):
    """Move time on until ``over``; return how many seconds that took."""
    began = clock.current_time()
    while clock.current_time() - began < seconds:
        await wait_all_tasks_blocked(0.002)
        if over():
            break
        clock.jump(TICK)
        for peer in peers:
            peer.tick()
    return clock.current_time() - began


async def test_of_half_dead_peers_nothing_is_left(
    server: Running, client: Client, mock_clock: MockClock
):
    await client.guest()
    there = server.services.neighbours._there
    await _until(lambda: not there)
    tasks, before = trio.lowlevel.current_statistics().tasks_living, _living()
    names = (list(KINDS) * PEERS)[:PEERS]
    peers = await _opened([KINDS[name] for name in names], client)
    assert sum(there.values()) > PEERS / 2  # most of them have no reason to end yet
    await _let_pass(
        mock_clock,
        peers,
        ALL_GONE,
        lambda: not there,
    )
    assert not there
    await _let_pass(mock_clock, [], GRACE + TICK, lambda: False)
    await _until(lambda: trio.lowlevel.current_statistics().tasks_living <= tasks)
    assert len(server.services.sockets) == len(server.services.sockets_of._there) == 0
    assert _living() == before
    for peer in peers:
        peer.close()


class Hanging:
    """A store whose calls never end."""

    async def __call__(self, *_: object, **__: object) -> None:
        await trio.sleep_forever()


def _asks(path: str, body: str = "", *lines: str) -> Kind:
    fields = (f"Content-Length: {len(body)}", *lines) if body else lines
    return Kind((post if body else get)(path, TOKEN, *fields) + body.encode())


LOG_IN = '{"name": "ada", "password": "correct horse"}'
WAITS = {
    "for the store": _asks("/api/v1/me"),
    "for a hash": _asks("/api/v1/login", LOG_IN),
    "for its turn to be hashed": _asks("/api/v1/login", LOG_IN),
    "for the store, with a request behind": Kind(_asks("/api/v1/me").says * 2),
    "for the store, with half a head behind": Kind(_asks("/api/v1/me").says + b"GET /"),
    "for a body": Kind(post("/api/v1/guest", "Content-Length: 9")),
    "for its socket": Kind(SOCKET),
    "for its socket, with frames behind": Kind(SOCKET + HELLO * 9),
    "for the answer to be taken": KINDS["takes no answer"],
    "for a request": KINDS["idle after an answer"],
    "for the rest of a head": KINDS["half a head"],
}


WHOLE = {waits for waits in WAITS if "store" in waits or "hash" in waits}
"""Waits after a complete request: a peer that closes may only have half-closed, and still wait."""


class Hash:
    """A hash that goes on in its thread until the test ends it."""

    def __init__(self) -> None:
        self.begun, self.end = threading.Event(), threading.Event()

    def __call__(self, *_: object) -> bool:
        self.begun.set()
        return self.end.wait(60.0)


@pytest.mark.parametrize("leaves", [Peer.close, Peer.reset], ids=["closes", "resets"])
@pytest.mark.parametrize("waits", WAITS)
async def test_who_leaves_is_counted_no_more_at_that_moment(
    server: Running,
    client: Client,
    mock_clock: MockClock,
    monkeypatch: pytest.MonkeyPatch,
    waits: str,
    leaves: Callable[[Peer], None],
):
    """Whatever the server waits for, even if it cannot be cut short; no time passes here.

    The exception is a peer that closes after a complete request: until the server sends something,
    it looks like one that still listens.
    """
    await client.register()
    there = server.services.neighbours._there
    await _until(lambda: not there)
    for verb in ("of_bearer", "of_cookie"):
        monkeypatch.setattr(Sessions, verb, Hanging())
    monkeypatch.setattr(bcrypt, "checkpw", going_on := Hash())
    first: list[Peer] = []
    if waits == "for its turn to be hashed":
        threads = int(server.services.passwords._threads.total_tokens)
        first = await _opened([WAITS["for a hash"]] * threads, client)
        await _until(going_on.begun.is_set)
    peers = await _opened([WAITS[waits]] * 4, client)
    await wait_all_tasks_blocked(0.05)
    assert sum(there.values()) == 4 + len(first)
    for peer in peers:
        leaves(peer)
    now = mock_clock.current_time()
    looks_alive = waits in WHOLE and leaves is Peer.close and server.doors.tls is None
    try:
        if looks_alive:
            await wait_all_tasks_blocked(0.05)
            mock_clock.jump(http.LAST_WITHIN)
        await _until(lambda: sum(there.values()) == len(first))
        for peer in first:
            peer.reset()
        await _until(lambda: not there)
        assert trio.current_time() == now + http.LAST_WITHIN * looks_alive
    finally:
        going_on.end.set()


async def test_who_leaves_at_the_moment_of_the_answer_is_no_mistake(
    server: Running, client: Client, mock_clock: MockClock
):
    """Either the reader or the writer may notice first that the peer has left."""
    await client.guest()
    there = server.services.neighbours._there
    kinds = [kind for kind in KINDS.values() if kind.says and not kind.raw]
    for rounds in range(4):
        peers = await _opened(kinds, client)
        for _ in range(rounds):
            await trio.lowlevel.checkpoint()
        for peer in peers:
            peer.reset()
        await _let_pass(mock_clock, [], ALL_GONE, lambda: not there)
        assert not there


async def test_a_request_ends_though_what_it_needs_never_comes(
    server: Running, client: Client, mock_clock: MockClock, monkeypatch: pytest.MonkeyPatch
):
    await client.register()
    there = server.services.neighbours._there
    await _until(lambda: not there)
    for verb in ("of_bearer", "of_cookie"):
        monkeypatch.setattr(Sessions, verb, Hanging())
    kinds = [kind for waits, kind in WAITS.items() if "store" in waits or "socket" in waits]
    peers = await _opened(kinds, client)
    await wait_all_tasks_blocked(0.05)
    assert sum(there.values()) == len(kinds)
    took = await _let_pass(mock_clock, peers, ALL_GONE, lambda: not there)
    assert not there
    assert took <= http.REQUEST_WITHIN + TICK
    for peer in peers:
        peer.close()


async def test_half_dead_peers_do_not_hold_up_a_stop(
    server: Running, client: Client, mock_clock: MockClock
):
    await client.guest()
    peers = await _opened([KINDS[name] for name in (list(KINDS) * PEERS)[:PEERS]], client)
    await wait_all_tasks_blocked(0.01)
    began = mock_clock.current_time()
    server.stop.set()
    for _ in range(100):
        await wait_all_tasks_blocked(0.002)
        if server.stopped.is_set():
            break
        mock_clock.jump(0.1)
        for peer in peers:
            peer.tick()
    assert server.stopped.is_set()
    assert mock_clock.current_time() - began < WITHIN
    for peer in peers:
        peer.close()
