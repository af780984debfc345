"""TLS: what is negotiated, what a peer may do, and that everybody else can go on."""

import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import pytest
import trio

from gateway.main import Running, serve
from gateway.start.options import Options
from gateway.transport import server as transport
from tests.gateway.client import Client, Page, deaf_socket, until
from tests.gateway.conftest import TRANSPORTS, port_of
from tests.gateway.test_origin import HANDSHAKE
from tests.patience import STUCK

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes((0, 0, 0, 4)) + bytes(5)
"""The first bytes of a peer that assumes HTTP/2."""


@pytest.fixture
async def server(nursery: trio.Nursery, tmp_path: Path, transport: str) -> AsyncIterator[Running]:
    options = Options(host="0.0.0.0", port=0, redirect_port=0, data=tmp_path / "data")  # noqa: S104
    running = await nursery.start(serve, options, TRANSPORTS[transport])
    yield running
    running.stop.set()


@pytest.fixture
def trust(server: Running, tmp_path: Path) -> ssl.SSLContext:
    """A client that trusts the certificate this server made, and checks the name."""
    return ssl.create_default_context(cafile=tmp_path / "data" / "tls.pem")


def _secure(server: Running, trust: ssl.SSLContext) -> Client:
    return Client(port_of(server), trust)


@pytest.mark.parametrize("transport", ["own", "own, a task per socket"])
async def test_a_page_plays_over_tls(server: Running, trust: ssl.SSLContext):
    client = _secure(server, trust)
    answer = await client.post("/api/v1/guest", {"name": "Ada"})
    assert "; Secure" in answer.headers["set-cookie"]
    assert answer.headers["set-cookie"].startswith("__Host-")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    refused = await client.get("/ws", **HANDSHAKE | {"origin": "https://evil.example"})
    assert (refused.status, refused.headers["x-content-type-options"]) == (403, "nosniff")
    assert "strict-transport-security" in refused.headers
    async with client.socket() as page:
        await page.hello()
        for at in range(40):
            await page.send(t="ping", at=at)
            assert (await page.frame("pong"))["at"] == at
        await page.send(t="ping", at=1, ack=0)
        await page.text("x" * 3000)
        assert (await page.frame("error"))["code"] == "malformed"
        server.stop.set()
        assert await page.close_code() == 1012


async def test_an_origin_in_clear_text_is_another_site(server: Running, trust: ssl.SSLContext):
    client = _secure(server, trust)
    answer = await client.post("/api/v1/guest", {"name": "Ada"}, origin=f"http://{client.host}")
    assert answer.status == 403


@pytest.mark.parametrize(("host", "status"), [("localhost", 200), ("evil.example", 403)])
async def test_the_machine_answers_to_its_own_names(
    server: Running, trust: ssl.SSLContext, host: str, status: int
):
    client = _secure(server, trust)
    assert (await client.get("/healthz", host=f"{host}:{client.port}")).status == status
    own = socket.gethostname().lower()
    assert (await client.get("/healthz", host=own)).status == 200


async def test_tls_1_1_is_refused(server: Running, trust: ssl.SSLContext):
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        trust.minimum_version = trust.maximum_version = ssl.TLSVersion.TLSv1_1
    trust.set_ciphers("ALL:@SECLEVEL=0")
    stream = await trio.open_ssl_over_tcp_stream("127.0.0.1", port_of(server), ssl_context=trust)
    with pytest.raises(trio.BrokenResourceError):
        await stream.do_handshake()
    await stream.transport_stream.aclose()


@pytest.mark.parametrize("ciphers", ["ECDHE+AES+SHA256", "AES256-GCM-SHA384", "DHE+AESGCM"])
async def test_tls_1_2_without_forward_secrecy_or_authentication_of_records_is_refused(
    server: Running, trust: ssl.SSLContext, ciphers: str
):
    trust.maximum_version = ssl.TLSVersion.TLSv1_2
    trust.set_ciphers(ciphers)
    stream = await trio.open_ssl_over_tcp_stream("127.0.0.1", port_of(server), ssl_context=trust)
    with pytest.raises(trio.BrokenResourceError):
        await stream.do_handshake()
    await stream.transport_stream.aclose()


async def test_clear_text_on_the_port_of_tls_gets_nothing(server: Running):
    async with await trio.open_tcp_stream("127.0.0.1", port_of(server)) as stream:
        await stream.send_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        with trio.fail_after(STUCK), suppress(trio.BrokenResourceError):  # a reset is an end too
            assert not (await stream.receive_some()).startswith(b"HTTP")


async def test_http_1_1_is_all_that_is_offered(server: Running, trust: ssl.SSLContext):
    for offered, agreed in ((["h2", "http/1.1"], "http/1.1"), (["h2"], None), ([], None)):
        if offered:
            trust.set_alpn_protocols(offered)
        port = port_of(server)
        stream = await trio.open_ssl_over_tcp_stream("127.0.0.1", port, ssl_context=trust)
        with trio.fail_after(STUCK):
            async with stream:
                await stream.do_handshake()
                assert stream.selected_alpn_protocol() == agreed
                await stream.send_all(PREFACE)
                assert (await stream.receive_some()).startswith(b"HTTP/1.1 505 ")


async def test_a_request_may_come_with_the_end_of_the_handshake(
    server: Running, trust: ssl.SSLContext
):
    request_ = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    peer = trust.wrap_bio(incoming, outgoing, server_hostname="localhost")
    async with await trio.open_tcp_stream("127.0.0.1", port_of(server)) as stream:
        with trio.fail_after(STUCK):
            while not _tried(peer.do_handshake):
                await stream.send_all(outgoing.read())
                incoming.write(await stream.receive_some())
            peer.write(request_[:9])  # two records
            peer.write(request_[9:])
            await stream.send_all(outgoing.read())  # together with the last part of the handshake
            got = b""
            while b"HTTP/1.1 200" not in got:
                got += (more := _tried(lambda: peer.read(4096)))
                if not more:
                    incoming.write(await stream.receive_some())


def _tried(step: Callable[[], Any]) -> Any:
    """Take a step of TLS; return b"" if it wants to read first, else its result or True."""
    try:
        return step() or True
    except ssl.SSLWantReadError:
        return b""


async def test_a_peer_that_stalls_in_the_handshake_is_cut_off_alone(
    server: Running, trust: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(transport, "TLS_WITHIN", 0.3)
    silent = await trio.open_tcp_stream("127.0.0.1", port_of(server))
    halfway = await trio.open_tcp_stream("127.0.0.1", port_of(server))
    await halfway.send_all(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")  # a hello begins here
    client = _secure(server, trust)
    assert (await client.get("/healthz")).status == 200
    for stalled in (silent, halfway):
        await _ends(stalled)


async def _ends(stream: trio.SocketStream) -> None:
    with trio.fail_after(STUCK), suppress(trio.BrokenResourceError):
        async with stream:
            while await stream.receive_some():
                pass


@pytest.mark.parametrize("transport", ["own", "own, a task per socket"])
async def test_a_peer_that_stalls_in_mid_stream_is_cut_off_and_does_not_hold_the_stop(
    server: Running, trust: ssl.SSLContext
):
    client = _secure(server, trust)
    await client.guest()
    sockets = server.services.sockets
    with await trio.to_thread.run_sync(deaf_socket, client):
        await until(lambda: len(sockets) == 1)
        [connection] = sockets
        while connection.send(b"x" * 1000):
            await trio.lowlevel.checkpoint()
        assert connection.congested
        server.stop.set()
        with trio.fail_after(STUCK):
            await server.stopped.wait()


def _under(page: Page) -> trio.SocketStream:
    """Return the TCP connection beneath the TLS."""
    return cast("Any", page.connection._stream).transport_stream


async def test_garbage_among_the_records_ends_it(server: Running, trust: ssl.SSLContext):
    client = _secure(server, trust)
    await client.guest()
    sockets = server.services.sockets
    async with client.socket() as page:
        await page.hello()
        await _under(page).send_all(b"\x17\x03\x03\x00\x20" + b"x" * 32)
        await until(lambda: len(sockets) == 0)


async def test_the_listener_in_clear_text_sends_people_on(server: Running):
    port, redirect = port_of(server), server.doors.redirect_port
    assert redirect is not None
    for host, where in (
        (f"localhost:{redirect}", f"https://localhost:{port}"),
        ("evil.example", server.services.site.url),
    ):
        stream = await trio.open_tcp_stream("127.0.0.1", redirect)
        head = f"GET /match/m1?x=1 HTTP/1.1\r\nHost: {host}\r\n\r\n"
        async with stream:
            await stream.send_all(head.encode())
            answer = (await stream.receive_some()).decode()
        assert answer.startswith("HTTP/1.1 308")
        assert f"location: {where}/match/m1?x=1\r\n" in answer


@pytest.mark.parametrize("garbage", [b"\x16\x03\x01\r\n\r\n", b"GET\r\n\r\n", b"x" * 20_000])
async def test_the_listener_in_clear_text_drops_what_is_no_request(server: Running, garbage: bytes):
    assert server.doors.redirect_port is not None
    stream = await trio.open_tcp_stream("127.0.0.1", server.doors.redirect_port)
    await stream.send_all(garbage)
    await _ends(stream)
