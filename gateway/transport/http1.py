"""Hypercorn's HTTP/1.1, less what a peer could break it with; not public API.

What a peer sends may end its connection, but never comes out of it as an exception.
"""

import h11
import trio
from hypercorn.events import Closed
from hypercorn.protocol.events import Event as StreamEvent
from hypercorn.protocol.h11 import H11Protocol

from gateway.transport.refusal import refusal

LENGTHS = {b"content-length", b"transfer-encoding"}
"""Two ways to say how long a body is."""


class Http1(H11Protocol):
    """Stays with HTTP/1 whatever a request wishes: HTTP/2 is for a proxy in front.

    A request for a WebSocket never comes here: `gateway.transport.http` looks at the head first.
    """

    @property
    def between(self) -> bool:
        """Whether the next that has to come is the head of a request."""
        return self.connection.their_state is self.connection.our_state is h11.IDLE

    @property
    def wants_body(self) -> bool:
        """Whether the body of a request is still to come."""
        return self.connection.their_state is h11.SEND_BODY

    async def stream_send(self, event: StreamEvent) -> None:
        """Say a part of an answer; not once cancelled, when the part before it may be missing."""
        await trio.lowlevel.checkpoint_if_cancelled()
        await super().stream_send(event)

    async def _check_protocol(self, event: h11.Request) -> None:
        """Change to nothing else; an upgrade is passed over, as HTTP allows."""

    async def _create_stream(self, request: h11.Request) -> None:
        if not request.http_version.startswith(b"1."):
            await self._refuse(505)
        elif {name for name, _ in request.headers} >= LENGTHS:
            # One who stands before us may have gone by the other: then what we take for the
            # next request is somebody else's body.
            await self._refuse(400)
        else:
            await super()._create_stream(_without_upgrade(request))

    async def _refuse(self, status_code: int) -> None:
        await self._send_error_response(status_code)
        await self.send(Closed())

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
