"""Cuts off connections that have not ended by themselves after a fixed time."""

from collections import deque
from collections.abc import Callable

import trio


class Grace:
    """Calls back after ``seconds``, with one task however many are waiting."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waiting: deque[tuple[float, Callable[[], None]]] = deque()
        self._first = trio.Event()

    def begin(self, end: Callable[[], None]) -> None:
        """Call ``end`` when the time is over, even if the connection has ended by then."""
        self._waiting.append((trio.current_time() + self._seconds, end))
        self._first.set()

    async def run(self) -> None:
        """Wait and call, for ever."""
        while True:
            await self._first.wait()
            while self._waiting:
                await trio.sleep_until(self._waiting[0][0])
                self._waiting.popleft()[1]()  # without a variable, which would keep it alive
            self._first = trio.Event()
