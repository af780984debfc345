"""A TCP connection that can be ended at once, whatever is being sent on it.

Hypercorn shields its sends from cancellation, so a client that stops reading would hold its task,
and with it the end of the server, for as long as it likes.
"""

import socket
import struct
from contextlib import suppress
from contextvars import ContextVar

import trio

PATIENCE = 20.0
"""Seconds for one send to be taken; a slow line passes 64 KiB in that time."""
NO_LINGER = struct.pack("ii", 1, 0)


class AbortableStream:
    """What `hypercorn.trio.tcp_server.TCPServer` uses of a stream, and ``abort``."""

    def __init__(self, stream: trio.SocketStream) -> None:
        self._stream = stream
        self.socket = stream.socket
        self.sending = False

    async def receive_some(self, limit: int) -> bytes | bytearray:
        """See `trio.SocketStream`."""
        return await self._stream.receive_some(limit)

    async def send_all(self, data: bytes) -> None:
        """Send, but not for ever; BrokenResourceError when the peer does not take it."""
        self.sending = True
        try:
            with trio.move_on_after(PATIENCE) as patience:
                await self._stream.send_all(data)
        finally:
            self.sending = False
        if patience.cancelled_caught:
            self.abort()
            raise trio.BrokenResourceError("the peer stopped reading")

    async def send_eof(self) -> None:
        """See `trio.SocketStream`."""
        await self._stream.send_eof()

    async def aclose(self) -> None:
        """See `trio.SocketStream`."""
        await self._stream.aclose()

    def abort(self) -> None:
        """Close at once and drop what the system still holds to be sent; a blocked send fails."""
        with suppress(OSError):  # closed already
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        self.socket.close()


current_stream: ContextVar[AbortableStream] = ContextVar("current_stream")
"""The connection that the running request came on."""
