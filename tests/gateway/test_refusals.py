"""If a socket is refused, both the operator and the client learn why."""

import json
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import trio
from structlog.testing import capture_logs
from structlog.typing import EventDict

import gateway.transport.server as transport
from gateway.auth.sessions import Sessions
from gateway.guard.crowd import MOST_SOCKETS
from gateway.guard.refusals import AT_ONCE, CAUSES, LONGEST, Refusals
from gateway.main import Running, serve
from gateway.start.options import Options
from gateway.transport import upgrade
from gateway.transport.server import Server
from store.errors import StoreUnavailable
from tests.gateway.client import Client, deaf_socket, until
from tests.gateway.conftest import port_of
from tests.gateway.test_origin import HANDSHAKE
from tests.patience import STUCK


@contextmanager
def _refused(why: str) -> Iterator[list[EventDict]]:
    """Check that the log has one line that says why; the list has it when it is there."""
    with capture_logs() as logged:
        yield logged
    lines = _lines(logged)
    assert [line["why"] for line in lines] == [why]
    assert (lines[0]["cause"], lines[0]["remedy"]) == CAUSES[why]
    assert lines[0]["log_level"] == "warning"


def _lines(logged: list[EventDict]) -> list[EventDict]:
    return [line for line in logged if line["event"] == "socket refused"]


def _raise(error: Exception) -> Callable[..., Awaitable[None]]:
    async def fail(*_: Any, **__: Any) -> None:
        raise error

    return fail


async def _asks(client: Client, **headers: str | None) -> int:
    """Ask for the socket; return the status."""
    sent = {**HANDSHAKE, **headers}
    return (await client.get("/ws", **sent)).status


@pytest.mark.parametrize(
    ("why", "headers", "status"),
    [
        ("wrong_origin", {"origin": "https://evil.example"}, 403),
        ("wrong_origin", {"origin": "null"}, 403),
        ("no_origin", {"origin": None}, 403),
        ("wrong_host", {"host": "pong.example.org"}, 403),
        ("bad_handshake", {"sec_websocket_key": "x"}, 400),
        ("bad_handshake", {"sec_websocket_key": None}, 400),
        ("bad_handshake", {"connection": "close"}, 400),
        ("wrong_version", {"sec_websocket_version": "8"}, 426),
        ("no_upgrade", {"upgrade": None}, 426),
        ("no_upgrade", {"upgrade": None, "connection": None}, 426),
        ("no_upgrade", dict.fromkeys(HANDSHAKE), 426),
        ("no_upgrade", {"upgrade": "h2c"}, 426),
    ],
)
async def test_a_refused_handshake_is_one_line(client: Client, why: str, headers, status: int):
    with _refused(why) as logged:
        assert await _asks(client, **headers) == status
    [line] = _lines(logged)
    assert line["address"] == "127.0.0.1"
    if why in {"wrong_origin", "wrong_host"}:
        assert line["host"] == headers.get("host", client.host)
        assert line["origin"] == headers.get("origin", client.site)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_without_an_upgrade_it_is_said_what_a_proxy_may_be_doing(client: Client, method: str):
    answer = await client.request(method, "/ws", b"", origin=None)
    assert answer.status == 426
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["upgrade"] == "websocket"
    if method == "GET":
        told = answer.json()
        assert told["type"] == "urn:rally:problem:no_upgrade"
        assert {"proxy", "Upgrade"} <= set(told["detail"].replace("`", "").replace(":", "").split())


async def test_nobody_is_told_to_sign_in(client: Client):
    with _refused("signed_out"):
        async with client.socket(cookie=None) as page:
            assert await page.close_code() == 4401


async def test_a_socket_too_many_is_explained(client: Client, server: Running):
    await client.guest()
    held = [deaf_socket(client) for _ in range(MOST_SOCKETS)]
    await until(lambda: len(server.services.sockets) == MOST_SOCKETS)
    with _refused("too_many_sockets"):
        async with client.socket() as page:
            assert await page.close_code() == 4429
    for raw in held:
        raw.close()


async def test_another_path_is_explained(client: Client):
    with _refused("not_found"), deaf_socket(client, path="/socket") as raw:
        assert (await trio.to_thread.run_sync(raw.recv, 100)).startswith(b"HTTP/1.1 404")


async def test_a_server_that_stops_is_explained(client: Client, server: Running):
    await client.guest()
    server.services.stopping = True
    with _refused("stopping"):
        async with client.socket():
            await until(lambda: server.services.sockets)


async def test_a_store_that_is_away_is_explained(client: Client, monkeypatch: pytest.MonkeyPatch):
    await client.guest()
    monkeypatch.setattr(Sessions, "of_cookie", _raise(StoreUnavailable("away")))
    with _refused("store_unavailable"):
        assert await _asks(client) == 503


async def test_a_store_that_hangs_is_explained(client: Client, monkeypatch: pytest.MonkeyPatch):
    async def hang(*_: object, **__: object) -> None:
        await trio.sleep_forever()

    await client.guest()
    monkeypatch.setattr(Sessions, "of_cookie", hang)
    monkeypatch.setattr(upgrade, "ADMITTED_WITHIN", 0.2)
    with _refused("too_slow"), deaf_socket(client) as raw:
        assert await trio.to_thread.run_sync(raw.recv, 100) == b""


async def test_a_full_server_is_explained(
    client: Client, server: Running, monkeypatch: pytest.MonkeyPatch
):
    with _refused("full"), monkeypatch.context() as patch:
        patch.setattr(Server, "connections", property(lambda _: 10**9))
        await _is_dropped(client.port)
    monkeypatch.setattr(transport, "neighbourhood", str)
    server.services.neighbours._most = 0
    with _refused("full_address"):
        await _is_dropped(client.port)


async def _is_dropped(port: int, *says: bytes) -> None:
    with trio.fail_after(STUCK), suppress(trio.BrokenResourceError):
        async with await trio.open_tcp_stream("127.0.0.1", port) as stream:
            for data in says:
                await stream.send_all(data)
            while await stream.receive_some():
                pass


async def test_tls_where_there_is_none_is_explained(client: Client):
    secure = Client(client.port, ssl.create_default_context())
    with _refused("tls"), pytest.raises(trio.BrokenResourceError):
        await secure.get("/")


async def test_what_goes_wrong_with_tls_is_explained(nursery: trio.Nursery, tmp_path: Path):
    options = Options(host="0.0.0.0", port=0, redirect_port=None, data=tmp_path)  # noqa: S104
    running = await nursery.start(serve, options)
    port = port_of(running)
    with _refused("clear_text"):
        await _is_dropped(port, b"GET /ws HTTP/1.1\r\nHost: x\r\n\r\n")
    with _refused("not_trusted") as logged:
        await trio.to_thread.run_sync(_distrust, port)
        await until(lambda: _lines(logged))
    running.stop.set()


def _distrust(port: int) -> None:
    """Shake hands like a browser that does not trust the certificate."""
    with socket.create_connection(("127.0.0.1", port)) as raw, pytest.raises(ssl.SSLError):
        ssl.create_default_context().wrap_socket(raw, server_hostname="127.0.0.1")


async def test_a_flood_does_not_fill_the_disk(client: Client, server: Running):
    with capture_logs() as logged:
        for _ in range(40):
            assert await _asks(client, origin="https://evil.example/" + "x" * 5000) == 403
        assert await _asks(client, upgrade=None) == 426
        server.services.refusals.sum_up()
    lines = _lines(logged)
    assert [line["why"] for line in lines] == ["wrong_origin"] * int(AT_ONCE) + ["no_upgrade"]
    assert max(len(str(value)) for line in lines for value in line.values()) <= LONGEST
    [more] = [line for line in logged if line["event"] == "more sockets refused"]
    assert more["wrong_origin"] == 40 - AT_ONCE


def test_lines_come_back_with_time_and_every_one_left_out_is_counted():
    now = 1000.0
    refusals = Refusals(lambda: now)
    with capture_logs() as logged:
        for _ in range(3600):
            refusals.say("full", "192.0.2.1")
            now += 0.1
        refusals.sum_up()
        refusals.sum_up()
    said = _lines(logged)
    [more] = [line for line in logged if line["event"] == "more sockets refused"]
    assert 30 <= len(said) <= 40  # five a minute, after the first five
    assert more["full"] == 3600 - len(said)


def test_every_cause_has_a_remedy_that_can_be_logged():
    for cause, remedy in CAUSES.values():
        assert cause
        assert remedy
        assert len(json.dumps([cause, remedy])) < 400
