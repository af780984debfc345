"""A Connection over a Quart WebSocket, for any server that runs the application."""

import secrets
from collections import deque
from collections.abc import Callable

import trio
from quart.wrappers import Websocket

from actors.player.connection import Sink
from gateway.socket.backpressure import CONGESTED, DRAINED, MOST_WAITING

ONE_WRITE = 16 * 1024
"""Bytes beyond which waiting messages are not joined any more."""


class QuartConnection:
    """See `actors.player.connection.Connection`. Belongs to one WebSocket and its tasks."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.id = secrets.token_hex(8)
        self.called = ""
        self.account = False
        self.sink: Sink | None = None
        self.heard = now()
        self.congested = False
        self._now = now
        self.closed = trio.Event()
        self._queue: deque[bytes] = deque()
        self._waiting = 0
        self._writer = trio.lowlevel.ParkingLot()
        self._ending: tuple[int, str] | None = None

    @property
    def waiting(self) -> int:
        """How many bytes wait to be sent."""
        return self._waiting

    def hear(self) -> None:
        """Note that something came in."""
        self.heard = self._now()

    def round_trip(self) -> None:
        """See `Connection.round_trip`; unknown, as another server holds the socket."""
        return

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
        """See `Connection.close`. The first close counts; it is sent after what waits."""
        if self._ending is None:
            self._ending = (code, reason)
            self.closed.set()
            self._writer.unpark()

    async def write(self, websocket: Websocket, drained: Callable[[], None]) -> None:
        """Send what is queued until closed, then the close frame."""
        while self._queue or self._ending is None:
            if not self._queue:
                await self._writer.park()
                continue
            data = self._take()
            await websocket.send(data.decode())
            self._waiting -= len(data)
            if self.congested and self._waiting < DRAINED:
                self.congested = False
                drained()
        await websocket.close(*self._ending)

    def _take(self) -> bytes:
        """Join what waits into one message of several frames."""
        data = self._queue.popleft()
        if not self._queue or len(data) > ONE_WRITE:
            return data
        parts, size = [data], len(data)
        while self._queue and size <= ONE_WRITE:
            parts.append(self._queue.popleft())
            size += len(parts[-1])
        self._waiting += len(parts) - 1  # the newlines, which are subtracted when sent
        return b"\n".join(parts)
