"""Hypercorn's two protocols of HTTP, less what a peer could break them with; not public API either.

What a peer sends may end its connection, but never comes out of it as an exception.
"""

from contextlib import suppress
from typing import Any

import h11
from h2.errors import ErrorCodes
from h2.events import DataReceived, Event, RequestReceived, StreamReset
from h2.exceptions import ProtocolError, StreamClosedError
from h2.settings import SettingCodes, Settings
from hypercorn.events import Closed, Updated
from hypercorn.events import Event as Step
from hypercorn.protocol.h2 import H2Protocol
from hypercorn.protocol.h11 import H11Protocol
from priority.priority import PriorityError

from gateway.transport.refusal import refusal

LENGTHS = {b"content-length", b"transfer-encoding"}
"""Two ways to say how long a body is."""


class H11WithoutUpgrades(H11Protocol):
    """Stays with HTTP whatever a request wishes, as HTTP allows.

    Pages come to WebSockets with the first request of a connection, and to HTTP/2 by ALPN.
    """

    _over = False

    async def handle(self, event: Step) -> None:
        """Go on with what came in, or with the end."""
        self._over = self._over or isinstance(event, Closed)
        await super().handle(event)
        await self._rest()

    async def _maybe_recycle(self) -> None:
        await super()._maybe_recycle()
        await self._rest()

    async def _rest(self) -> None:
        """Wait for no further request of who has left before the answer was complete."""
        if self._over:
            await self.send(Updated(idle=False))

    async def _check_protocol(self, event: h11.Request) -> None:
        await super()._check_protocol(_without_upgrade(event))

    async def _create_stream(self, request: h11.Request) -> None:
        if {name for name, _ in request.headers} >= LENGTHS:
            # One who stands before us may have gone by the other: then what we take for the
            # next request is somebody else's body.
            await self._send_error_response(400)
            await self.send(Closed())
        else:
            await super()._create_stream(_without_upgrade(request))

    async def _send_error_response(self, status_code: int) -> None:
        """Answer what is no request as everything else is answered."""
        fields, body = refusal(status_code, secure=self.ssl)
        await self._send_h11_event(h11.Response(status_code=status_code, headers=fields))
        await self._send_h11_event(h11.Data(data=body))
        await self._send_h11_event(h11.EndOfMessage())


def _without_upgrade(request: h11.Request) -> h11.Request:
    kept = [(name, value) for name, value in request.headers if name != b"upgrade"]
    return h11.Request(
        method=request.method,
        target=request.target,
        headers=kept,
        http_version=request.http_version,
    )


class H2WithoutSockets(H2Protocol):
    """Does not offer WebSockets over HTTP/2: pages shall come to the transport made for them."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        offered = dict[Any, int](self.connection.local_settings)
        offered[SettingCodes.ENABLE_CONNECT_PROTOCOL] = 0
        self.connection.local_settings = Settings(client=False, initial_values=offered)

    async def initiate(
        self, headers: list[tuple[bytes, bytes]] | None = None, settings: bytes | None = None
    ) -> None:
        """Begin; idle until there is a request."""
        await super().initiate(headers, settings)
        await self.send(Updated(idle=True))  # prior knowledge looked like a request until now

    async def handle(self, event: Step) -> None:
        """Go on with what came in, or with the end."""
        try:
            await super().handle(event)
        except (ProtocolError, PriorityError):
            await self.send(Closed())
        finally:
            if isinstance(event, Closed):  # an answer may wait for a window that never opens
                for buffer in tuple(self.stream_buffers.values()):
                    await buffer.close()

    async def _handle_events(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, DataReceived) and event.stream_id not in self.streams:
                self._refuse_rest(event)
            else:
                await super()._handle_events([event])
            if isinstance(event, RequestReceived | StreamReset):
                await self.send(Updated(idle=self.idle))  # refused, or gone before its answer
        await self._flush()

    def _refuse_rest(self, event: DataReceived) -> None:
        """Have no more sent of a body whose request has its answer."""
        self.connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        with suppress(StreamClosedError):
            self.connection.reset_stream(event.stream_id, ErrorCodes.NO_ERROR)

    async def _create_stream(self, request: RequestReceived) -> None:
        if _is_plain(dict(request.headers)):
            await super()._create_stream(request)
        else:
            self.connection.reset_stream(request.stream_id, ErrorCodes.PROTOCOL_ERROR)


def _is_plain(fields: dict[Any, Any]) -> bool:
    """Tell whether it is what an application can be asked: no tunnel, and in ASCII."""
    method, path = fields.get(b":method", b""), fields.get(b":path", b"")
    return method != b"CONNECT" and path != b"" and method.isascii() and path.isascii()
