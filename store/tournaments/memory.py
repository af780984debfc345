"""The verbs of `Store.tournaments` in plain dicts. No verb ever waits."""

from collections.abc import Iterable

from msgspec.structs import replace

from store.tables import Tables
from store.tournaments.records import (
    STAGES,
    Entry,
    EntryGone,
    Played,
    Stage,
    TournamentRecord,
)


class MemoryTournaments:
    """See `store.tournaments.protocol.Tournaments` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def tournament(self, tournament_id: str) -> TournamentRecord | None:
        """See `Tournaments.tournament`."""
        return self._tables.tournaments.get(tournament_id)

    async def listed(
        self, stage: Stage, limit: int, before: str | None = None, format_: str | None = None
    ) -> list[TournamentRecord]:
        """See `Tournaments.listed`."""
        found = (
            one
            for one in self._newest_first(self._tables.tournaments, before)
            if one.phase in STAGES[stage]
            and one.entry != "invited"
            and format_ in {None, one.format}
        )
        return [*found][:limit]

    async def of_player(self, user_id: str, limit: int, before: str | None = None) -> list[Played]:
        """See `Tournaments.of_player`."""
        entries = {
            entry.tournament: entry
            for entry in self._tables.tournament_entries.values()
            if entry.player == user_id
        }
        return [
            Played(one, entries[one.id].alias, entries[one.id].place)
            for one in self._newest_first(entries, before)
        ][:limit]

    async def owned(self, user_id: str) -> list[TournamentRecord]:
        """See `Tournaments.owned`."""
        newest = self._newest_first(self._tables.tournaments, None)
        return [one for one in newest if one.owner == user_id and one.ended_at is None]

    async def open_of(self, user_id: str) -> int:
        """See `Tournaments.open_of`."""
        return len(await self.owned(user_id))

    async def unfinished(self) -> list[str]:
        """See `Tournaments.unfinished`."""
        found = self._tables.tournaments.values()
        return sorted(one.id for one in found if one.phase == "running" and one.ended_at is None)

    async def with_player(self, user_id: str) -> list[str]:
        """See `Tournaments.with_player`."""
        tables = self._tables
        entered = {
            tournament for player, tournament in tables.tournament_entries if player == user_id
        }
        made = {one.id for one in tables.tournaments.values() if one.owner == user_id}
        return sorted(entered | made)

    def _newest_first(self, ids: Iterable[str], before: str | None) -> list[TournamentRecord]:
        """Return tournaments older than ``before``; none if that is no tournament."""
        tables = self._tables.tournaments
        found = sorted(
            (tables[name] for name in ids if name in tables),
            key=lambda one: (one.created_at, one.id),
            reverse=True,
        )
        if before is None:
            return found
        last = tables.get(before)
        if last is None:
            return []
        return [one for one in found if (one.created_at, one.id) < (last.created_at, last.id)]


def _put_tournament(tables: Tables, one: TournamentRecord) -> None:
    owner = one.owner if one.owner in tables.users else None
    before = tables.tournaments.get(one.id, one)
    tables.tournaments[one.id] = replace(one, owner=owner, created_at=before.created_at)


def _put_entry(tables: Tables, entry: Entry) -> None:
    user = tables.users.get(entry.player)
    if user is not None and user.deleted_at is None:
        tables.tournament_entries[entry.player, entry.tournament] = entry


def _end_entry(tables: Tables, gone: EntryGone) -> None:
    tables.tournament_entries.pop((gone.player, gone.tournament), None)


KINDS = {TournamentRecord: _put_tournament, Entry: _put_entry, EntryGone: _end_entry}
"""The records of tournaments that a flush of the journal may carry."""


def forget_in_tournaments(tables: Tables, user_id: str) -> None:
    """Remove where a user took part, and that they have made a tournament."""
    entries = tables.tournament_entries
    tables.tournament_entries = {k: e for k, e in entries.items() if k[0] != user_id}
    for one in [*tables.tournaments.values()]:
        if one.owner == user_id:
            tables.tournaments[one.id] = replace(one, owner=None)
