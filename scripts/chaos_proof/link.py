"""A TCP proxy that can be cut, reset, frozen, slowed down and made deaf in one direction.

It stands between a bot and a server, or between a server and what it depends on.
"""

import socket
import struct
from collections.abc import Callable
from contextlib import suppress

import trio

Pair = tuple[trio.SocketStream, trio.SocketStream]
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER of zero seconds: a close sends RST."""
BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"
"""Sent if the server is not there, as proxies do: after a mere close trio-websocket would wait."""
LOST = (OSError, trio.BrokenResourceError, trio.ClosedResourceError)


class Link:
    """Passes bytes between `site` and a port of the loopback.

    ``target`` names the port anew for each connection; ``refusal`` is the answer to a client if
    nothing came from there.
    """

    def __init__(self, target: Callable[[], int], refusal: bytes = BAD_GATEWAY) -> None:
        self.port = 0
        self._target = target
        self._refusal = refusal
        self._there, self._back = _set(), _set()  # whether bytes pass, each way
        self._lag = 0.0
        self._is_cut = False
        self._pairs: set[Pair] = set()

    @property
    def site(self) -> str:
        """Where it listens, as the address of a site."""
        return f"http://127.0.0.1:{self.port}"

    async def run(self, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Listen until cancelled."""
        listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
        self.port = listeners[0].socket.getsockname()[1]
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
        self._there, self._back = trio.Event(), trio.Event()
        await self._thaw(seconds)

    async def half(self, seconds: float) -> None:
        """Hold back what comes from the target, for some seconds, and nothing else."""
        self._back = trio.Event()
        await self._thaw(seconds)

    async def _thaw(self, seconds: float) -> None:
        try:
            await trio.sleep(seconds)
        finally:
            self._there.set()
            self._back.set()

    async def cut(self, seconds: float) -> None:
        """Reset every connection, and each new one, for some seconds."""
        self._is_cut = True
        try:
            self.reset()
            await trio.sleep(seconds)
        finally:
            self._is_cut = False

    async def slow(self, seconds: float, lag: float) -> None:
        """Pass on each chunk ``lag`` seconds late, for some seconds."""
        self._lag = lag
        try:
            await trio.sleep(seconds)
        finally:
            self._lag = 0.0

    def _streams(self) -> list[trio.SocketStream]:
        pairs, self._pairs = self._pairs, set()
        return [stream for pair in pairs for stream in pair]

    async def _connection(self, client: trio.SocketStream) -> None:
        async with client:
            if self._is_cut:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                return
            await self._there.wait()
            answered = trio.Event()
            try:
                async with await trio.open_tcp_stream("127.0.0.1", self._target()) as server:
                    await self._carry(client, server, answered)
            except LOST:
                pass  # the server is being killed just now
            if not answered.is_set():
                with suppress(*LOST):
                    await client.send_all(self._refusal)

    async def _carry(
        self, client: trio.SocketStream, server: trio.SocketStream, answered: trio.Event
    ) -> None:
        pair = (client, server)
        self._pairs.add(pair)
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._pass, client, server, nursery.cancel_scope)
                nursery.start_soon(self._pass, server, client, nursery.cancel_scope, answered)
        finally:
            self._pairs.discard(pair)

    async def _pass(
        self,
        source: trio.SocketStream,
        sink: trio.SocketStream,
        scope: trio.CancelScope,
        answered: trio.Event | None = None,
    ) -> None:
        """Pass bytes one way; ``answered`` is given, and set, on the way back."""
        with suppress(*LOST):
            while chunk := await source.receive_some(65536):
                await self._may_pass(back=answered is not None)
                await sink.send_all(chunk)
                if answered is not None:
                    answered.set()
            await self._may_pass(back=answered is not None)
        scope.cancel()

    async def _may_pass(self, *, back: bool) -> None:
        await (self._back if back else self._there).wait()
        if self._lag:
            await trio.sleep(self._lag)


def _set() -> trio.Event:
    event = trio.Event()
    event.set()
    return event
