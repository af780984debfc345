"""One port for all: accepts, does TLS, reads the first request head, and hands on by what it is."""

import errno
import socket
import ssl
from collections.abc import Callable
from typing import Any

import trio
from structlog import get_logger

from gateway.app import make_app
from gateway.crowd import neighbourhood
from gateway.services import InPlace, Services
from gateway.shortage import SPENT, Shortages
from gateway.transport.handshake import asks_for_socket, head_end
from gateway.transport.http import Http
from gateway.transport.readiness import Readiness, fastest
from gateway.transport.stream import Stream
from gateway.transport.turns import Turns
from gateway.transport.upgrade import Upgrades

log = get_logger("gateway.transport")

TLS_WITHIN = 10.0
HEAD_WITHIN = 10.0
"""Seconds for the first request head; for later ones on the same connection Hypercorn waits 5."""
LONGEST_HEAD = 16 * 1024
"""Bytes; a longer one is Hypercorn's to refuse."""
LAST_ANSWERS = 0.4
"""Seconds for requests that are being answered when the server stops."""
TOO_MANY = OSError(errno.EUSERS, "the limit of open files allows no more")


class Server:
    """Serves connections until it is stopped."""

    def __init__(
        self,
        services: Services,
        listener: socket.socket,
        most: int,
        tls: Callable[[], ssl.SSLContext] | None = None,
        readiness: Callable[[InPlace], Readiness] = fastest,
    ) -> None:
        listener.setblocking(False)
        self._listener = listener
        self._most = most
        self._tls = tls
        self._app = make_app(services)
        self._turns = Turns()
        self._http = Http(self._app, self._turns)
        self._metrics = services.metrics
        self._crowd = services.neighbours
        self._upgrades = Upgrades(services, readiness(services.in_place), self._turns)
        self._accepting = trio.CancelScope()
        self._streams: set[Stream] = set()
        self._one_ended = trio.Event()
        self._shortages = Shortages()

    @property
    def connections(self) -> int:
        """How many TCP connections are open."""
        return len(self._streams) + len(self._upgrades)

    async def run(self) -> None:
        """Serve until ``stop`` has ended, then return."""
        await self._app.startup()
        async with trio.open_nursery() as handlers:
            await handlers.start(self._upgrades.run)
            try:
                with self._accepting:
                    await self._accept(handlers)
                await self._finish()
            finally:
                for stream in tuple(self._streams):  # Hypercorn's sends cannot be cancelled
                    stream.abort()
                handlers.cancel_scope.cancel()

    def stop(self) -> None:
        """Accept nobody any more, close what is idle, cut off what does not end."""
        self._accepting.cancel()

    async def _accept(self, handlers: trio.Nursery) -> None:
        while True:
            await self._turns.turn()
            try:
                self._let_in(*self._listener.accept(), handlers)
            except BlockingIOError:
                await trio.lowlevel.wait_readable(self._listener)
            except OSError as error:  # else one has left already
                if error.errno in SPENT:
                    self._shortages.notice("cannot accept", error, open=self.connections)
                    await trio.sleep(0.1)

    def _let_in(self, sock: socket.socket, peer: Any, handlers: trio.Nursery) -> None:
        home = neighbourhood(peer[0])
        if self.connections >= self._most:
            self._shortages.notice("too many connections", TOO_MANY, open=self.connections)
            sock.close()
            return
        if not self._crowd.enter(home):
            self._metrics.count("connections_refused_too_many_of_one_address")
            sock.close()
            return
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stream = Stream(sock, home)
        self._streams.add(stream)
        handlers.start_soon(self._handle, stream)

    async def _handle(self, stream: Stream) -> None:
        try:
            await self._serve(stream)
        except (trio.BrokenResourceError, trio.ClosedResourceError, trio.TooSlowError) as error:
            log.debug("a connection ended early", reason=str(error) or "too slow")
        except Exception:
            log.exception("a connection failed")
        finally:
            stream.abort()
            if stream in self._streams:
                self._streams.discard(stream)
                self._crowd.leave(stream.home)
            self._one_ended.set()

    async def _serve(self, stream: Stream) -> None:
        if self._tls is not None:
            with trio.fail_after(TLS_WITHIN):
                await trio.lowlevel.wait_readable(stream.socket)
                await self._turns.turn()
                await stream.start_tls(self._tls())
        data = b""
        if stream.tls is None or stream.tls.alpn != "h2":
            with trio.fail_after(HEAD_WITHIN):
                data = await _head(stream)
            if not data:  # gone without a word: Hypercorn would keep it for a while
                return
        await self._turns.turn()
        end = head_end(data)
        if asks_for_socket(data[:end]):
            conversation = await self._upgrades.open(stream, data[:end], data[end:])
            await stream.aclose()
            self._streams.discard(stream)
            if conversation is None:
                self._crowd.leave(stream.home)
            else:
                await conversation.expect_hello()
        else:
            stream.unread(data)
            await self._http.serve(stream)

    async def _finish(self) -> None:
        await self._http.finish()
        with trio.move_on_after(LAST_ANSWERS):
            while self._streams:
                self._one_ended = trio.Event()
                await self._one_ended.wait()


async def _head(stream: Stream) -> bytes:
    """Read until a request head is whole, is too long, or will never be."""
    data = bytearray()
    while not head_end(data) and len(data) < LONGEST_HEAD:
        more = await stream.receive_some(4096)
        if not more:
            break
        data += more
    return bytes(data)
