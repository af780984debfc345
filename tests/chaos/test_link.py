"""The link breaks in its three ways, and otherwise passes on what it gets."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
import trio
from chaos_proof.link import Link
from trio.testing import MockClock, wait_all_tasks_blocked


@asynccontextmanager
async def linked() -> AsyncGenerator[tuple[Link, trio.SocketStream]]:
    """A link to a server that echoes, and a connection through it."""
    async with trio.open_nursery() as nursery:
        listeners = await nursery.start(trio.serve_tcp, _echo, 0)
        link = Link(listeners[0].socket.getsockname()[1])
        await nursery.start(link.run)
        async with await _connect(link) as stream:
            assert await _say(stream, b"one") == b"one"
            yield link, stream
        nursery.cancel_scope.cancel()


async def _echo(stream: trio.SocketStream) -> None:
    try:
        async for chunk in stream:
            await stream.send_all(chunk)
    except trio.BrokenResourceError:
        pass


async def _connect(link: Link) -> trio.SocketStream:
    return await trio.open_tcp_stream("127.0.0.1", int(link.site.rpartition(":")[2]))


async def _say(stream: trio.SocketStream, words: bytes) -> bytes:
    await stream.send_all(words)
    return bytes(await stream.receive_some())


async def test_a_close_ends_what_is_open_and_nothing_else():
    async with linked() as (link, stream):
        link.close()
        assert await stream.receive_some() == b""
        async with await _connect(link) as again:
            assert await _say(again, b"two") == b"two"


async def test_a_reset_is_one():
    async with linked() as (link, stream):
        link.reset()
        with pytest.raises(trio.BrokenResourceError) as caught:
            await stream.receive_some()
        assert isinstance(caught.value.__cause__, ConnectionResetError)


@pytest.fixture
def patient_clock() -> MockClock:
    """A clock that jumps, but not while bytes are on their way over the loopback."""
    return MockClock(autojump_threshold=0.3)


async def test_a_freeze_holds_everything_back_and_loses_nothing(patient_clock: MockClock):
    async with linked() as (link, stream), trio.open_nursery() as nursery:
        nursery.start_soon(link.freeze, 5.0)
        await wait_all_tasks_blocked()
        begun = trio.current_time()
        assert await _say(stream, b"two") == b"two"
        assert trio.current_time() - begun == pytest.approx(5.0, abs=0.1)


async def test_a_server_that_is_not_there_is_said_at_once():
    async with trio.open_nursery() as nursery:
        nobody = await trio.open_tcp_listeners(0, host="127.0.0.1")
        link = Link(nobody[0].socket.getsockname()[1])
        await nobody[0].aclose()
        await nursery.start(link.run)
        async with await _connect(link) as stream:
            assert (await stream.receive_some()).startswith(b"HTTP/1.1 502 ")
        nursery.cancel_scope.cancel()
