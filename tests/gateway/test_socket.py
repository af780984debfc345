"""The socket: hello, what is refused, floods, and clients that do not behave."""

import json
from contextlib import suppress

import pytest
import trio
from trio_websocket import ConnectionClosed

from gateway.main import Running
from gateway.socket import backpressure as limits
from gateway.socket import conversation as route
from gateway.socket.wire import MAX_MESSAGE
from tests.gateway.client import Client, Page, deaf_socket, until
from tests.patience import STUCK

pytestmark = pytest.mark.parametrize("transport", ["own", "own, a task per socket", "quart"])


async def _error(page: Page) -> dict:
    return await page.frame("error")


async def test_hello_is_answered_with_who_one_is(client: Client):
    player = await client.guest("Ada")
    async with client.socket() as page:
        welcome = await page.hello()
        assert welcome["player"] == player
        assert welcome["resumed"] is False
        await page.send(t="ping", at=12.5)
        assert (await page.frame("pong"))["at"] == 12.5


async def test_a_session_is_resumed_on_a_new_socket(client: Client):
    await client.guest()
    async with client.socket() as page:
        session = (await page.hello())["session"]
    async with client.socket() as page:
        assert (await page.hello(session=session, last=0))["resumed"] is True


async def test_frames_reach_those_who_bring_players_together(client: Client):
    await client.guest()
    async with client.socket() as page:
        await page.hello()
        await page.send(t="open", id="r1")
        assert (await page.frame("ok"))["id"] == "r1"


async def test_no_hello_in_time_ends_it(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(route, "HELLO_WITHIN", 0.1)
    await client.guest()
    async with client.socket() as page:
        await page.text("nonsense")
        assert await page.close_code() == 4400


async def test_frames_out_of_order_are_refused(client: Client):
    await client.guest()
    async with client.socket() as page:
        await page.send(t="queue", id="r1")
        early = await _error(page)
        assert (early["code"], early["id"]) == ("out_of_order", "r1")
        await page.hello()
        await page.send(t="hello")
        assert (await _error(page))["code"] == "out_of_order"


@pytest.mark.parametrize(
    ("text", "code"),
    [("{", "malformed"), ('{"t": "fly"}', "unknown_frame"), ("x" * (MAX_MESSAGE + 1), "too_large")],
)
async def test_garbage_is_refused_and_the_talk_goes_on(client: Client, text: str, code: str):
    await client.guest()
    async with client.socket() as page:
        await page.hello()
        await page.text(text)
        error = await _error(page)
        assert error["code"] == code
        assert "seq" not in error
        await page.send(t="ping", at=1)
        await page.frame("pong")


@pytest.mark.parametrize(
    ("message", "code"), [(b"\x00", 1003), (b"", 1003), ("x" * 70_000, 1009), ("x" * 900_000, 1009)]
)
async def test_binary_and_far_too_large_messages_end_it(client: Client, message, code: int):
    await client.guest()
    async with client.socket() as page:
        await page.hello()
        await page.text(message)
        assert await page.close_code() == code


async def test_a_flood_is_refused_and_then_closed(client: Client):
    await client.guest()
    async with client.socket() as page:
        await page.hello()
        with trio.fail_after(STUCK):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(_flood, page)
                assert (await _error(page))["code"] == "rate_limited"
                assert await page.close_code() == 4429
                nursery.cancel_scope.cancel()


async def _flood(page: Page) -> None:
    ping = json.dumps({"t": "ping", "at": 1})
    with suppress(ConnectionClosed):
        for _ in range(600):
            await page.text(ping)


async def test_signing_out_closes_the_sockets_of_the_session(client: Client):
    await client.guest()
    async with client.socket() as page:
        await page.hello()
        await client.post("/api/v1/logout", {})
        assert await page.close_code() == 4401


async def test_a_client_that_does_not_read_is_cut_off(client: Client, server: Running):
    """It takes no more memory than the bound, and ends soon after it has reached the bound."""
    await client.guest()
    sockets = server.services.sockets
    with deaf_socket(client):
        await until(lambda: len(sockets) == 1)
        connection = next(iter(sockets))
        with trio.fail_after(STUCK):
            while connection.send(b"x" * 1000):
                await trio.lowlevel.checkpoint()
            assert connection.congested
            assert sockets.bytes_waiting() <= limits.MOST_WAITING
            connection.close(4413, "outbox overflow")
            await until(lambda: len(sockets) == 0)


async def test_motion_comes_again_once_a_slow_client_has_read(client: Client, server: Running):
    await client.guest()
    async with client.socket() as page:
        await page.hello()
        connection = next(iter(server.services.sockets))
        while not connection.congested:
            connection.send(b'{"t":"filler"}' * 1000)
        with trio.fail_after(STUCK):
            await page.connection.get_message()
            async with trio.open_nursery() as nursery:
                nursery.start_soon(page.close_code)
                await until(lambda: not connection.congested)
                nursery.cancel_scope.cancel()
