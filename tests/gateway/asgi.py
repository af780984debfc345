"""The application under a server that knows nothing of ours: Hypercorn as it comes."""

import socket

import trio
from hypercorn.config import Config
from hypercorn.trio import serve

from gateway.app import make_app
from gateway.services import Services


class StockHypercorn:
    """Takes the place of `gateway.transport.server.Server`."""

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
