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
from gateway.transport.turns import Turns

ALPN = ("h2", "http/1.1")


class Http:
    """Serves connections until told to finish."""

    def __init__(self, app: QuartTrio, turns: Turns) -> None:
        protocols = cast("Any", hypercorn.protocol)
        protocols.H11Protocol, protocols.H2Protocol = H11WithoutUpgrades, H2WithoutSockets
        self._app = cast("Any", app)
        self._turns = turns
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

            if scope["http_version"] == "2":  # many may come in with what was read at once
                await self._turns.turn()
            await self._app(scope, receive, say)

        tls = stream.tls
        carrier = stream if tls is None else SecureStream(stream, tls.alpn)
        await TCPServer(
            ASGIWrapper(app),
            self._config,
            self._context,
            ConnectionState({}),
            cast("Any", _InTurn(carrier, self._turns)),
        )

    async def finish(self) -> None:
        """Close what is idle, and everything else after the answer it is giving."""
        await self._context.terminated.set()


class _InTurn:
    """A stream of which Hypercorn hears in turn with others; else it is as it is."""

    def __init__(self, carrier: Stream | SecureStream, turns: Turns) -> None:
        self._carrier = carrier
        self._turns = turns

    def __getattr__(self, name: str) -> Any:
        return getattr(self._carrier, name)

    async def receive_some(self, limit: int) -> bytes:
        """See `Stream.receive_some`."""
        data = await self._carrier.receive_some(limit)
        await self._turns.turn()
        return data
