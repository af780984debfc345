"""The bytes of one accepted connection, in clear text, with or without TLS.

Nothing that waits here is shielded: the caller sets the deadline, and ``abort`` ends all waits at
once.
"""

import socket
import ssl
from collections.abc import Callable
from contextlib import suppress

import trio

from gateway.guard.seen import Seen
from gateway.transport.reset import reset
from gateway.transport.tls import Tls
from gateway.transport.turns import Turns

PATIENCE = 20.0
"""Seconds within which a peer must take some of what is sent, or the connection ends."""
AT_ONCE = 4096
"""Bytes read in one turn: they cost some milliseconds at worst."""
LINGER = 1.0
"""Seconds for the peer to take the last answer and close as well."""
MOST_DROPPED = 256 * 1024
"""Bytes that the peer may send meanwhile."""


class NoTls(trio.BrokenResourceError):
    """The handshake failed; ``reason`` is OpenSSL's name for why, empty if the peer has left."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"no TLS: {reason or 'the peer left'}")
        self.reason = reason


class Stream:
    """A connection from its beginning until it is closed or given away with ``detach``.

    ``begun`` was read already, by a worker that has ``given`` it to this one.
    """

    def __init__(
        self, sock: socket.socket, turns: Turns, left: Callable[[], None], begun: bytes = b""
    ) -> None:
        self.socket = sock
        self.left = left
        """Called once when the connection has ended."""
        self.tls: Tls | None = None
        self.led: Seen | None = None
        """What another node knows of the client, if that has led it here."""
        self._turns = turns
        self._unread = begun
        self.given = bool(begun)
        self._open = True
        self._sending = trio.Lock()  # first come, first served: it keeps the order of records

    @property
    def open(self) -> bool:
        """Whether the connection is neither closed nor given away."""
        return self._open

    @property
    def peer_name(self) -> tuple[str, int] | None:
        """The address and port of the other end; None if it is gone."""
        if self.led is not None:
            return self.led.address, 0
        try:
            return self.socket.getpeername()[:2]
        except OSError:
            return None

    @property
    def peer(self) -> str:
        """The address of the other end; empty if it is gone."""
        name = self.peer_name
        return name[0] if name else ""

    async def start_tls(self, context: ssl.SSLContext) -> None:
        """Shake hands. Raises NoTls if the peer cannot or will not."""
        data = await self._receive()
        tls = Tls(context)
        try:
            while not tls.shake_hands(data):
                if not data:
                    raise NoTls("")
                await self._transmit(tls.take())
                data = await self._receive()
        except ssl.SSLError as error:
            with suppress(OSError):
                self.socket.send(tls.take())  # the alert that says why
            raise NoTls(error.reason or "") from None
        await self._transmit(tls.take())
        self.tls = tls
        self._unread = self._clear(tls, b"")  # what came with the end of the handshake

    def detach(self) -> tuple[socket.socket, Tls | None, bytes]:
        """Give away the socket, its TLS and the input not received yet.

        The new owner calls ``left`` at its end.
        """
        self._open = False
        return self.socket, self.tls, self._unread

    async def receive_some(self, limit: int) -> bytes:
        """Return input, b"" at the end. Broken- or ClosedResourceError if there was no proper end.

        No input is lost, even if this is cancelled.
        """
        await trio.lowlevel.checkpoint()
        while not self._unread:
            data = await self._receive()
            if self.tls is None or not data:
                self._unread = data
                break
            self._unread = self._clear(self.tls, data)
            if answer := self.tls.take():
                await self._transmit(answer)
            if self.tls.ended:
                break
        data, self._unread = self._unread[:limit], self._unread[limit:]
        return data

    async def read_ahead(self, most: int) -> None:
        """Keep input to be received later; return when the peer has left.

        A peer that sends more than ``most`` bytes meanwhile counts as having left.
        """
        kept = b""
        try:
            with suppress(trio.BrokenResourceError, trio.ClosedResourceError):
                while len(kept) <= most and (data := await self.receive_some(AT_ONCE)):
                    kept += data
        finally:
            self._unread = kept + self._unread

    async def send_all(self, data: bytes) -> None:
        """Send all of it; BrokenResourceError if the peer stops taking it.

        If this is cancelled, the connection is of no more use and ends.
        """
        try:
            sealed = data if self.tls is None else self.tls.seal(data)
        except ssl.SSLError as error:  # the peer ended it, or sent something wrong
            raise trio.BrokenResourceError(str(error)) from None
        await self._transmit(sealed)

    async def finish(self) -> None:
        """Say that nothing more comes, and close when the peer closes, or soon if it does not.

        Closing at once while the peer still sends would destroy the last answer on its way.
        """
        if not self._open:
            return
        if self.tls is not None and not self._sending.locked():
            with suppress(OSError):
                self.socket.send(self.tls.end())
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)
        dropped = 0
        with (
            trio.move_on_after(LINGER),
            suppress(trio.BrokenResourceError, trio.ClosedResourceError),
        ):
            while dropped < MOST_DROPPED and (data := await self._receive()):
                dropped += len(data)
        self.close()

    def close(self) -> None:
        """Close; what was sent still arrives, and all waits here fail."""
        if self._open:
            self._open = False
            trio.lowlevel.notify_closing(self.socket)
            self.socket.close()
            self.left()

    def abort(self) -> None:
        """Close at once and drop unsent data."""
        if self._open:
            reset(self.socket)
            self.close()

    @staticmethod
    def _clear(tls: Tls, data: bytes) -> bytes:
        try:
            return tls.open(data)
        except ssl.SSLError as error:
            raise trio.BrokenResourceError(str(error)) from None

    async def _receive(self) -> bytes:
        """Wait for bytes. Other tasks have their turn before the read, or it could be lost."""
        while True:
            await self._turns.turn()
            try:
                return self.socket.recv(AT_ONCE)
            except BlockingIOError:
                await trio.lowlevel.wait_readable(self.socket)
            except OSError as error:
                raise self._broken(error) from None

    async def _transmit(self, data: bytes) -> None:
        left = memoryview(data)
        try:
            async with self._sending:
                while left:
                    left = left[await self._send_some(left) :]
        finally:
            if left:  # the peer cannot use half of it, or records out of order
                self.abort()

    async def _send_some(self, view: memoryview) -> int:
        while True:
            try:
                return self.socket.send(view)
            except BlockingIOError:
                pass
            except OSError as error:
                raise self._broken(error) from None
            with trio.move_on_after(PATIENCE) as patience:
                await trio.lowlevel.wait_writable(self.socket)
            if patience.cancelled_caught:
                raise trio.BrokenResourceError("the peer stopped reading")

    def _broken(self, error: OSError) -> trio.BrokenResourceError | trio.ClosedResourceError:
        if not self._open:
            return trio.ClosedResourceError("closed from this side")
        return trio.BrokenResourceError(str(error))
