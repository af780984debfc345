"""The server obeys only pages of its own site."""

from collections.abc import AsyncIterator
from ipaddress import ip_network
from pathlib import Path

import pytest
import trio

from gateway.main import Running, serve
from gateway.start.options import Options
from tests.gateway.client import Client
from tests.gateway.conftest import port_of

HANDSHAKE = {
    "upgrade": "websocket",
    "connection": "Upgrade",
    "sec_websocket_key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "sec_websocket_version": "13",
}


FOREIGN = pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.example"}, {"origin": None}, {"origin": "null"}],
    ids=["another site", "no origin", "null"],
)


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"origin": None}, "no_origin"),
        ({"origin": "http://evil.example"}, "wrong_origin"),
        ({"origin": "null"}, "wrong_origin"),
        ({"origin": "http://127.0.0.1"}, "wrong_origin"),
        ({"host": "evil.example", "origin": "http://evil.example"}, "wrong_host"),
    ],
)
async def test_a_write_of_another_site_is_refused(client: Client, headers, code: str):
    answer = await client.post("/api/v1/guest", {"name": "Ada"}, **headers)
    assert answer.status == 403
    assert answer.json()["type"] == f"urn:rally:problem:{code}"
    assert "set-cookie" not in answer.headers


async def test_localhost_is_this_site_too(client: Client):
    name = f"localhost:{client.port}"
    answer = await client.post("/api/v1/guest", {"name": "Ada"}, host=name, origin=f"http://{name}")
    assert answer.status == 201


async def test_one_name_of_the_site_does_not_speak_for_the_other(client: Client):
    answer = await client.post(
        "/api/v1/guest", {"name": "Ada"}, origin=f"http://localhost:{client.port}"
    )
    assert answer.status == 403


@pytest.mark.parametrize("path", ["/", "/api/v1/me", "/healthz"])
async def test_reading_needs_the_right_host_but_no_origin(client: Client, path: str):
    assert (await client.get(path, origin=None)).status in {200, 401}
    assert (await client.get(path, host="evil.example")).status == 403


@pytest.mark.parametrize(
    "headers", [{"origin": "http://evil.example"}, {"origin": None}, {"host": "evil.example"}]
)
async def test_a_socket_of_another_site_is_refused(client: Client, headers):
    await client.guest()
    answer = await client.get("/ws", **HANDSHAKE | headers)
    assert answer.status == 403
    assert answer.json()["status"] == 403


async def test_a_socket_without_a_session_is_told_to_sign_in(client: Client):
    async with client.socket(cookie=None) as page:
        assert await page.close_code() == 4401


@FOREIGN
async def test_what_a_cookie_could_do_another_site_cannot(client: Client, headers):
    """Apart from the socket, the cookie is good only for the exchange and the log-out."""
    await client.guest()
    client.token, cookie = None, client.cookie
    body = {"content_type": "application/json", **headers}
    for path in ("/api/v1/refresh", "/api/v1/logout"):
        answer = await client.request("POST", path, b"{}", **body)
        assert answer.status == 403
        assert "set-cookie" not in answer.headers
    assert client.cookie == cookie
    assert (await client.refresh()).status == 200  # neither was done


async def test_a_form_of_another_kind_is_no_request(client: Client):
    """A form can send three content types without a preflight, none of them JSON."""
    await client.guest()
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = await client.request("POST", "/api/v1/logout", b"{}", content_type=kind)
        assert answer.status == 415
    assert (await client.get("/api/v1/me")).status == 200


PUBLIC = "https://pong.example.org:4443"


async def _behind(nursery: trio.Nursery, folder: Path, **options) -> Running:
    return await nursery.start(serve, Options(port=0, data=folder / "data", **options))


@pytest.fixture(params=["by its address", "by X-Forwarded", "by Host"])
async def proxied(
    nursery: trio.Nursery, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[tuple[Client, dict[str, str]]]:
    """A client, and what a TLS proxy on another port adds to its requests."""
    local = ip_network("127.0.0.1")
    known: dict[str, object] = {"public_urls": (PUBLIC,)}
    added: dict[str, str] = {}
    if request.param == "by X-Forwarded":
        known["trusted_proxies"] = (local,)
        added = {
            "x_forwarded_for": "203.0.113.9",
            "x_forwarded_proto": "https",
            "x_forwarded_host": "pong.example.org:4443",
        }
    elif request.param == "by Host":
        added = {"host": "pong.example.org:4443"}
    running = await _behind(nursery, tmp_path, **known)
    client = Client(port_of(running))
    yield client, {"origin": PUBLIC, **added}
    running.stop.set()


async def test_behind_a_tls_proxy_on_another_port_all_works(proxied: tuple[Client, dict[str, str]]):
    client, added = proxied
    answer = await client.post("/api/v1/guest", {"name": "Ada"}, **added)
    assert answer.status == 201
    assert answer.headers["set-cookie"].startswith("__Host-rally_refresh_")
    assert "; Secure" in answer.headers["set-cookie"]
    assert "strict-transport-security" in answer.headers
    assert (await client.refresh(**added)).status == 200
    [session] = (await client.get("/api/v1/sessions", **added)).json()["sessions"]
    assert session["address"] == added.get("x_forwarded_for", "127.0.0.1")
    if "host" not in added:  # there the tests' client writes its own Host
        async with client.socket(**{k.replace("_", "-"): v for k, v in added.items()}) as page:
            await page.hello()
            assert (await client.post("/api/v1/logout", {}, **added)).status == 204
            assert await page.close_code() == 4401


@pytest.mark.parametrize(
    "origin",
    [
        "https://pong.example.org",
        "http://pong.example.org:4443",
        "https://pong.example.org:4444",
        "https://evil.pong.example.org:4443",
        "https://evil.example:4443",
        "null",
    ],
)
async def test_behind_a_proxy_other_origins_stay_out(
    proxied: tuple[Client, dict[str, str]], origin: str
):
    client, added = proxied
    await client.post("/api/v1/guest", {"name": "Ada"}, **added)
    foreign = added | {"origin": origin}
    assert (await client.refresh(**foreign)).status == 403
    answer = await client.get("/ws", **HANDSHAKE | foreign)
    assert answer.status == 403
    assert (await client.refresh(**added)).status == 200


async def test_several_names_are_one_site(nursery: trio.Nursery, tmp_path: Path):
    urls = ("https://pong.example.org", "https://play.example.net:4443")
    running = await _behind(nursery, tmp_path, public_urls=urls)
    client = Client(port_of(running))
    for url in urls:
        host = url.removeprefix("https://")
        answer = await client.post("/api/v1/guest", {"name": "A"}, host=host, origin=url)
        assert answer.status == 201
    default_port = {"host": "pong.example.org:443", "origin": "https://pong.example.org"}
    assert (await client.post("/api/v1/guest", {"name": "A"}, **default_port)).status == 201
    assert (await client.get("/healthz", host="other.example.org")).status == 403
    running.stop.set()


async def test_nobody_forwards_who_was_not_named(client: Client):
    forged = {"x_forwarded_for": "6.6.6.6", "x_forwarded_host": "evil.example"}
    answer = await client.post("/api/v1/guest", {"name": "A"}, x_forwarded_proto="https", **forged)
    assert answer.status == 201
    assert "Secure" not in answer.headers["set-cookie"]
    [session] = (await client.get("/api/v1/sessions")).json()["sessions"]
    assert session["address"] == "127.0.0.1"
