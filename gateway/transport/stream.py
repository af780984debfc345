"""The bytes of one accepted connection, in the clear whatever is on the wire.

Every wait has an end, and ``abort`` ends all of them at once: Hypercorn shields its sends from
cancellation, so a client that stops reading would hold its task, and with it the end of the server.
"""

import socket
import ssl
from contextlib import suppress

import trio

from gateway.transport.reset import reset
from gateway.transport.tls import Tls

PATIENCE = 20.0
"""Seconds in which a peer takes at least something of what is sent, or the connection ends."""
SILENCE = 60.0
"""Seconds in which something comes in or goes out. An application's own patience is shorter."""
CHUNK = 64 * 1024


class Stream:
    """What `hypercorn.trio.tcp_server.TCPServer` uses of a stream, and ``abort``."""

    def __init__(self, sock: socket.socket, home: str = "") -> None:
        self.socket = sock
        self.home = home
        """Under which key its peer is counted."""
        self.tls: Tls | None = None
        self._unread = b""
        self._open = True
        self._sending = trio.Lock()  # first come, first served: the order of the records
        self._moved = trio.current_time()

    @property
    def peer(self) -> str:
        """The address at the other end; empty when it is gone."""
        try:
            return self.socket.getpeername()[0]
        except OSError:
            return ""

    async def start_tls(self, context: ssl.SSLContext) -> None:
        """Shake hands. BrokenResourceError when the peer cannot or will not."""
        tls, data = Tls(context), b""
        try:
            while not tls.shake_hands(data):
                await self._transmit(tls.take())
                data = await self._receive(CHUNK)
                if not data:
                    raise trio.BrokenResourceError("the peer left during the handshake")
        except ssl.SSLError as error:
            with suppress(OSError):
                self.socket.send(tls.take())  # the alert that says why
            raise trio.BrokenResourceError(str(error)) from None
        await self._transmit(tls.take())
        self.tls = tls
        self._unread = self._clear(tls, b"")  # what came with the end of the handshake

    def detach(self) -> tuple[socket.socket, Tls | None, bytes]:
        """Give away the socket and what was not received of it; this is left without."""
        self._open = False
        return self.socket, self.tls, self._unread

    def unread(self, data: bytes) -> None:
        """Let this be received first."""
        self._unread = data + self._unread

    async def receive_some(self, limit: int) -> bytes:
        """Return what came in, b"" at the end. Broken- or ClosedResourceError without one."""
        if self._unread:
            await trio.lowlevel.checkpoint()
            data, self._unread = self._unread[:limit], self._unread[limit:]
            return data
        while True:
            data = await self._receive(limit)
            if self.tls is None or not data:
                return data
            clear = self._clear(self.tls, data)
            if answer := self.tls.take():
                await self._transmit(answer)
            if clear or self.tls.ended:
                return clear

    async def send_all(self, data: bytes) -> None:
        """Send all of it; BrokenResourceError when the peer stops taking it."""
        try:
            sealed = data if self.tls is None else self.tls.seal(data)
        except ssl.SSLError as error:  # the peer broke it off, or broke it
            raise trio.BrokenResourceError(str(error)) from None
        await self._transmit(sealed)

    async def send_eof(self) -> None:
        """Say that nothing more comes."""
        if self.tls is not None and not self._sending.locked():
            with suppress(OSError):
                self.socket.send(self.tls.end())
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)
        await trio.lowlevel.checkpoint()

    async def aclose(self) -> None:
        """Close; what was sent still arrives."""
        self._close()
        await trio.lowlevel.checkpoint()

    def abort(self) -> None:
        """Close at once and drop what the system still holds to be sent; whoever waits fails."""
        if self._open:
            reset(self.socket)
            self._close()

    def _close(self) -> None:
        if self._open:
            self._open = False
            trio.lowlevel.notify_closing(self.socket)
            self.socket.close()

    @staticmethod
    def _clear(tls: Tls, data: bytes) -> bytes:
        try:
            return tls.open(data)
        except ssl.SSLError as error:
            raise trio.BrokenResourceError(str(error)) from None

    async def _receive(self, limit: int) -> bytes:
        """Wait for bytes; a peer that neither sends nor takes anything for long has left."""
        await trio.lowlevel.checkpoint()
        while True:
            try:
                data = self.socket.recv(limit)
            except BlockingIOError:
                pass
            except OSError as error:
                raise self._broken(error) from None
            else:
                self._moved = trio.current_time()
                return data
            with trio.move_on_at(self._moved + SILENCE):
                await trio.lowlevel.wait_readable(self.socket)
                continue
            if trio.current_time() >= self._moved + SILENCE:
                raise trio.BrokenResourceError("the peer is silent")

    async def _transmit(self, data: bytes) -> None:
        async with self._sending:
            await self._transmit_in_turn(memoryview(data))

    async def _transmit_in_turn(self, view: memoryview) -> None:
        while view:
            try:
                view = view[self.socket.send(view) :]
            except BlockingIOError:
                pass
            except OSError as error:
                raise self._broken(error) from None
            else:
                self._moved = trio.current_time()
                continue
            with trio.move_on_after(PATIENCE) as patience:
                await trio.lowlevel.wait_writable(self.socket)
            if patience.cancelled_caught:
                self.abort()
                raise trio.BrokenResourceError("the peer stopped reading")

    def _broken(self, error: OSError) -> trio.BrokenResourceError | trio.ClosedResourceError:
        if not self._open:
            return trio.ClosedResourceError("closed from this side")
        return trio.BrokenResourceError(str(error))


class SecureStream:
    """What Hypercorn uses of an `ssl.SSLStream` whose handshake is over, around a `Stream`."""

    def __init__(self, stream: Stream, alpn: str | None) -> None:
        self.transport_stream = stream
        self._alpn = alpn
        self.receive_some = stream.receive_some
        self.send_all = stream.send_all
        self.send_eof = stream.send_eof
        self.aclose = stream.aclose

    async def do_handshake(self) -> None:
        """It is done."""

    def selected_alpn_protocol(self) -> str | None:
        """Return what was agreed to."""
        return self._alpn
