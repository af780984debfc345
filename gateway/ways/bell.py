"""Wakes who waits for notes: the actors of players ring, and never wait."""

import trio


class Bell:
    """Rings for all who wait at this moment."""

    def __init__(self) -> None:
        self._rung = trio.Event()

    def ring(self) -> None:
        """Wake all."""
        self._rung.set()
        self._rung = trio.Event()

    async def heard(self, seconds: float) -> None:
        """Return when it rings, at the latest after so many seconds."""
        with trio.move_on_after(seconds):
            await self._rung.wait()
