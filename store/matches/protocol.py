"""The verbs of `Store.matches`."""

from collections.abc import Sequence
from typing import Protocol

from store.matches.records import MatchRecord, MatchResult, StoredMatch, Tally


class Matches(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    A ``user_id`` must be that of a user in the store. A flush of the journal makes matches: see
    `store.journal.protocol.Journal.flush`.
    """

    async def write_result(self, result: MatchResult) -> bool:
        """Finish a match; raises `StoreError` if the match is not in the store.

        Returns whether this was the first result. A later one changes nothing.
        """
        ...

    async def match(self, match_id: str) -> StoredMatch | None:
        """Return a match and its result; None if there is no such match."""
        ...

    async def matches_of(
        self, user_id: str, limit: int, before: str | None = None
    ) -> list[StoredMatch]:
        """Return up to ``limit`` matches of a user, newest first.

        ``before`` is a match id: only older matches are returned. For the next page, pass the last
        id of this one.
        """
        ...

    async def unfinished_matches(self) -> list[MatchRecord]:
        """Return every match without a result, oldest first."""
        ...

    async def history(
        self, user_id: str, limit: int, before: str | None = None
    ) -> Sequence[StoredMatch]:
        """Return up to ``limit`` finished matches of a user, newest first.

        ``before`` is as in `matches_of`; if it is not a match of this user, the list is empty.
        """
        ...

    async def tally(self, user_id: str) -> Tally:
        """Count a user's decided matches against other people."""
        ...
