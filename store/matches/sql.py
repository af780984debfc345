"""The verbs of `Store.matches` over any engine that speaks the shared SQL."""

from store.engine import Engine
from store.errors import StoreError
from store.matches import queries, rows
from store.matches.records import MatchRecord, MatchResult, StoredMatch, Tally


class SqlMatches:
    """See `store.matches.protocol.Matches` for every verb."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def write_result(self, result: MatchResult) -> bool:
        """See `Matches.write_result`."""
        if await self._engine.write(queries.WRITE_RESULT, *rows.result_values(result)):
            return True
        if await self.match(result.match_id) is None:  # no race: matches are never deleted
            raise StoreError(f"a result for match {result.match_id}, which is not in the store")
        return False

    async def match(self, match_id: str) -> StoredMatch | None:
        """See `Matches.match`."""
        found = await self._engine.read(queries.MATCH, match_id)
        return rows.read_match(found[0]) if found else None

    async def matches_of(
        self, user_id: str, limit: int, before: str | None = None
    ) -> list[StoredMatch]:
        """See `Matches.matches_of`."""
        found = await self._engine.read(queries.MATCHES_OF, user_id, limit, before)
        return [rows.read_match(row) for row in found]

    async def unfinished_matches(self) -> list[MatchRecord]:
        """See `Matches.unfinished_matches`."""
        found = await self._engine.read(queries.UNFINISHED)
        return [rows.read_match(row).record for row in found]

    async def history(
        self, user_id: str, limit: int, before: str | None = None
    ) -> list[StoredMatch]:
        """See `Matches.history`."""
        found = await self._engine.read(queries.HISTORY, user_id, limit, before)
        return [rows.read_match(row) for row in found]

    async def tally(self, user_id: str) -> Tally:
        """See `Matches.tally`."""
        return rows.read_tally((await self._engine.read(queries.TALLY, user_id))[0])
