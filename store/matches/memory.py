"""The verbs of `Store.matches` in plain dicts. No verb ever waits."""

from msgspec.structs import replace

from store.errors import StoreError
from store.matches.records import MatchPlayer, MatchRecord, MatchResult, StoredMatch, Tally
from store.names import DELETED
from store.tables import Tables


class MemoryMatches:
    """See `store.matches.protocol.Matches` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def write_result(self, result: MatchResult) -> bool:
        """See `Matches.write_result`."""
        if result.match_id not in self._tables.matches:
            raise StoreError(f"a result for match {result.match_id}, which is not in the store")
        first = result.match_id not in self._tables.results
        add_result(self._tables, result)
        return first

    async def match(self, match_id: str) -> StoredMatch | None:
        """See `Matches.match`."""
        record = self._tables.matches.get(match_id)
        return None if record is None else StoredMatch(record, self._tables.results.get(match_id))

    async def matches_of(
        self, user_id: str, limit: int, before: str | None = None
    ) -> list[StoredMatch]:
        """See `Matches.matches_of`."""
        played = [
            record
            for record in self._tables.matches.values()
            if any(player.user_id == user_id for player in record.players)
        ]
        if before is not None:
            last = self._tables.matches.get(before)
            played = [record for record in played if last and _age(record) < _age(last)]
        played.sort(key=_age, reverse=True)
        return [
            StoredMatch(record, self._tables.results.get(record.id)) for record in played[:limit]
        ]

    async def unfinished_matches(self) -> list[MatchRecord]:
        """See `Matches.unfinished_matches`."""
        open_ones = [r for r in self._tables.matches.values() if r.id not in self._tables.results]
        return sorted(open_ones, key=_age)

    async def history(
        self, user_id: str, limit: int, before: str | None = None
    ) -> list[StoredMatch]:
        """See `Matches.history`."""
        played = [
            record
            for record in self._tables.matches.values()
            if record.id in self._tables.results
            and any(player.user_id == user_id for player in record.players)
        ]
        if before is not None:
            last = next((record for record in played if record.id == before), None)
            played = [record for record in played if last and _age(record) < _age(last)]
        played.sort(key=_age, reverse=True)
        return [StoredMatch(record, self._tables.results[record.id]) for record in played[:limit]]

    async def tally(self, user_id: str) -> Tally:
        """See `Matches.tally`."""
        outcomes: list[bool] = []
        for stored in await self.history(user_id, len(self._tables.matches)):
            ids = [player.user_id for player in stored.record.players]
            if stored.result and stored.result.winner and None not in ids and ids[0] != ids[1]:
                outcomes.append(ids.index(user_id) == (stored.result.winner > 0))
        run = next((n for n, won in enumerate(outcomes) if won != outcomes[0]), len(outcomes))
        return Tally(len(outcomes), sum(outcomes), run if outcomes and outcomes[0] else -run)


def add_match(tables: Tables, record: MatchRecord) -> None:
    """Add a match unless it is already there; of unknown users keep only the names."""
    if record.id not in tables.matches:
        left, right = (
            player if player.user_id in tables.users else replace(player, user_id=None)
            for player in record.players
        )
        tables.matches[record.id] = replace(record, players=(left, right))


def add_result(tables: Tables, result: MatchResult) -> None:
    """Finish a match that is in the store and has no result yet."""
    if result.match_id in tables.matches:
        tables.results.setdefault(result.match_id, result)


KINDS = {MatchRecord: add_match, MatchResult: add_result}
"""The records of matches that a flush of the journal may carry."""


def _age(record: MatchRecord) -> tuple[int, str]:
    return record.created_at, record.id


def forget_player(tables: Tables, user_id: str) -> None:
    """Replace the name of a user in all matches."""
    for match_id, record in tables.matches.items():
        left, right = (_forget(player, user_id) for player in record.players)
        tables.matches[match_id] = replace(record, players=(left, right))


def _forget(player: MatchPlayer, user_id: str) -> MatchPlayer:
    return replace(player, name=DELETED) if player.user_id == user_id else player
