"""A queue for what only so many can have at once; the households that wait take turns.

Whoever sends much waits behind themselves: the next person from elsewhere waits for what runs now,
and for one of each household that waits already.
"""

from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import trio

FIRST_GUESS = 0.3
"""Seconds that one takes, until some have been measured."""


class TooLong(Exception):
    """Somebody would have to wait, or has waited, for longer than ``patience``."""


class FairQueue:
    """Lets ``slots`` in at a time, each household in its turn; nobody waits over ``patience`` s."""

    def __init__(self, slots: int, patience: float, guess: float = FIRST_GUESS) -> None:
        self._slots = slots
        self._free = slots
        self._patience = patience
        self._seconds = guess
        self._waiting: OrderedDict[str, deque[trio.Event]] = OrderedDict()
        """By household, the one whose turn is next first; none is empty."""

    def wait(self, household: str) -> float:
        """Seconds until one of this household who comes now is done, by what the last ones took."""
        own = len(self._waiting.get(household, ()))
        ahead = sum(
            min(len(there), own + 1) for name, there in self._waiting.items() if name != household
        )
        return ((self._slots - self._free + own + ahead) // self._slots + 1) * self._seconds

    @asynccontextmanager
    async def turn(self, household: str) -> AsyncIterator[None]:
        """Wait for a turn, and have it within the block. TooLong is raised before it only."""
        if self.wait(household) > self._patience:
            raise TooLong
        await self._enter(household)
        began = trio.current_time()
        try:
            yield
            self._seconds += (trio.current_time() - began - self._seconds) / 8.0
        finally:
            self._leave()

    async def _enter(self, household: str) -> None:
        if self._free:
            self._free -= 1
            return
        called = trio.Event()
        self._waiting.setdefault(household, deque()).append(called)
        try:
            with trio.fail_after(self._patience):
                await called.wait()
        except BaseException as error:
            if called.is_set():  # at the same moment: somebody else's turn then
                self._leave()
            else:
                self._forget(household, called)
            if isinstance(error, trio.TooSlowError):
                raise TooLong from None
            raise

    def _forget(self, household: str, called: trio.Event) -> None:
        self._waiting[household].remove(called)
        if not self._waiting[household]:
            del self._waiting[household]

    def _leave(self) -> None:
        """Call the first of the household whose turn it is; it is that one's last for a round."""
        if not self._waiting:
            self._free += 1
            return
        household, there = self._waiting.popitem(last=False)
        there.popleft().set()
        if there:
            self._waiting[household] = there
