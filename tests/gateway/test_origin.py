"""Only this site's own pages are listened to."""

import pytest

from tests.gateway.client import Client

HANDSHAKE = {
    "upgrade": "websocket",
    "connection": "Upgrade",
    "sec_websocket_key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "sec_websocket_version": "13",
}


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
