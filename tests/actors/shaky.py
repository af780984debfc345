"""A store of tests that can be away."""

from collections.abc import Awaitable, Callable
from typing import Any

from actors.core.journal.records import Flush
from store.errors import StoreUnavailable
from store.matches.records import MatchResult
from store.memory import MemoryStore


class ShakyStore(MemoryStore):
    """A store that can be away. ``results`` are those it took, in order, each time it did."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False
        self.results: list[MatchResult] = []
        self._newest: dict[int, int] = {}
        shaky = (
            (self.social, "circle"),
            (self.social, "friendships"),
            (self.profiles, "profile"),
            (self.journal, "recover"),
            (self.journal, "due"),
        )
        for domain, verb in shaky:
            setattr(domain, verb, self._unless_away(getattr(domain, verb)))
        self._flush = self._unless_away(self.journal.flush)
        self.journal.flush = self._note  # type: ignore[method-assign]

    def _unless_away(self, verb: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def call(*arguments: Any) -> Any:
            if self.away:
                raise StoreUnavailable("away")
            return await verb(*arguments)

        return call

    async def _note(self, flush: Flush) -> None:
        await self._flush(flush)
        if flush.number <= self._newest.get(flush.epoch, 0):
            return  # offered again, as its answer was lost
        self._newest[flush.epoch] = flush.number
        self.results += [row for row in flush.rows if isinstance(row, MatchResult)]
