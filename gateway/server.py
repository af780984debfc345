"""Hypercorn on a listener of our own.

`hypercorn.trio.serve` cannot end the connection of a client that does not read, so this accepts
the connections itself and hands each to Hypercorn's `TCPServer` (not public API, hence pinned by
the lock file and held by tests/gateway).
"""

import socket
from functools import partial
from typing import Any, cast

import trio
from hypercorn.app_wrappers import ASGIWrapper
from hypercorn.config import Config
from hypercorn.trio.tcp_server import TCPServer
from hypercorn.trio.worker_context import WorkerContext
from hypercorn.typing import ConnectionState
from quart_trio import QuartTrio
from structlog import get_logger

from gateway import strict
from gateway.stream import AbortableStream, current_stream

log = get_logger("gateway.server")

MOST_CONNECTIONS = 4096
LARGEST_MESSAGE = 64 * 1024
"""Bytes of a WebSocket message beyond which it is not even read."""
LAST_ANSWERS = 0.4
"""Seconds for requests that are being answered when the server stops."""


class Server:
    """Accepts connections until it is stopped."""

    def __init__(self, app: QuartTrio, listener: socket.socket) -> None:
        strict.install()
        self._app = app
        self._listener = trio.SocketListener(trio.socket.from_stdlib_socket(listener))
        self._accepting = trio.CancelScope()
        self._context = WorkerContext(None)
        self._config = Config()
        self._config.errorlog = None
        self._config.include_server_header = False
        self._config.websocket_max_message_size = LARGEST_MESSAGE
        self._streams: set[AbortableStream] = set()
        self._one_ended = trio.Event()

    @property
    def connections(self) -> int:
        """How many TCP connections are open."""
        return len(self._streams)

    async def run(self) -> None:
        """Serve until ``stop`` has ended, then return."""
        await self._app.startup()
        async with trio.open_nursery() as handlers:
            try:
                with self._accepting:
                    serve = partial(trio.serve_listeners, handler_nursery=handlers)
                    await serve(self._handle, [self._listener])
                await self._finish()
            finally:
                self._abort_all()  # a send that nobody reads would hold the nursery
                handlers.cancel_scope.cancel()

    def stop(self) -> None:
        """Accept nobody any more, close what is idle, cut off what does not end."""
        self._accepting.cancel()

    async def _finish(self) -> None:
        await self._context.terminated.set()
        with trio.move_on_after(LAST_ANSWERS):
            while self._streams:
                self._one_ended = trio.Event()
                await self._one_ended.wait()

    def _abort_all(self) -> None:
        for stream in tuple(self._streams):
            stream.abort()

    async def _handle(self, socket_stream: trio.SocketStream) -> None:
        stream = AbortableStream(socket_stream)
        if len(self._streams) >= MOST_CONNECTIONS:
            log.warning("too many connections", open=len(self._streams))
            stream.abort()
            return
        self._streams.add(stream)
        current_stream.set(stream)
        try:
            await TCPServer(
                ASGIWrapper(cast("Any", self._app)),
                self._config,
                self._context,
                ConnectionState({}),
                cast("Any", stream),
            )
        except Exception:
            log.exception("a connection failed")
        finally:
            self._streams.discard(stream)
            self._one_ended.set()
            stream.abort()
