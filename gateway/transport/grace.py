"""Cutting off, a fixed time later, what has not ended by itself."""

from collections import deque
from collections.abc import Callable

import trio


class Grace:
    """Calls back after ``seconds``, each in its turn: one task, however many are waiting."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waiting: deque[tuple[float, Callable[[], None]]] = deque()
        self._first = trio.Event()

    def begin(self, end: Callable[[], None]) -> None:
        """Have ``end`` called when the time is over; it must not mind being late."""
        self._waiting.append((trio.current_time() + self._seconds, end))
        self._first.set()

    async def run(self) -> None:
        """Wait and call, for ever."""
        while True:
            await self._first.wait()
            while self._waiting:
                await trio.sleep_until(self._waiting[0][0])
                self._waiting.popleft()[1]()  # of which nothing is kept until the next one
            self._first = trio.Event()
