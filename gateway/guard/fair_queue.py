"""A queue for something that only so many can use at once; households take turns.

A household that sends much waits behind itself. A person from another household waits only for what
runs now, and for one turn of each household that waits already.
"""

from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import trio

FIRST_GUESS = 0.3
"""Seconds that one use is assumed to take until some have been measured."""


class TooLong(Exception):
    """Somebody would have to wait, or has waited, for longer than ``patience``."""


class FairQueue:
    """Lets ``slots`` in at a time, by turns of households; nobody waits over ``patience`` s."""

    def __init__(self, slots: int, patience: float, guess: float = FIRST_GUESS) -> None:
        self._slots = slots
        self._free = slots
        self._patience = patience
        self._seconds = guess
        self._waiting: OrderedDict[str, deque[trio.Event]] = OrderedDict()
        """By household, in the order of their turns; no deque is empty."""

    def wait(self, household: str) -> float:
        """Estimate the seconds until a newcomer of this household would be done."""
        own = len(self._waiting.get(household, ()))
        ahead = sum(
            min(len(there), own + 1) for name, there in self._waiting.items() if name != household
        )
        return ((self._slots - self._free + own + ahead) // self._slots + 1) * self._seconds

    @asynccontextmanager
    async def turn(self, household: str) -> AsyncIterator[None]:
        """Wait for a turn and hold it within the block. TooLong is raised only before it."""
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
            if called.is_set():  # called at the same moment: pass the turn on
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
        """Call the first waiter of the next household, which then goes to the end of the round."""
        if not self._waiting:
            self._free += 1
            return
        household, there = self._waiting.popitem(last=False)
        there.popleft().set()
        if there:
            self._waiting[household] = there
