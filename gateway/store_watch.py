"""Watches whether the store answers: by every call, and by a question from time to time.

The store is away from the first failed call on. It is back once it has answered a question and no
call has failed for a while. The log says each of the two once.
"""

from collections.abc import Awaitable, Callable
from typing import Any, cast

import trio
from structlog import get_logger

from store.errors import StoreError, StoreUnavailable
from store.protocol import Store

log = get_logger("gateway.store")

EVERY = 5.0
"""Seconds between questions while all is well."""
AGAIN = 0.5
"""Seconds between questions while it is away."""
PATIENCE = 2.0
"""Seconds after which a question that has no answer counts as a failure."""
QUIET = 1.5
"""Seconds without a failure after which an answer is believed. This is longer than the journal
waits before it tries again, as a full disk may have room for a question but not for the journal."""


class StoreWatch:
    """The watch over the store of one server."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._failed_at = 0.0
        self.away_since: float | None = None
        """Seconds since the epoch; None while it answers."""
        self.reason = ""
        """The last error, while it is away."""

    def failed(self, reason: str) -> None:
        """Note that a call failed."""
        self._failed_at, self.reason = self._now(), reason
        if self.away_since is None:
            self.away_since = self._failed_at
            log.warning("the store is away", reason=reason)

    def answered(self, waiting: int) -> None:
        """Note that a question was answered; ``waiting`` journal entries are not written yet."""
        now = self._now()
        if self.away_since is not None and now - self._failed_at >= QUIET:
            seconds = round(now - self.away_since, 1)
            log.warning("the store is back", seconds=seconds, entries_waiting=waiting)
            self.away_since = None

    def seconds_away(self) -> float:
        """Return for how long the store has been away."""
        return 0.0 if self.away_since is None else self._now() - self.away_since

    async def away_for(self, seconds: float) -> None:
        """Return once the store has been away for so long on end."""
        while True:
            left = seconds - self.seconds_away()
            if left <= 0.0:
                return
            await trio.sleep(left)

    async def run(self, store: Store, waiting: Callable[[], int]) -> None:
        """Ask the store, for ever; ``waiting`` counts journal entries that are not written yet."""
        while True:
            await self._ask(store, waiting)
            await trio.sleep(EVERY if self.away_since is None else AGAIN)

    async def _ask(self, store: Store, waiting: Callable[[], int]) -> None:
        """Ask once. A slow answer is waited for, as a store cannot be interrupted."""
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._lose_patience)
            try:
                await store.check()
            except StoreError as error:
                self.failed(str(error))
            else:
                self.answered(waiting())
            nursery.cancel_scope.cancel()

    async def _lose_patience(self) -> None:
        await trio.sleep(PATIENCE)
        self.failed(f"no answer for {PATIENCE:.0f} s")


def watched(store: Store, watch: StoreWatch) -> Store:
    """Return the store, wrapped so that the watch hears of every failed call."""
    return cast("Store", _Watched(store, watch))


class _Watched:
    """A wrapped store, or a wrapped domain of it."""

    def __init__(self, of: Any, watch: StoreWatch) -> None:
        self._of = of
        self._watch = watch

    def __getattr__(self, name: str) -> Any:
        """Wrap a verb or a domain when it is first used."""
        found = getattr(self._of, name)
        made = self._verb(found) if callable(found) else _Watched(found, self._watch)
        setattr(self, name, made)
        return made

    def _verb(self, verb: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
        async def call(*arguments: Any, **named: Any) -> Any:
            try:
                return await verb(*arguments, **named)
            except StoreUnavailable as error:
                self._watch.failed(str(error))
                raise

        return call
