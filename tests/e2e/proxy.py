"""A TCP proxy on the loopback that delays what passes, freezes it, or cuts it."""

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import trio


class Proxy:
    """Every chunk is passed on ``delay`` ± ``jitter`` seconds later, in order, each way.

    The methods may be called from the test's thread while the proxy runs in its own.
    """

    def __init__(self, target: int, delay: float = 0.0, jitter: float = 0.0) -> None:
        self.target, self.delay, self.jitter = target, delay, jitter
        self.random = random.Random(1)
        self.port = 0
        self._thawed = trio.Event()
        self._ready = threading.Event()
        self._pairs: set[tuple[trio.SocketStream, trio.SocketStream]] = set()
        self._thread = threading.Thread(target=trio.run, args=(self._main,), daemon=True)

    @property
    def url(self) -> str:
        """Where a page finds the server behind the proxy."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen on a free port."""
        self._thread.start()
        assert self._ready.wait(5)

    def stop(self) -> None:
        """Cut everything and end."""
        self._token.run_sync_soon(self._scope.cancel)
        self._thread.join(5)

    def cut(self) -> None:
        """Close every connection that is open; new ones are fine."""
        self._token.run_sync_soon(self._cut)

    def freeze(self) -> None:
        """Let nothing pass any more, in silence."""
        self._token.run_sync_soon(self._freeze)

    def thaw(self) -> None:
        """Let everything pass again, what waited first."""
        self._token.run_sync_soon(self._thaw)

    def _thaw(self) -> None:
        self._thawed.set()

    def _freeze(self) -> None:
        self._thawed = trio.Event()

    def _cut(self) -> None:
        for pair in self._pairs:
            for stream in pair:
                stream.socket.shutdown(socket.SHUT_RDWR)

    async def _main(self) -> None:
        self._token = trio.lowlevel.current_trio_token()
        self._thawed.set()
        listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
        self.port = listeners[0].socket.getsockname()[1]
        with trio.CancelScope() as self._scope:
            self._ready.set()
            await trio.serve_listeners(self._connection, listeners)

    async def _connection(self, page: trio.SocketStream) -> None:
        try:
            server = await trio.open_tcp_stream("127.0.0.1", self.target)
        except OSError:
            return
        pair = (page, server)
        self._pairs.add(pair)
        try:
            async with page, server, trio.open_nursery() as nursery:
                nursery.start_soon(self._pass, page, server, nursery.cancel_scope)
                nursery.start_soon(self._pass, server, page, nursery.cancel_scope)
        finally:
            self._pairs.discard(pair)

    async def _pass(
        self, source: trio.SocketStream, sink: trio.SocketStream, scope: trio.CancelScope
    ) -> None:
        send, receive = trio.open_memory_channel[tuple[float, bytes]](10_000)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._deliver, receive, sink, scope)
            try:
                while chunk := await source.receive_some(65536):
                    late = self.delay + self.random.uniform(-self.jitter, self.jitter)
                    await send.send((trio.current_time() + late, chunk))
            except (trio.BrokenResourceError, trio.ClosedResourceError):
                pass
            await send.aclose()

    async def _deliver(
        self,
        receive: trio.MemoryReceiveChannel[tuple[float, bytes]],
        sink: trio.SocketStream,
        scope: trio.CancelScope,
    ) -> None:
        try:
            async for due, chunk in receive:
                await trio.sleep_until(due)
                await self._thawed.wait()
                await sink.send_all(chunk)
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            pass
        scope.cancel()


@contextmanager
def proxied(target: int, delay: float = 0.0, jitter: float = 0.0) -> Iterator[Proxy]:
    """A proxy in front of a local port until the block ends; times in seconds."""
    proxy = Proxy(target, delay, jitter)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
