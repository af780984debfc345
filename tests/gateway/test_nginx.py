"""The server behind a real nginx, with the configuration of docs/operations.md."""

import os
import re
import shutil
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial
from ipaddress import ip_network
from pathlib import Path

import pytest
import trio
from h2.config import H2Configuration
from h2.connection import H2Connection
from structlog.testing import capture_logs

from gateway.auth.passwords import Passwords
from gateway.main import Running, serve
from gateway.start.certificate import self_signed
from gateway.start.options import Options
from tests.e2e.server import ROOT, free_port
from tests.gateway.client import Client, until
from tests.gateway.conftest import port_of, tighten
from tests.gateway.test_avatars import UPLOAD, picture
from tests.gateway.test_origin import FOREIGN, HANDSHAKE
from tests.patience import STUCK

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
AROUND = """
daemon off;
master_process off;
pid nginx.pid;
error_log error.log;
events { worker_connections 128; }
http {
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
"""


class From(Client):
    """A browser at another address of this machine, behind the proxy or not."""

    def __init__(self, address: str, port: int, trust: ssl.SSLContext | None = None) -> None:
        super().__init__(port, trust)
        self.host = f"localhost:{port}" if trust else self.host
        self.site = f"https://{self.host}" if trust else self.site
        self._address = address

    async def _open(self) -> trio.abc.Stream:
        stream = await trio.open_tcp_stream("127.0.0.1", self.port, local_address=self._address)
        if self.trust is None:
            return stream
        return trio.SSLStream(stream, self.trust, server_hostname="localhost")


def _documented(port: int, behind: int, certificate: Path) -> str:
    """The documented configuration, with the ports and paths of this machine."""
    text = (ROOT / "docs/operations.md").read_text()
    [text] = re.findall(r"```nginx\n(.*?)```", text, re.DOTALL)
    for documented, here in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "pong.example.org": "localhost",
        "/etc/ssl/rally/fullchain.pem": str(certificate),
        "/etc/ssl/rally/privkey.pem": str(certificate),
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
    }.items():
        assert text.count(documented) == 1, documented
        text = text.replace(documented, here)
    return text


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
async def server(nursery: trio.Nursery, tmp_path: Path, port: int) -> AsyncIterator[Running]:
    options = Options(
        port=0,
        data=tmp_path / "data",
        public_urls=(f"https://localhost:{port}",),
        trusted_proxies=(ip_network("127.0.0.1"),),
    )
    running = await nursery.start(serve, options)
    running.services.passwords = Passwords(4)
    yield running
    running.stop.set()


@pytest.fixture
async def trust(
    nursery: trio.Nursery, server: Running, tmp_path: Path, port: int
) -> AsyncIterator[ssl.SSLContext]:
    """Start nginx; yield the TLS context that trusts its certificate."""
    if NGINX is None:
        hint = "no nginx here: install Debian's package nginx-light to test what is behind it too"
        assert os.environ.get("CI") != "true", hint
        pytest.skip(hint)
    certificate = tmp_path / "nginx.pem"
    self_signed(certificate, ["localhost"])
    text = _documented(port, port_of(server), certificate)
    (tmp_path / "nginx.conf").write_text(AROUND + text + "}\n")
    command = [NGINX, "-p", str(tmp_path), "-c", "nginx.conf", "-e", "error.log"]
    run = partial(trio.run_process, command, cwd=tmp_path, check=False)
    nginx: trio.Process = await nursery.start(run)
    await until(lambda: nginx.poll() is not None or _listens(port))
    assert nginx.poll() is None, (tmp_path / "error.log").read_text()
    yield ssl.create_default_context(cafile=certificate)
    nginx.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def browser(trust: ssl.SSLContext, port: int) -> From:
    return From("127.0.0.2", port, trust)


async def _address(client: Client, **headers: str) -> str:
    [session] = (await client.get("/api/v1/sessions", **headers)).json()["sessions"]
    return session["address"]


async def test_all_works_through_it(browser: From, server: Running):
    made = await browser.register()
    assert made.headers["set-cookie"].startswith("__Host-rally_refresh_")
    assert "; Secure" in made.headers["set-cookie"]
    assert "strict-transport-security" in made.headers
    assert (await browser.refresh()).status == 200
    assert await _address(browser) == "127.0.0.2"
    async with browser.socket() as page:
        await page.hello()
        await page.send(t="ping", at=1)
        assert (await page.frame("pong"))["at"] == 1
        assert (await browser.post("/api/v1/logout", {})).status == 204
        assert await page.close_code() == 4401


async def test_who_wants_http_2_has_it_from_the_proxy(
    trust: ssl.SSLContext, port: int, server: Running
):
    trust.set_alpn_protocols(["h2", "http/1.1"])
    stream = trio.SSLStream(
        await trio.open_tcp_stream("127.0.0.1", port), trust, server_hostname="localhost"
    )
    peer = H2Connection(H2Configuration(header_encoding="utf-8"))
    peer.initiate_connection()
    head = {":method": "GET", ":scheme": "https", ":path": "/healthz"}
    head[":authority"] = f"localhost:{port}"
    peer.send_headers(1, list(head.items()), end_stream=True)
    answered: list[tuple[str, str]] = []
    with trio.fail_after(STUCK):
        await stream.do_handshake()
        assert stream.selected_alpn_protocol() == "h2"
        await stream.send_all(peer.data_to_send())
        while not answered:
            for event in peer.receive_data(bytes(await stream.receive_some())):
                answered += getattr(event, "headers", ())
    assert (":status", "200") in answered
    await stream.transport_stream.aclose()


@FOREIGN
async def test_another_site_does_nothing_through_it(browser: From, headers):
    await browser.guest()
    assert (await browser.refresh(**headers)).status == 403
    assert (await browser.get("/ws", **HANDSHAKE | headers)).status == 403
    assert (await browser.refresh()).status == 200


@pytest.mark.parametrize("name", ["x_forwarded_host", "x_forwarded_proto", "x_forwarded_for"])
async def test_what_a_client_forwards_itself_counts_for_nothing(browser: From, name: str):
    """Also in a request that writes: with another host or scheme its origin would be wrong."""
    forged = {name: "6.6.6.6" if name.endswith("for") else "http"}
    made = await browser.post("/api/v1/guest", {"name": "Ada"}, **forged)
    assert (made.status, "; Secure" in made.headers["set-cookie"]) == (201, True)
    assert await _address(browser, **forged) == "127.0.0.2"


async def test_who_is_no_proxy_forwards_nothing(server: Running):
    direct = From("127.0.0.3", port_of(server))
    forged = {"x_forwarded_for": "6.6.6.6", "x_forwarded_proto": "https"}
    made = await direct.post("/api/v1/guest", {"name": "Ada"}, **forged)
    assert "; Secure" not in made.headers["set-cookie"]
    assert await _address(direct, **forged) == "127.0.0.3"


async def test_limits_are_for_the_address_behind_it(
    browser: From, server: Running, trust: ssl.SSLContext, port: int
):
    tighten(server, "guest")
    await browser.guest()
    forged = {"x_forwarded_for": "6.6.6.6"}
    assert (await browser.post("/api/v1/guest", {"name": "Ada"}, **forged)).status == 429
    await From("127.0.0.3", port, trust).guest()


async def test_a_large_image_comes_through(browser: From):
    await browser.register()
    image = picture("PNG") + bytes(4 * 2**20)
    assert (await browser.request("PUT", UPLOAD, image, content_type="image/png")).status == 200
    answer = await browser.request("PUT", UPLOAD, bytes(6 * 2**20), content_type="image/png")
    assert (answer.status, "detail" in answer.json()) == (413, True)


HIDDEN = b"GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"
AMBIGUOUS = {
    "both": b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n",
    "two lengths": b"Content-Length: 5\r\nContent-Length: %d\r\n",
    "a sign": b"Content-Length: +%d\r\n",
    "two codings": b"Content-Length: %d\r\nTransfer-Encoding: identity, chunked\r\n",
    "a tab": b"Content-Length: %d\r\nTransfer-Encoding:\tchunked\r\n",
    "a space": b"Content-Length: %d\r\nTransfer-Encoding : chunked\r\n",
    "a folded line": b"Content-Length: %d\r\nTransfer-Encoding:\r\n chunked\r\n",
    "a bare end": b"Content-Length: %d\r\nX: y\nTransfer-Encoding: chunked\r\n",
    "an upgrade to HTTP/2": b"Content-Length: %d\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n",
    "a handshake": b"Content-Length: %d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n",
}


async def test_no_request_hides_in_another(browser: From, server: Running):
    """Proxy and server take the same bytes for the same request."""
    direct = From("127.0.0.3", port_of(server))
    with capture_logs() as logged:
        for client in (browser, direct):
            for method in (b"GET", b"POST"):
                for more in AMBIGUOUS.values():
                    await _smuggle(client, method, more)
    assert {line["path"] for line in logged if line["event"] == "request"} <= {"/healthz"}
    rest = [line for line in logged if line["event"] != "socket refused"]
    assert [line for line in rest if line["log_level"] not in {"debug", "info"}] == []


async def _smuggle(client: From, method: bytes, more: bytes) -> None:
    """Send a request that hides another one in its body, with two contradicting lengths."""
    body = b"0\r\n\r\n" + HIDDEN
    host = client.host.encode()
    head = b"%b /healthz HTTP/1.1\r\nHost: %b\r\n%b\r\n" % (method, host, more % len(body))
    with suppress(trio.BrokenResourceError), trio.move_on_after(0.2):
        async with await client._open() as stream:
            await stream.send_all(head + body)
            while await stream.receive_some():
                pass
