"""The verbs of `Store.matches`."""

from collections.abc import Sequence
from typing import Protocol

from store.matches.records import MatchRecord, MatchResult, StoredMatch, Tally


class Matches(Protocol):
    """A part of `store.protocol.Store`, under the same promises. Users named are known ones.

    A flush of the journal makes matches: see `store.journal.protocol.Journal.flush`.
    """

    async def write_result(self, result: MatchResult) -> bool:
        """Finish a match of the store; True only for the first result, which stays."""
        ...

    async def match(self, match_id: str) -> StoredMatch | None:
        """Return a match and its result."""
        ...

    async def matches_of(
        self, user_id: str, limit: int, before: str | None = None
    ) -> list[StoredMatch]:
        """Return a user's matches, newest first; the next page is ``before`` the last id."""
        ...

    async def unfinished_matches(self) -> list[MatchRecord]:
        """Return every match without a result, oldest first."""
        ...

    async def history(
        self, user_id: str, limit: int, before: str | None = None
    ) -> Sequence[StoredMatch]:
        """Return finished matches, newest first; the next page is ``before`` the last id.

        Before a match that is not the user's own there is none.
        """
        ...

    async def tally(self, user_id: str) -> Tally:
        """Count the decided matches against other people."""
        ...
