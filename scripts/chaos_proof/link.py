"""The link of one bot to the server: a TCP proxy that can be cut, reset and frozen."""

import socket
import struct
from contextlib import suppress

import trio

Pair = tuple[trio.SocketStream, trio.SocketStream]
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER of zero seconds: a close sends RST."""
BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"
"""Sent if the server is not there, as proxies do: after a mere close trio-websocket would wait."""
LOST = (OSError, trio.BrokenResourceError, trio.ClosedResourceError)


class Link:
    """Passes bytes between `site` and a port of the loopback."""

    def __init__(self, target: int) -> None:
        self.site = ""
        self._target = target
        self._thawed = trio.Event()
        self._thawed.set()
        self._pairs: set[Pair] = set()

    async def run(self, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Listen until cancelled."""
        listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
        self.site = f"http://127.0.0.1:{listeners[0].socket.getsockname()[1]}"
        task_status.started()
        await trio.serve_listeners(self._connection, listeners)

    def close(self) -> None:
        """End every connection as a program does when it ends: with FIN."""
        for stream in self._streams():
            stream.socket.shutdown(socket.SHUT_RDWR)

    def reset(self) -> None:
        """End every connection with RST, to both ends."""
        for stream in self._streams():
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            stream.socket.close()

    async def freeze(self, seconds: float) -> None:
        """Hold all bytes back for some seconds; then pass them on in order."""
        self._thawed = trio.Event()
        await trio.sleep(seconds)
        self._thawed.set()

    def _streams(self) -> list[trio.SocketStream]:
        pairs, self._pairs = self._pairs, set()
        return [stream for pair in pairs for stream in pair]

    async def _connection(self, bot: trio.SocketStream) -> None:
        async with bot:
            await self._thawed.wait()
            answered = trio.Event()
            try:
                async with await trio.open_tcp_stream("127.0.0.1", self._target) as server:
                    await self._carry(bot, server, answered)
            except LOST:
                pass  # the server is being killed just now
            if not answered.is_set():
                with suppress(*LOST):
                    await bot.send_all(BAD_GATEWAY)

    async def _carry(
        self, bot: trio.SocketStream, server: trio.SocketStream, answered: trio.Event
    ) -> None:
        pair = (bot, server)
        self._pairs.add(pair)
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._pass, bot, server, nursery.cancel_scope)
                nursery.start_soon(self._pass, server, bot, nursery.cancel_scope, answered)
        finally:
            self._pairs.discard(pair)

    async def _pass(
        self,
        source: trio.SocketStream,
        sink: trio.SocketStream,
        scope: trio.CancelScope,
        passed: trio.Event | None = None,
    ) -> None:
        with suppress(*LOST):
            while chunk := await source.receive_some(65536):
                await self._thawed.wait()
                await sink.send_all(chunk)
                if passed is not None:
                    passed.set()
            await self._thawed.wait()
        scope.cancel()
