"""One port for everything: accepts connections, does TLS, and hands them to HTTP or WebSockets."""

import socket
import ssl
from collections.abc import Callable
from functools import partial
from typing import Any

import trio
from structlog import get_logger

from gateway.app import make_app
from gateway.guard.crowd import neighbourhood
from gateway.guard.seen import Seen
from gateway.process.shortage import SPENT, Shortages
from gateway.services import InPlace, Services
from gateway.transport.http import Http
from gateway.transport.readiness import Readiness, fastest
from gateway.transport.stream import NoTls, Stream
from gateway.transport.turns import Turns
from gateway.transport.upgrade import Upgrades

log = get_logger("gateway.transport")

TLS_WITHIN = 10.0
"""Seconds for the TLS handshake."""
LAST_ANSWERS = 0.4
"""Seconds to finish the answers under way when the server stops."""
MISTAKES = {
    "HTTP_REQUEST": "clear_text",
    "HTTPS_PROXY_REQUEST": "clear_text",
    "TLSV1_ALERT_UNKNOWN_CA": "not_trusted",
    "SSLV3_ALERT_BAD_CERTIFICATE": "not_trusted",
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": "not_trusted",
}
"""OpenSSL's reasons for a handshake that failed because of somebody's configuration."""
LIMIT = "raise the limit of open files: docs/operations.md, How many connections"


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
        self._http = Http(self._app, self._turns, services.refusals)
        self._refusals = services.refusals
        self._crowd = services.neighbours
        self._neighbours = services.peers.neighbours
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
            handlers.start_soon(self._neighbours.run, partial(self._let_in, handlers))
            try:
                with self._accepting:
                    await self._accept(handlers)
                await self._finish()
            finally:
                for stream in tuple(self._streams):
                    stream.abort()
                handlers.cancel_scope.cancel()

    def stop(self) -> None:
        """Accept no more connections, close idle ones, and cut off those that do not end."""
        self._accepting.cancel()

    async def _accept(self, handlers: trio.Nursery) -> None:
        while True:
            await self._turns.turn()
            try:
                self._let_in(handlers, self._listener.accept()[0])
            except BlockingIOError:
                await trio.lowlevel.wait_readable(self._listener)
            except OSError as error:  # log only shortages; else the peer has left already
                if error.errno in SPENT:
                    more = {"remedy": LIMIT, "open": self.connections}
                    self._shortages.notice("cannot accept", error, **more)
                    await trio.sleep(0.1)

    def _let_in(self, handlers: trio.Nursery, sock: socket.socket, begun: bytes = b"") -> None:
        try:
            peer: Any = sock.getpeername()
        except OSError:  # it has left already
            sock.close()
            return
        home = neighbourhood(peer[0])
        if self.connections >= self._most:
            self._refusals.say("full", peer[0], open=str(self.connections))
            sock.close()
            return
        if not self._crowd.enter(home):
            self._refusals.say("full_address", peer[0])
            sock.close()
            return
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stream = Stream(sock, self._turns, partial(self._crowd.leave, home), begun)
        self._streams.add(stream)
        handlers.start_soon(self._handle, stream)

    async def serve_led(self, sock: socket.socket, seen: Seen) -> None:
        """Serve a client that another node has led here; that one has done TLS, and counts it."""
        if self.connections >= self._most:
            sock.close()
            return
        stream = Stream(sock, self._turns, lambda: None)
        stream.led = seen
        self._streams.add(stream)
        await self._handle(stream)

    async def _handle(self, stream: Stream) -> None:
        try:
            await self._serve(stream)
        except (trio.BrokenResourceError, trio.ClosedResourceError, trio.TooSlowError) as error:
            log.debug("a connection ended early", reason=str(error) or "too slow")
        except Exception:
            log.exception("a connection failed")
        finally:
            stream.abort()
            self._streams.discard(stream)
            self._one_ended.set()

    async def _serve(self, stream: Stream) -> None:
        if self._tls is not None and stream.led is None:
            await self._start_tls(stream, self._tls())
        asked = await self._http.serve(stream)
        if asked is not None:
            conversation = await self._upgrades.open(stream, asked)
            self._streams.discard(stream)  # from now on the upgrades count it
            if conversation is not None:
                await conversation.expect_hello()

    async def _start_tls(self, stream: Stream, context: ssl.SSLContext) -> None:
        try:
            with trio.fail_after(TLS_WITHIN):
                await stream.start_tls(context)
        except NoTls as failed:
            if failed.reason in MISTAKES:
                self._refusals.say(MISTAKES[failed.reason], stream.peer)
            raise

    async def _finish(self) -> None:
        await self._http.finish()
        with trio.move_on_after(LAST_ANSWERS):
            while self._streams:
                self._one_ended = trio.Event()
                await self._one_ended.wait()
