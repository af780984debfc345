"""What is different with PostgreSQL: it takes no NUL, and asyncio runs beside trio."""

import asyncio
import gc
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import trio
import trio.testing
from structlog.testing import capture_logs
from trio_asyncio import aio_as_trio

from gateway.main import Running, serve
from gateway.start.options import Options
from store.opening import open_store
from tests.gateway.client import Client

LEAVING = 150


@pytest.fixture
async def server(nursery: trio.Nursery, tmp_path: Path, database: str) -> AsyncIterator[Running]:
    options = Options(port=0, data=tmp_path / "data", store=database)
    running = await nursery.start(serve, options)
    yield running
    running.stop.set()


def _leave(client: Client) -> None:
    """Send a request whose answer is empty, and leave before it comes."""
    head = f"POST /api/v1/logout HTTP/1.1\r\nHost: {client.host}\r\nOrigin: {client.site}\r\n"
    more = "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
    for number in range(LEAVING):
        with socket.create_connection(("127.0.0.1", client.port)) as raw:
            raw.sendall((head + more).encode())
            if number % 2:
                raw.recv(10)


async def test_who_leaves_before_an_empty_answer_is_whole_leaves_nothing_behind(
    client: Client,
):
    with capture_logs() as logged:
        await trio.to_thread.run_sync(_leave, client)
        gc.collect()
        assert (await client.get("/readyz")).status == 200
    assert {line["log_level"] for line in logged} <= {"debug", "info"}


async def test_an_error_that_nobody_fetches_from_asyncio_does_not_end_the_store(database: str):
    async def forget() -> None:
        asyncio.get_running_loop().create_future().set_exception(ValueError("forgotten"))
        gc.collect()

    async with open_store(database) as store:
        await aio_as_trio(forget)()
        await trio.testing.wait_all_tasks_blocked()
        assert await store.people.user("nobody") is None


@pytest.mark.parametrize("cookie", [r'"\000.x"', r'"\355\240\200.x"'])
async def test_a_cookie_of_any_characters_is_nobodys(client: Client, cookie: str):
    sent = {"cookie": f"rally_refresh_{client.port}={cookie}"}
    assert (await client.refresh(**sent)).status == 401
    assert (await client.post("/api/v1/logout", {}, **sent)).status == 204
    async with client.socket(**sent) as page:
        assert await page.close_code() == 4401
