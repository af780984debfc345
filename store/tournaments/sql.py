"""The verbs of `Store.tournaments` over any engine that speaks the shared SQL."""

from store.engine import Engine
from store.tournaments import queries, rows
from store.tournaments.records import STAGES, Played, Stage, TournamentRecord


class SqlTournaments:
    """See `store.tournaments.protocol.Tournaments` for every verb."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def tournament(self, tournament_id: str) -> TournamentRecord | None:
        """See `Tournaments.tournament`."""
        found = await self._engine.read(queries.TOURNAMENT, tournament_id)
        return rows.read_tournament(found[0]) if found else None

    async def listed(
        self, stage: Stage, limit: int, before: str | None = None, format_: str | None = None
    ) -> list[TournamentRecord]:
        """See `Tournaments.listed`."""
        values = (*STAGES[stage], limit, format_, before)
        found = await self._engine.read(queries.LISTED, *values)
        return [rows.read_tournament(row) for row in found]

    async def of_player(self, user_id: str, limit: int, before: str | None = None) -> list[Played]:
        """See `Tournaments.of_player`."""
        found = await self._engine.read(queries.OF_PLAYER, user_id, limit, before)
        return [rows.read_played(row) for row in found]

    async def owned(self, user_id: str) -> list[TournamentRecord]:
        """See `Tournaments.owned`."""
        found = await self._engine.read(queries.OWNED, user_id)
        return [rows.read_tournament(row) for row in found]

    async def open_of(self, user_id: str) -> int:
        """See `Tournaments.open_of`."""
        return (await self._engine.read(queries.OPEN_OF, user_id))[0][0]

    async def unfinished(self) -> list[str]:
        """See `Tournaments.unfinished`."""
        return [row[0] for row in await self._engine.read(queries.UNFINISHED)]

    async def with_player(self, user_id: str) -> list[str]:
        """See `Tournaments.with_player`."""
        return [row[0] for row in await self._engine.read(queries.WITH_PLAYER, user_id)]
