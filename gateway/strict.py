"""The WebSocket of Hypercorn without three ways to wear us out.

It accepts compression whenever offered (a frame of 64 KiB may unfold to 64 MiB). After a message
over its limit it goes on reading, keeps what it read, and never tells the application. A refused
handshake leaves the connection open for as long as the peer likes. All three are decided inside
``WSStream``, which no setting reaches.
"""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from hypercorn.protocol import h2, h11
from hypercorn.protocol.events import Event, Request, StreamClosed
from hypercorn.protocol.ws_stream import FrameTooLargeError, WSStream
from wsproto.connection import ConnectionState
from wsproto.events import CloseConnection, Message, Ping
from wsproto.utilities import LocalProtocolError

COMPRESSION = b"sec-websocket-extensions"


class StrictWSStream(WSStream):
    """Agrees to no extension; hands the beginning of an endless message on and drops the rest."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._overrun = False

    async def handle(self, event: Event) -> None:
        """See `WSStream.handle`."""
        if isinstance(event, Request):
            headers = [pair for pair in event.headers if pair[0].lower() != COMPRESSION]
            event = replace(event, headers=headers)
        open_before = not self.closed
        with suppress(LocalProtocolError):  # bytes after the end of the WebSocket
            await super().handle(event)
        if open_before and self.closed and not isinstance(event, StreamClosed):
            await self._hang_up()

    async def _hang_up(self) -> None:
        """The handshake was refused with a 400; Hypercorn would wait for the peer to hang up."""
        if self.app_put is not None:
            await self.app_put({"type": "websocket.disconnect", "code": 1006})
        await self.send(StreamClosed(stream_id=self.stream_id))

    async def _handle_events(self) -> None:
        for event in self.connection.events():
            if isinstance(event, Message):
                await self._handle_message(event)
            elif isinstance(event, Ping):
                await self._send_wsproto_event(event.response())
            elif isinstance(event, CloseConnection):
                await self._handle_close(event)

    async def _handle_message(self, event: Message) -> None:
        if self._overrun or self.app_put is None:
            return
        try:
            self.buffer.extend(event)
        except FrameTooLargeError:
            self._overrun = True
        if event.message_finished or self._overrun:
            message = self.buffer.to_message()
            self.buffer.clear()
            await self.app_put(message)

    async def _handle_close(self, event: CloseConnection) -> None:
        """Answer the peer's close; say what was wrong with bytes that are no frame."""
        if self.connection.state is ConnectionState.REMOTE_CLOSING:
            await self._send_wsproto_event(event.response())
        elif self.connection.state is ConnectionState.OPEN:
            await self._send_wsproto_event(CloseConnection(event.code))
        await self.send(StreamClosed(stream_id=self.stream_id))


def install() -> None:
    """Have every connection of Hypercorn use it."""
    for protocol in (h11, h2):
        setattr(protocol, "WSStream", StrictWSStream)  # noqa: B010 - no declared attribute of it
