"""Hypercorn's HTTP/1.1 without what a peer could break it with; uses no public API.

Data from a peer may end its connection, but never causes an exception outside of it.
"""

import h11
import trio
from hypercorn.events import Closed
from hypercorn.protocol.events import Event as StreamEvent
from hypercorn.protocol.h11 import H11Protocol

from gateway.transport.handshake import MOST_FIELDS
from gateway.transport.refusal import refusal
from gateway.transport.target import BadTarget, is_host, origin_form

LENGTHS = {b"content-length", b"transfer-encoding"}
"""The two ways to give the length of a body."""
METHODS = frozenset(
    (*(b"GET", b"HEAD", b"POST", b"PUT", b"DELETE"), *(b"OPTIONS", b"PATCH", b"TRACE", b"CONNECT"))
)
"""Those of RFC 9110, and PATCH; the routes decide which of them a path allows. In capitals, as
Hypercorn turns all methods into capitals."""


class Http1(H11Protocol):
    """Stays with HTTP/1 whatever a request asks for; HTTP/2 is left to a proxy in front.

    A request for a WebSocket never comes here: `gateway.transport.http` looks at the head first.
    """

    @property
    def between(self) -> bool:
        """Whether the head of a request has to come next."""
        return self.connection.their_state is self.connection.our_state is h11.IDLE

    @property
    def wants_body(self) -> bool:
        """Whether the body of a request is still to come."""
        return self.connection.their_state is h11.SEND_BODY

    async def stream_send(self, event: StreamEvent) -> None:
        """Send a part of an answer; not after a cancellation, as an earlier part may be missing."""
        await trio.lowlevel.checkpoint_if_cancelled()
        await super().stream_send(event)

    async def _check_protocol(self, event: h11.Request) -> None:
        """Ignore an upgrade to another protocol, as HTTP allows."""

    async def _create_stream(self, request: h11.Request) -> None:
        try:
            status, plain = _refused(request), _plain(request)
        except BadTarget:
            status, plain = 400, request
        if status:
            await self._refuse(status, bare=request.method == b"HEAD")
        else:
            await super()._create_stream(plain)

    async def _refuse(self, status_code: int, *, bare: bool) -> None:
        await self._send_error_response(status_code, bare=bare)
        await self.send(Closed())

    async def _send_error_response(self, status_code: int, *, bare: bool = False) -> None:
        """Answer bytes that are no request, in the form of all errors; ``bare``: without a body."""
        fields, body = refusal(status_code, secure=self.ssl)
        await self._send_h11_event(h11.Response(status_code=status_code, headers=fields))
        if not bare:
            await self._send_h11_event(h11.Data(data=body))
        await self._send_h11_event(h11.EndOfMessage())


def _refused(request: h11.Request) -> int:
    """Return the status for a request that is refused unseen; 0 for all others."""
    fields = dict(request.headers)
    if not request.http_version.startswith(b"1."):
        return 505
    if request.method not in METHODS:
        return 501
    if len(request.headers) > MOST_FIELDS:
        return 431
    # A proxy before us may have used the other length: then what we take for the next request is
    # part of somebody else's body.
    return 400 if fields.keys() >= LENGTHS or not is_host(fields.get(b"host", b"")) else 0


def _plain(request: h11.Request) -> h11.Request:
    """Return it without an upgrade, and with the host only in its header. Raises BadTarget."""
    target, host = origin_form(request.target)
    dropped = {b"upgrade"} if host is None else {b"upgrade", b"host"}
    kept = [(name, value) for name, value in request.headers if name not in dropped]
    return h11.Request(
        method=request.method,
        target=target,
        headers=kept if host is None else [(b"host", host), *kept],
        http_version=request.http_version,
    )
