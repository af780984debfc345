"""The application under another server: unchanged Hypercorn."""

import socket

import trio
from hypercorn.config import Config
from hypercorn.trio import serve

from gateway.app import make_app
from gateway.services import Services


class StockHypercorn:
    """Replaces `gateway.transport.server.Server`."""

    def __init__(self, services: Services, listener: socket.socket, *_: object) -> None:
        self._app = make_app(services)
        self._config = Config()
        self._config.bind = [f"fd://{listener.detach()}"]
        self._config.graceful_timeout = 0.5
        self._config.errorlog = None
        self._stop = trio.Event()

    async def run(self) -> None:
        await serve(self._app, self._config, shutdown_trigger=self._stop.wait)  # type: ignore[arg-type]

    def stop(self) -> None:
        self._stop.set()
