"""The verbs of `Store.ratings` over any engine that speaks the shared SQL."""

from store.engine import Engine
from store.ratings import queries, rows
from store.ratings.records import Board, Ranked, Rating, RatingEntry


class SqlRatings:
    """See `store.ratings.protocol.Ratings` for every verb."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def rating(self, player: str, mode: str) -> Rating | None:
        """See `Ratings.rating`."""
        found = await self._engine.read(queries.RATING, player, mode)
        return rows.read_rating(found[0], mode) if found else None

    async def ratings_of(self, player: str) -> list[Rating]:
        """See `Ratings.ratings_of`."""
        return [Rating(*row) for row in await self._engine.read(queries.RATINGS_OF, player)]

    async def entries_of_match(self, match_id: str) -> list[RatingEntry]:
        """See `Ratings.entries_of_match`."""
        found = await self._engine.read(queries.ENTRIES_OF_MATCH, match_id)
        return [RatingEntry(*row) for row in found]

    async def entries_of(self, player: str, mode: str, limit: int) -> list[RatingEntry]:
        """See `Ratings.entries_of`."""
        found = await self._engine.read(queries.ENTRIES_OF, player, mode, limit)
        return [RatingEntry(*row) for row in reversed(found)]

    async def all_entries_of(self, player: str) -> list[RatingEntry]:
        """See `Ratings.all_entries_of`."""
        found = await self._engine.read(queries.ALL_ENTRIES_OF, player)
        return [RatingEntry(*row) for row in found]

    async def leaders(self, board: Board, limit: int, skip: int = 0) -> list[Ranked]:
        """See `Ratings.leaders`."""
        found = await self._engine.read(queries.LEADERS, *rows.board_values(board), limit, skip)
        return [rows.read_ranked(row) for row in found]

    async def ahead(self, board: Board, of: Rating) -> int:
        """See `Ratings.ahead`."""
        values = (*rows.board_values(board), of.place, of.player)
        return (await self._engine.read(queries.AHEAD, *values))[0][0]
