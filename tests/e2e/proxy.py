"""A TCP proxy on the loopback that delays what passes, freezes it, or cuts it.

It runs in a process of its own, so that the test's work does not add to the delay; commands come
on its standard input.
"""

import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trio

from tests.programs import end


class Proxy:
    """The test's end: starts the process and tells it what to do."""

    def __init__(self, target: int, delay: float, jitter: float) -> None:
        command = [sys.executable, "-m", "tests.e2e.proxy", str(target), str(delay), str(jitter)]
        self._process = subprocess.Popen(
            command, cwd=Path(__file__).parents[2], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdout is not None
        self.url = f"http://127.0.0.1:{int(self._process.stdout.readline())}"

    def cut(self) -> None:
        """Close every connection that is open; new ones are fine."""
        self._tell("cut")

    def freeze(self) -> None:
        """Let nothing pass any more, in silence."""
        self._tell("freeze")

    def thaw(self) -> None:
        """Let everything pass again, what waited first."""
        self._tell("thaw")

    def stop(self) -> None:
        """Cut everything and end."""
        end(self._process, signal.SIGTERM)

    def _tell(self, command: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{command}\n".encode())
        self._process.stdin.flush()


@contextmanager
def proxied(target: int, delay: float = 0.0, jitter: float = 0.0) -> Iterator[Proxy]:
    """A proxy in front of a local port until the block ends; times in seconds."""
    proxy = Proxy(target, delay, jitter)
    try:
        yield proxy
    finally:
        proxy.stop()


class Network:
    """The process: every chunk is passed on ``delay`` ± ``jitter`` seconds later, in order."""

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
