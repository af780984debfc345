"""Bytes that are not text, wherever a peer may send some, are refused and never cause an error."""

from base64 import urlsafe_b64encode

import pytest

from gateway.api import openapi
from gateway.app import make_app
from gateway.main import Running
from tests.gateway.client import Client
from tests.gateway.test_attacks import fields
from tests.gateway.wild import no_mistakes, said_to

NO_TEXT = (b"\xff", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\x80")
BODIES = (
    *(b'{"name":"%s"}' % wrong for wrong in NO_TEXT),
    *(b'{"%s":1}' % wrong for wrong in NO_TEXT),
    *(b"\xff", b"\xff\xfe{\0}\0", b'{"name":"\\ud800"}', b'{"name":"\\udc00"}', b"[" * 9000),
)


async def test_no_body_that_is_no_text_is_a_mistake(
    server: Running, client: Client, caplog: pytest.LogCaptureFixture
):
    """On every route that takes JSON."""
    await client.register()
    with no_mistakes(server, caplog):
        for path, method, op in openapi.operations(make_app(server.services)):
            if op.body is None or isinstance(op.body, str) or "{" in path:
                continue
            field = (*fields(op.body), "name")[0].encode()
            for body in BODIES:
                data = body.replace(b"name", field)
                answer = await client.request(
                    method.upper(), f"/api/v1{path}", data, content_type="application/json"
                )
                assert answer.status in {400, 401, 409, 422, 429}, (path, data[:40])
                if answer.status == 400:
                    assert answer.json()["type"] == "urn:rally:problem:malformed"


@pytest.mark.parametrize("wrong", NO_TEXT)
async def test_a_name_that_is_no_text_is_malformed(client: Client, wrong: bytes):
    answer = await client.request(
        "POST", "/api/v1/guest", b'{"name":"%s"}' % wrong, content_type="application/json"
    )
    assert (answer.status, answer.json()["detail"]) == (
        *(400, "This is not JSON: text that is not UTF-8."),
    )


def _bearer(head: bytes, body: bytes = b"{}") -> bytes:
    return b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in (head, body, b"x"))


async def test_nothing_else_of_a_request_that_is_no_text_is_a_mistake(
    server: Running, client: Client, caplog: pytest.LogCaptureFixture
):
    host = f"Host: {client.host}\r\nConnection: close\r\n".encode()
    site = f"Origin: {client.site}\r\n".encode()
    lines = [
        *(b"%s: %s\r\n" % (name, wrong) for wrong in NO_TEXT for name in NAMES),
        *(b"Cookie: rally_refresh=%s\r\n" % wrong for wrong in NO_TEXT),
        *(b"Cookie: rally_refresh_%d=%s\r\n" % (client.port, wrong) for wrong in NO_TEXT),
        *(b'Cookie: %s="\\377\\355"; rally_refresh="\\377.1.x.\\377"\r\n' % w for w in NO_TEXT),
        *(b"Authorization: Bearer %s\r\n" % wrong for wrong in NO_TEXT),
        *(b"Authorization: Bearer %s\r\n" % _bearer(wrong) for wrong in NO_TEXT),
        *(b"Authorization: Bearer %s\r\n" % _bearer(b'{"kid":"%s"}' % w) for w in NO_TEXT),
        b"Authorization: Bearer %s\r\n" % _bearer(b"[" * 300),
    ]
    quoted = ["".join(f"%{byte:02x}" for byte in wrong).encode() for wrong in NO_TEXT]
    targets = [
        *(b"/player/" + wrong for wrong in quoted),
        *(b"/api/v1/players?name=" + wrong for wrong in quoted),
        *(b"/api/v1/players/" + wrong for wrong in quoted),
        *(b"/api/v1/avatars/" + wrong + b"/64" for wrong in quoted),
    ]
    with no_mistakes(server, caplog):
        for line in lines:
            for ask in (b"GET /api/v1/me", b"POST /api/v1/refresh", b"GET /ws", b"GET /"):
                is_socket = ask == b"GET /ws"
                more = UPGRADE if is_socket else b"Content-Length: 0\r\n"
                data = ask + b" HTTP/1.1\r\n" + host + site + line + more + b"\r\n"
                answer = await said_to(server, data, ends=is_socket)
                statuses = {b"", b"1", b"4"} if is_socket else {b"2", b"4"}
                assert answer[9:10] in statuses, (ask, line, answer[:80])
        for target in targets:
            answer = await said_to(server, b"GET %s HTTP/1.1\r\n%s\r\n" % (target, host))
            assert answer[9:10] in {b"2", b"4"}, (target, answer[:80])


NAMES = (
    *(b"Accept", b"Origin", b"User-Agent", b"If-None-Match", b"If-Modified-Since", b"X-Y"),
    *(b"Content-Type", b"X-Forwarded-For", b"Accept-Language", b"Authorization", b"Cookie"),
)
UPGRADE = (
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
)
