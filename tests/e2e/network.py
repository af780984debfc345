"""The process of `tests.e2e.proxy`: it delays, freezes or cuts what it passes on. Imports no test.

Usage: network.py TARGET_PORT DELAY JITTER, both in seconds; commands come on standard input.
"""

import random
import socket
import sys

import trio


class Network:
    """Passes every chunk on ``delay`` ± ``jitter`` seconds later, in order."""

    def __init__(self, target: int, delay: float, jitter: float) -> None:
        self.target, self.delay, self.jitter = target, delay, jitter
        self.random = random.Random(1)
        self._thawed = trio.Event()
        self._thawed.set()
        self._pairs: set[tuple[trio.SocketStream, trio.SocketStream]] = set()

    async def run(self) -> None:
        """Listen on a free port, print it, and obey until standard input ends."""
        listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
        print(listeners[0].socket.getsockname()[1], flush=True)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(trio.serve_listeners, self._connection, listeners)
            async for line in trio.wrap_file(sys.stdin):
                self._obey(line.strip())
            nursery.cancel_scope.cancel()

    def _obey(self, command: str) -> None:
        match command:
            case "cut":
                for pair in self._pairs:
                    for stream in pair:
                        stream.socket.shutdown(socket.SHUT_RDWR)
            case "freeze":
                self._thawed = trio.Event()
            case "thaw":
                self._thawed.set()
            case _:
                raise ValueError(command)

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


if __name__ == "__main__":
    target, delay, jitter = sys.argv[1:]
    trio.run(Network(int(target), float(delay), float(jitter)).run)
