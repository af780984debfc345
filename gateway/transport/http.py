"""Everything but WebSockets: Hypercorn's connection class on a stream of ours.

`TCPServer` is not public API, hence pinned by the lock file and held by tests/gateway/test_http.py.
"""

from typing import Any, cast

import hypercorn.protocol
import trio
from h2.settings import SettingCodes, Settings
from hypercorn.app_wrappers import ASGIWrapper
from hypercorn.config import Config
from hypercorn.protocol.h2 import H2Protocol
from hypercorn.trio.tcp_server import TCPServer
from hypercorn.trio.worker_context import WorkerContext
from hypercorn.typing import ConnectionState
from quart_trio import QuartTrio

from gateway.transport.stream import SecureStream, Stream

ALPN = ("h2", "http/1.1")


class H2WithoutSockets(H2Protocol):
    """Does not offer WebSockets over HTTP/2: pages shall come to the transport made for them."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        offered = dict[Any, int](self.connection.local_settings)
        offered[SettingCodes.ENABLE_CONNECT_PROTOCOL] = 0
        self.connection.local_settings = Settings(client=False, initial_values=offered)


class Http:
    """Serves connections until told to finish."""

    def __init__(self, app: QuartTrio) -> None:
        cast("Any", hypercorn.protocol).H2Protocol = H2WithoutSockets
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

            if scope["type"] != "websocket":
                await self._app(scope, receive, say)
                return
            # Not the first request of its connection, which no page does.
            await send({"type": "websocket.close"})
            if scope["http_version"] == "1.1":  # Hypercorn would wait for the peer to hang up
                await stream.aclose()

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
