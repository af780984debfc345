"""Everything but WebSockets: Hypercorn's connection class on a stream of ours.

`TCPServer` is not public API, hence pinned by the lock file and held by tests/gateway/test_http.py.
"""

from typing import Any, cast

import hypercorn.protocol
import trio
from hypercorn.app_wrappers import ASGIWrapper
from hypercorn.config import Config
from hypercorn.trio.tcp_server import TCPServer
from hypercorn.trio.worker_context import WorkerContext
from hypercorn.typing import ConnectionState
from quart_trio import QuartTrio

from gateway.transport.protocols import H2WithoutSockets, H11WithoutUpgrades
from gateway.transport.stream import SecureStream, Stream

ALPN = ("h2", "http/1.1")


class Http:
    """Serves connections until told to finish."""

    def __init__(self, app: QuartTrio) -> None:
        protocols = cast("Any", hypercorn.protocol)
        protocols.H11Protocol, protocols.H2Protocol = H11WithoutUpgrades, H2WithoutSockets
        self._app = cast("Any", app)
        self._context = WorkerContext(None)
        self._config = Config()
        self._config.errorlog = None
        self._config.include_server_header = False

    async def serve(self, stream: Stream) -> None:
        """Answer requests on it until it ends."""

        async def app(scope: Any, receive: Any, send: Any) -> None:
            async def say(message: Any) -> None:
                # Quart cancels its handler as soon as its answer is complete. Hypercorn is still
                # in the call then: it starts the timer that ends an idle connection.
                with trio.CancelScope(shield=True):
                    await send(message)

            await self._app(scope, receive, say)

        tls = stream.tls
        carrier = stream if tls is None else SecureStream(stream, tls.alpn)
        await TCPServer(
            ASGIWrapper(app),
            self._config,
            self._context,
            ConnectionState({}),
            cast("Any", carrier),
        )

    async def finish(self) -> None:
        """Close what is idle, and everything else after the answer it is giving."""
        await self._context.terminated.set()
