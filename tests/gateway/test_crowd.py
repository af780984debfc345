"""A client opens very many connections, and nobody else notices."""

from contextlib import AsyncExitStack
from typing import Any

import pytest
import trio

import gateway.transport.server as transport
from actors.player.session import MOST_SESSIONS
from gateway.guard.crowd import MOST_SOCKETS, Crowd, neighbourhood, share
from gateway.main import Running
from gateway.transport import http
from tests.gateway.client import Client, Page, deaf_socket, until


def test_a_crowd_lets_in_so_many_of_each_and_forgets_who_has_left():
    crowd = Crowd(2)
    assert [crowd.enter("a"), crowd.enter("a"), crowd.enter("a"), crowd.enter("b")] == [
        *(True, True, False, True)
    ]
    crowd.leave("a")
    assert crowd.enter("a")
    assert all(crowd.enter("") for _ in range(9))
    for key in ("a", "a", "b", *[""] * 9):
        crowd.leave(key)
    assert not crowd._there


def test_a_neighbourhood_is_an_address_or_half_of_one():
    assert neighbourhood("192.0.2.7") == neighbourhood("::ffff:192.0.2.7") == "192.0.2.7"
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8:0:0:ffff::9%eth0")
    assert neighbourhood("2001:db8::1") != neighbourhood("2001:db8:0:1::1")
    assert neighbourhood("127.0.0.3") == neighbourhood("::1") == ""


def test_a_school_fits_behind_one_address():
    assert share(4_000) >= 200 * 5
    assert share(40_000) == 10_000


async def test_one_player_has_so_many_sockets(client: Client, another: Client, server: Running):
    await client.guest()
    sockets = server.services.sockets
    opened = [deaf_socket(client) for _ in range(MOST_SOCKETS)]
    await until(lambda: len(sockets) == MOST_SOCKETS)
    async with client.socket() as page:
        error = await page.frame("error")
        assert error["code"] == "too_many_sockets"
        assert await page.close_code() == 4429
    await another.guest()
    async with another.socket() as page:
        await page.hello()
    opened.pop().close()
    await until(lambda: len(sockets) == MOST_SOCKETS - 1)
    async with client.socket() as page:
        await page.hello()
    for raw in opened:
        raw.close()
    await until(lambda: not server.services.sockets_of._there)


async def test_of_forty_tabs_twenty_play_on_and_come_back_on_another_network(client: Client):
    """Their old sockets are still open then: the server has not noticed their loss yet."""
    await client.guest()
    async with AsyncExitStack() as tabs:
        pages: list[Page] = []
        sessions: list[str] = []
        for number in range(MOST_SOCKETS):
            page = await tabs.enter_async_context(client.socket())
            await page.send(t="hello")
            if number < MOST_SESSIONS:
                sessions.append((await page.frame("welcome"))["session"])
                pages.append(page)
            else:
                assert (await page.frame("error"))["code"] == "too_many_sockets"
                assert await page.close_code() == 4429
        for page in pages:
            await page.send(t="ping", at=7)
            assert (await page.frame("pong"))["at"] == 7
        for page, session in zip(pages, sessions, strict=True):
            again = await tabs.enter_async_context(client.socket())
            assert (await again.hello(session=session, last=0))["resumed"]
            assert await page.close_code() == 4409


async def test_who_leaves_with_the_answer_is_gone_then(
    client: Client, server: Running, monkeypatch: pytest.MonkeyPatch
):
    """Not later, as an idle connection, however long the application takes to return."""
    wrapper = http.ASGIWrapper

    def slow(app: Any) -> Any:
        async def late(*arguments: Any) -> None:
            await app(*arguments)
            await trio.sleep(0.1)

        return wrapper(late)

    monkeypatch.setattr(http, "ASGIWrapper", slow)
    monkeypatch.setattr(transport, "neighbourhood", str)
    assert (await client.get("/healthz")).status == 200
    assert server.services.neighbours._there
    await until(lambda: not server.services.neighbours._there)


async def test_one_address_has_so_many_connections(
    client: Client, server: Running, monkeypatch: pytest.MonkeyPatch
):
    """All kinds count: idle ones, sockets, refused ones. Those that have ended do not."""
    monkeypatch.setattr(transport, "neighbourhood", str)
    await client.guest()
    crowd = server.services.neighbours
    crowd._most = 3
    async with client.socket() as page:
        await page.hello()
        idle = [await trio.open_tcp_stream("127.0.0.1", client.port) for _ in range(2)]
        await until(lambda: crowd._there["127.0.0.1"] == 3)
        async with await trio.open_tcp_stream("127.0.0.1", client.port) as refused:
            assert await refused.receive_some() == b""
        for stream in idle:
            await stream.aclose()
        await until(lambda: crowd._there["127.0.0.1"] == 1)
        client.cookie = None
        async with client.socket() as turned_away:
            assert await turned_away.close_code() == 4401
    await until(lambda: not crowd._there)
