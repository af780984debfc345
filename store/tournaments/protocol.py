"""The verbs of `Store.tournaments`."""

from typing import Protocol

from store.tournaments.records import Played, Stage, TournamentRecord


class Tournaments(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    A flush of the journal writes the records: see `store.journal.protocol.Journal.flush`.
    """

    async def tournament(self, tournament_id: str) -> TournamentRecord | None:
        """Return a tournament; None if there is none of this id."""
        ...

    async def listed(
        self, stage: Stage, limit: int, before: str | None = None, format_: str | None = None
    ) -> list[TournamentRecord]:
        """Return tournaments in a stage that are not by invitation, the newest first.

        ``before`` is the id of a tournament: only older ones are returned. With ``format_`` they
        have that format.
        """
        ...

    async def of_player(self, user_id: str, limit: int, before: str | None = None) -> list[Played]:
        """Return the tournaments in which a user takes or took part, the newest first."""
        ...

    async def owned(self, user_id: str) -> list[TournamentRecord]:
        """Return the tournaments that a user has made and that have not ended, newest first."""
        ...

    async def open_of(self, user_id: str) -> int:
        """Count the tournaments that a user has made and that have not ended."""
        ...

    async def unfinished(self) -> list[str]:
        """Return the ids of all tournaments that are being played."""
        ...

    async def with_player(self, user_id: str) -> list[str]:
        """Return the ids of all tournaments that know a user: as entrant, or as who made it."""
        ...
