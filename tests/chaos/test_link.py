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
        port = listeners[0].socket.getsockname()[1]
        link = Link(lambda: port)
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
    return await trio.open_tcp_stream("127.0.0.1", link.port)


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
        port = nobody[0].socket.getsockname()[1]
        link = Link(lambda: port)
        await nobody[0].aclose()
        await nursery.start(link.run)
        async with await _connect(link) as stream:
            assert (await stream.receive_some()).startswith(b"HTTP/1.1 502 ")
        nursery.cancel_scope.cancel()


async def test_a_cut_ends_what_is_open_and_what_comes_meanwhile(autojump_clock: MockClock):
    async with linked() as (link, stream), trio.open_nursery() as nursery:
        nursery.start_soon(link.cut, 5.0)
        with pytest.raises(trio.BrokenResourceError):
            await stream.receive_some()
        async with await _connect(link) as another:
            with pytest.raises(trio.BrokenResourceError):
                await another.receive_some()
        await trio.sleep(5.1)
        async with await _connect(link) as another:
            assert await _say(another, b"back") == b"back"


async def test_a_half_open_link_holds_back_what_comes_from_the_server(autojump_clock: MockClock):
    async with linked() as (link, stream), trio.open_nursery() as nursery:
        begun = trio.current_time()
        nursery.start_soon(link.half, 5.0)
        await wait_all_tasks_blocked()
        assert await _say(stream, b"late") == b"late"
        assert trio.current_time() - begun >= 5.0


async def test_a_slow_link_delays_each_way(autojump_clock: MockClock):
    async with linked() as (link, stream), trio.open_nursery() as nursery:
        nursery.start_soon(link.slow, 5.0, 0.5)
        await wait_all_tasks_blocked()
        begun = trio.current_time()
        assert await _say(stream, b"slow") == b"slow"
        assert 1.0 <= trio.current_time() - begun < 1.5
