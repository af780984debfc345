"""The verbs of `Store.ratings`."""

from collections.abc import Sequence
from typing import Protocol

from store.ratings.records import Board, Ranked, Rating, RatingEntry


class Ratings(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    A flush of the journal writes ratings and entries: see `store.journal.protocol.Journal.flush`.
    Of guests and deleted accounts it writes none. An entry for a match, player and kind that has
    one already changes nothing.
    """

    async def rating(self, player: str, mode: str) -> Rating | None:
        """Return the rating of an account, a new one if it has played none; None: no account."""
        ...

    async def ratings_of(self, player: str) -> Sequence[Rating]:
        """Return all ratings of a player, by mode."""
        ...

    async def entries_of_match(self, match_id: str) -> Sequence[RatingEntry]:
        """Return what a match has changed, in no order."""
        ...

    async def entries_of(self, player: str, mode: str, limit: int) -> Sequence[RatingEntry]:
        """Return the last ``limit`` entries of a player in a mode, oldest first."""
        ...

    async def all_entries_of(self, player: str) -> Sequence[RatingEntry]:
        """Return all entries of a player, by mode, oldest first."""
        ...

    async def leaders(self, board: Board, limit: int, skip: int = 0) -> Sequence[Ranked]:
        """Return a page of a leaderboard: established ratings first, each part best first."""
        ...

    async def ahead(self, board: Board, of: Rating) -> int:
        """Count who is on a leaderboard before a rating."""
        ...
