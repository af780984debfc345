"""Serves HTTP (everything except WebSockets), with Hypercorn's HTTP/1.1 on our own streams.

No wait outlives its connection: all waits of a connection, including the application's, are in one
cancel scope, which has a deadline at every moment. Nothing in it is shielded. Input is read ahead,
so that we notice when a peer leaves, whatever we are waiting for.

The parts of Hypercorn that are used are not public API, so the lock file pins them and
tests/gateway/test_http.py tests them.
"""

import re
from typing import Any, cast

import trio
from hypercorn.app_wrappers import ASGIWrapper
from hypercorn.config import Config
from hypercorn.events import Event, RawData, Updated
from hypercorn.trio.task_group import TaskGroup
from hypercorn.trio.worker_context import WorkerContext
from hypercorn.typing import ConnectionState
from hypercorn.utils import parse_socket_addr
from msgspec import Struct
from quart_trio import QuartTrio

from gateway.guard.refusals import Refusals
from gateway.transport.application import Application
from gateway.transport.handshake import LONGEST_HEAD, asks_for_socket, head_end
from gateway.transport.http1 import Http1
from gateway.transport.stream import AT_ONCE, Stream
from gateway.transport.turns import Turns

HEAD_WITHIN = 10.0
"""Seconds for the first request head."""
KEEP_ALIVE = 5.0
"""Seconds from the end of an answer until the head of the next request must be there."""
REQUEST_WITHIN = 180.0
"""Seconds for a request and its answer. The application's own time limits are shorter. The longest
is for an image, which comes in slowly, waits for its turn and is converted."""
LAST_WITHIN = 2.0
"""Seconds for the answer to begin after the peer has said that it will send nothing more. A peer
that has left altogether looks the same until something is sent to it."""
SLOWEST = 2048
"""Bytes of an answer that extend its time by one second."""
CLIENT_HELLO = b"\x16\x03"
"""The first bytes of a TLS handshake."""
AHEAD = 64 * 1024
"""The most bytes that are read before they are needed."""
MOST_EMPTY = 8
"""Empty lines before a request that are ignored, as RFC 9112 section 2.2 asks: some clients send
one after a body."""
EMPTY = re.compile(rb"(?:\r?\n)+")


class Asked(Struct, frozen=True):
    """A request for a WebSocket: its head, and the bytes that came in after it."""

    head: bytes
    more: bytes


class Http:
    """Serves HTTP connections until told to finish."""

    def __init__(self, app: QuartTrio, turns: Turns, refusals: Refusals) -> None:
        self._app = ASGIWrapper(cast("Any", Application(app, turns)))
        self._context = WorkerContext(None)
        self._config = Config()
        self._config.errorlog = None
        self._config.include_server_header = False
        self._refusals = refusals
        self._open: set[_Connection] = set()

    async def serve(self, stream: Stream) -> Asked | None:
        """Answer requests on a stream until it ends, or until one asks for a WebSocket."""
        connection = _Connection(stream, self._refusals)
        self._open.add(connection)
        try:
            return await connection.run(self._app, self._config, self._context)
        finally:
            self._open.discard(connection)

    async def finish(self) -> None:
        """Close idle connections now, and the others after their present answer."""
        await self._context.terminated.set()
        for connection in self._open:
            connection.finish()


class _Connection:
    """Carries bytes between a stream and Hypercorn's protocol."""

    _protocol: Http1

    def __init__(self, stream: Stream, refusals: Refusals) -> None:
        self._stream = stream
        self._refusals = refusals
        self._ahead = bytearray()
        self._changed = trio.lowlevel.ParkingLot()
        self._all_said = False
        self._all_heard = False
        self._empty_lines = 0
        self._asked = b""
        self._for_bytes = 0.0
        self._scope = trio.CancelScope()

    async def run(self, app: ASGIWrapper, config: Config, context: WorkerContext) -> Asked | None:
        """See `Http.serve`."""
        client = self._stream.peer_name
        if client is None:  # the peer has left already, and its address is unknown
            return None
        self._allow(HEAD_WITHIN)
        sock, ssl = self._stream.socket, self._stream.tls is not None
        server = parse_socket_addr(sock.family, sock.getsockname())
        with self._scope:
            async with TaskGroup() as group:
                state = ConnectionState({"led": self._stream.led})
                where = (ssl, parse_socket_addr(sock.family, client), server)
                self._protocol = Http1(app, config, context, group, state, *where, self._send)
                group.spawn(self._pass_on)
                await self._read_ahead()
                self._scope.cancel()
        del self._protocol  # it refers to us, and the cycle would stay until collected
        if self._all_said:
            await self._stream.finish()
        return Asked(self._asked, bytes(self._ahead)) if self._asked else None

    def finish(self) -> None:
        """End the connection unless a request is being answered."""
        if not self._all_said and self._protocol.between:
            self._scope.cancel()

    def _allow(self, seconds: float) -> None:
        if not self._all_heard:
            self._for_bytes = 0.0
            self._scope.deadline = trio.current_time() + seconds

    async def _read_ahead(self) -> None:
        """Read until the peer has left, or has sent far more than it has answers for.

        If it says that it sends no more, the requests it has sent are still answered.
        """
        try:
            while data := await self._stream.receive_some(AT_ONCE):
                self._ahead += data
                self._changed.unpark_all()
                while len(self._ahead) > AHEAD:
                    if not self._protocol.wants_body:
                        return
                    await self._changed.park()
            self._hear_the_end()
            await trio.sleep_forever()
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            pass
        finally:
            if not (self._asked or self._all_said):
                self._stream.close()  # it no longer counts, however long the application takes

    def _hear_the_end(self) -> None:
        self._all_heard = True
        last = trio.current_time() + LAST_WITHIN + self._for_bytes
        self._scope.deadline = min(self._scope.deadline, last)
        self._changed.unpark_all()

    async def _pass_on(self) -> None:
        """Hand input to the protocol; between requests only the head of the next one."""
        while True:
            if data := self._next():
                await self._protocol.handle(RawData(data))
                self._changed.unpark_all()
            elif self._asked:
                self._scope.cancel()
                return
            elif self._all_heard and not self._answering:
                self._all_said = self._protocol.between  # else it breaks off
                self._scope.cancel()
                return
            else:
                await self._changed.park()

    @property
    def _answering(self) -> bool:
        """Whether a request has come in whole and its answer has not left whole."""
        return not (self._protocol.between or self._protocol.wants_body)

    def _next(self) -> bytes:
        size = 0
        if self._protocol.wants_body:
            size = len(self._ahead)
        elif self._protocol.between:
            self._drop_empty_lines()
            size = head_end(self._ahead)
            if self._ahead.startswith(CLIENT_HELLO):
                self._refusals.say("tls", self._stream.peer)
            if self._ahead.startswith(CLIENT_HELLO) or (
                not size and len(self._ahead) > LONGEST_HEAD
            ):
                size = len(self._ahead)  # all of it, to be refused
        data = bytes(self._ahead[:size])
        del self._ahead[:size]
        if self._protocol.between and asks_for_socket(data):
            self._asked, data = data, b""
        return data

    def _drop_empty_lines(self) -> None:
        """Drop a few empty lines; if there are more, they are refused as a bad request."""
        if found := EMPTY.match(self._ahead):
            lines = min(found[0].count(b"\n"), MOST_EMPTY - self._empty_lines)
            self._empty_lines += lines
            for _ in range(lines):
                del self._ahead[: self._ahead.index(b"\n") + 1]

    async def _send(self, event: Event) -> None:
        """Carry out an event of the protocol. Only sending waits, and may be cancelled."""
        if isinstance(event, RawData):
            await self._send_bytes(event.data)
        elif isinstance(event, Updated):
            self._empty_lines = 0
            self._allow(KEEP_ALIVE if event.idle else REQUEST_WITHIN)
            self._changed.unpark_all()
        else:
            self._all_said = True
            self._scope.cancel()

    async def _send_bytes(self, data: bytes) -> None:
        self._for_bytes += len(data) / SLOWEST
        self._scope.deadline += len(data) / SLOWEST
        try:
            if data:
                await self._stream.send_all(data)
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            self._scope.cancel()
