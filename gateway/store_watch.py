"""Whether the store answers: every call of it tells, and a question now and then when nobody calls.

It is away from the first call that failed, and back once a question was answered and nothing has
failed for a while. The log says each of the two once.
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
"""Seconds without a failure after which an answer is believed: longer than the journal waits until
it tries again, as a full disk may have room for a question and not for that."""


class StoreWatch:
    """One of these for each server."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._failed_at = 0.0
        self.away_since: float | None = None
        """Seconds since the epoch; None while it answers."""
        self.reason = ""
        """What was said last, while it is away."""

    def failed(self, reason: str) -> None:
        """A call was not carried out."""
        self._failed_at, self.reason = self._now(), reason
        if self.away_since is None:
            self.away_since = self._failed_at
            log.warning("the store is away", reason=reason)

    def answered(self, waiting: int) -> None:
        """A question was answered; ``waiting`` journal entries are not written yet."""
        now = self._now()
        if self.away_since is not None and now - self._failed_at >= QUIET:
            seconds = round(now - self.away_since, 1)
            log.warning("the store is back", seconds=seconds, entries_waiting=waiting)
            self.away_since = None

    def seconds_away(self) -> float:
        """For how long it has been away."""
        return 0.0 if self.away_since is None else self._now() - self.away_since

    async def run(self, store: Store, waiting: Callable[[], int]) -> None:
        """Ask the store, for ever; ``waiting`` counts journal entries that are not written yet."""
        while True:
            await self._ask(store, waiting)
            await trio.sleep(EVERY if self.away_since is None else AGAIN)

    async def _ask(self, store: Store, waiting: Callable[[], int]) -> None:
        """Ask once. What takes long is waited for all the same: a store cannot be interrupted."""
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
    """The store, with every call that it could not carry out told to the watch."""
    return cast("Store", _Watched(store, watch))


class _Watched:
    """A store, or a domain of it."""

    def __init__(self, of: Any, watch: StoreWatch) -> None:
        self._of = of
        self._watch = watch

    def __getattr__(self, name: str) -> Any:
        """Make the verb or the domain the first time it is used."""
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
