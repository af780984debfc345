"""The Connection of actors over a Quart WebSocket."""

import secrets
from collections import deque
from collections.abc import Callable

import trio
from quart.wrappers import Websocket

from gateway.stream import AbortableStream

MOST_WAITING = 256 * 1024
"""Bytes that may wait to be sent; beyond it the connection is lost."""
CONGESTED = 32 * 1024
"""Bytes waiting from which motion is left out, until less than DRAINED wait."""
DRAINED = 8 * 1024
ONE_WRITE = 16 * 1024
"""Bytes from which messages that wait are not joined any more."""
GRACE = 1.0
"""Seconds for the peer to take the close frame and answer it."""


class QuartConnection:
    """See `actors.player.connection.Connection`. Belongs to one WebSocket and its two tasks."""

    def __init__(
        self, stream: AbortableStream, now: Callable[[], float], drained: Callable[[], None]
    ) -> None:
        self.id = secrets.token_hex(8)
        self.heard = now()
        self.congested = False
        self._stream = stream
        self._drained = drained
        self._queue: deque[bytes] = deque()
        self._waiting = 0
        self._writer = trio.lowlevel.ParkingLot()
        self._ending: tuple[int, str] | None = None
        self._closing = trio.Event()

    @property
    def closing(self) -> bool:
        """Whether it was closed from this side."""
        return self._ending is not None

    @property
    def waiting(self) -> int:
        """How many bytes wait to be sent."""
        return self._waiting

    def send(self, data: bytes) -> bool:
        """See `Connection.send`."""
        if self._ending is not None or self._waiting + len(data) > MOST_WAITING:
            return False
        self._queue.append(data)
        self._waiting += len(data)
        if self._waiting > CONGESTED:
            self.congested = True
        self._writer.unpark()
        return True

    def close(self, code: int, reason: str) -> None:
        """See `Connection.close`. The first close counts."""
        if self._ending is None:
            self._ending = (code, reason)
            self._closing.set()
            self._writer.unpark()

    def abandon(self) -> None:
        """The peer is gone: nothing more can be said, and nothing may wait for it."""
        self.close(1006, "")
        if self._stream.sending:
            self._stream.abort()

    async def write(self, websocket: Websocket) -> None:
        """Send what is queued until closed, and then the close frame."""
        while self._queue or self._ending is None:
            if self._queue:
                data = self._take()
                await websocket.send(data.decode())
                self._sent(len(data))
            else:
                await self._writer.park()
        await websocket.close(*self._ending)

    async def cut_off(self) -> None:
        """Once closed from this side, end the connection even if the peer does not."""
        await self._closing.wait()
        await trio.sleep(GRACE)
        self._stream.abort()

    def _take(self) -> bytes:
        """Join what waits into one message of several frames."""
        data = self._queue.popleft()
        if not self._queue or len(data) > ONE_WRITE:
            return data
        parts, size = [data], len(data)
        while self._queue and size <= ONE_WRITE:
            parts.append(self._queue.popleft())
            size += len(parts[-1])
        self._waiting += len(parts) - 1  # the newlines, counted off when sent
        return b"\n".join(parts)

    def _sent(self, size: int) -> None:
        self._waiting -= size
        if self.congested and self._waiting < DRAINED:
            self.congested = False
            self._drained()
