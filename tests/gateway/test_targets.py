"""Targets, methods and fields of requests: the well-formed are answered, all others refused."""

import json

import pytest
from quart_trio import QuartTrio
from structlog.testing import capture_logs

from gateway.main import Running
from gateway.transport.target import BadTarget, origin_form
from tests.gateway.client import Client
from tests.gateway.test_wild_requests import ASKS, KEY, VERSION
from tests.gateway.wild import no_mistakes, said_to

ODD = (
    *("?x", "?", "?*", "nope", "http://[/", "http://a]b/", "http://[::1]x:a/", "http://"),
    *("http:///", "http://a@127.0.0.1/", "ftp://127.0.0.1/", "http:/x", "http:x", "127.0.0.1:80"),
    *(
        "http://127.0.0.1:999999/",
        "http://a b/",
        "*x",
        "**",
        ".",
        "..",
        "#",
        "\\",
        "//"[1:] + "x:y",
    ),
    *(
        "ws://127.0.0.1/ws",
        "http://[::1/",
        "http://%/",
        "mailto:x",
        "@",
        "%2f",
        "http://127.0.0.1#",
    ),
)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "CONNECT"])
async def test_no_odd_target_is_a_mistake(
    server: Running, client: Client, caplog: pytest.LogCaptureFixture, method: str
):
    with no_mistakes(server, caplog):
        for target in ODD:
            status, body = await _ask(server, client, f"{method} {target}")
            assert 400 <= status < 500, (target, status)
            assert method == "HEAD" or json.loads(body)["status"] == status


async def _ask(server: Running, client: Client, line: str, more: str = "") -> tuple[int, bytes]:
    head = f"{line} HTTP/1.1\r\nHost: {client.host}\r\nOrigin: {client.site}\r\n{more}"
    close = "" if "Upgrade" in more else "Connection: close\r\n"
    answer = await said_to(server, f"{head}{close}\r\n".encode())
    return int(answer[9:12]), answer.partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize(
    ("target", "plain"),
    [
        *[(b"/", (b"/", None)), (b"*", (b"*", None)), (b"//x", (b"//x", None))],
        *[(b"http://a", (b"/", b"a")), (b"HTTPS://A:1/b?c", (b"/b?c", b"A:1"))],
        *[(b"http://[::1]:80?x", (b"/?x", b"[::1]:80")), (b"http://a//b", (b"//b", b"a"))],
    ],
)
def test_a_target_is_taken_apart(target: bytes, plain: tuple[bytes, bytes | None]):
    assert origin_form(target) == plain


@pytest.mark.parametrize("target", ODD)
def test_an_odd_target_is_bad(target: str):
    if not target.startswith("/"):
        with pytest.raises(BadTarget):
            origin_form(target.encode())


HOSTS = (
    *(
        "a" * 64,
        "a..b",
        ".a",
        "a:b",
        "[::1",
        "[x]",
        "a b",
        "a/b",
        "a@b",
        "a,b",
        "é",
        "%41",
        "a:1:2",
    ),
    *("a" * 5000, "..", ":", "[]", "http://a", "a:999999"),
)


async def test_a_host_is_well_formed_or_nobody_s(
    server: Running, client: Client, caplog: pytest.LogCaptureFixture
):
    with no_mistakes(server, caplog):
        for host in HOSTS:
            for version in ("1.1", "1.0"):
                head = f"GET /healthz HTTP/{version}\r\nHost: {host}\r\nConnection: close\r\n\r\n"
                assert (await said_to(server, head.encode())).startswith(b"HTTP/1.1 400"), host
        for host in ("", "a.b.", "[::2]:80", "evil", "evil:", "x" * 63):
            assert (await client.get("/healthz", host=host)).status == 403, host


async def test_in_absolute_form_the_host_of_the_target_counts(server: Running, client: Client):
    for host, status in ((client.host, 200), ("evil", 403), (f"evil:{client.port}", 403)):
        assert (await _ask(server, client, f"GET http://{host}/healthz"))[0] == status
    head = f"GET http://{client.host}/healthz HTTP/1.1\r\nHost: evil\r\nConnection: close\r\n\r\n"
    assert (await said_to(server, head.encode())).startswith(b"HTTP/1.1 200")


async def test_a_socket_opens_in_absolute_form_too(server: Running, client: Client):
    await client.guest()
    fields = (ASKS + KEY + VERSION).decode() + f"Origin: {client.site}\r\nCookie: {client.cookie}"
    for host, named, status in (
        *((client.host, client.host, b"101"), (client.host, "evil", b"101")),
        *(("evil", client.host, b"403"), ("[", client.host, b"400")),
    ):
        head = f"GET http://{host}/ws HTTP/1.1\r\nHost: {named}\r\n{fields}\r\n\r\n".encode()
        answer = await said_to(server, head + CLOSE)
        assert answer.startswith(b"HTTP/1.1 " + status), (host, answer[:200])


CLOSE = bytes((0x88, 0x82, 0, 0, 0, 0)) + (1000).to_bytes(2, "big")


@pytest.mark.parametrize("method", ["get", "Get", "gET", "FOO", "A-B", "PROPFIND", "G", "post"])
async def test_methods_are_those_of_http_in_capitals(server: Running, client: Client, method: str):
    for path in ("/", "/api/v1/me", "/nowhere"):
        status, body = await _ask(server, client, f"{method} {path}")
        assert (status, json.loads(body)["status"]) == (501, 501)


async def test_a_head_has_at_most_a_hundred_fields(server: Running, client: Client):
    socket = (ASKS + KEY + VERSION).decode()
    for line, more, most in (("GET /healthz", "", 97), ("GET /nowhere", socket, 94)):
        many, too_many = ("".join(f"X{n}: y\r\n" for n in range(k)) for k in (most, most + 1))
        assert (await _ask(server, client, line, more + many))[0] in {200, 404}
        status, body = await _ask(server, client, line, more + too_many)
        assert (status, json.loads(body)["type"]) == (
            *(431, "urn:rally:problem:request_header_fields_too_large"),
        )


@pytest.mark.parametrize("empty", ["\r\n", "\n", "\r\n" * 8])
async def test_empty_lines_before_a_request_are_passed_over(
    server: Running, client: Client, empty: str
):
    health = f"GET /healthz HTTP/1.1\r\nHost: {client.host}\r\n"
    data = f"{empty}{health}\r\n{empty}{health}Connection: close\r\n\r\n".encode()
    assert (await said_to(server, data)).count(b"HTTP/1.1 200") == 2
    cut = [bytes((byte,)) for byte in data]
    assert (await said_to(server, *cut)).count(b"HTTP/1.1 200") == 2


async def test_but_not_for_ever(server: Running, client: Client):
    health = f"GET /healthz HTTP/1.1\r\nHost: {client.host}\r\n\r\n".encode()
    assert (await said_to(server, b"\r\n" * 9 + health)).startswith(b"HTTP/1.1 400")
    answer = await said_to(server, health + b"\r\n" * 100)
    assert answer.count(b"HTTP/1.1 200") == answer.count(b"HTTP/1.1 400") == 1


async def test_what_escapes_the_application_is_logged_once_and_answered(
    server: Running, client: Client, monkeypatch: pytest.MonkeyPatch
):
    async def broken(*_: object) -> None:
        raise ValueError("nobody has thought of this")

    monkeypatch.setattr(QuartTrio, "handle_request", broken)
    with capture_logs() as logs:
        answer = await client.get("/healthz")
        assert (await client.get("/healthz")).status == 500
    assert (answer.status, answer.json()["type"]) == (500, "urn:rally:problem:failed")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    errors = [line for line in logs if line["log_level"] == "error"]
    assert len(errors) == 2  # one for each
    assert all(line["exc_info"] for line in errors)
