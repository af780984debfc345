"""The verbs of `Store.ratings` in plain dicts. No verb ever waits."""

from store.profiles.memory import person
from store.ratings.records import Board, Ranked, Rating, RatingEntry
from store.social.rows import pair
from store.tables import Tables, apart


class MemoryRatings:
    """See `store.ratings.protocol.Ratings` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def rating(self, player: str, mode: str) -> Rating | None:
        """See `Ratings.rating`."""
        if not _is_account(self._tables, player):
            return None
        return self._tables.ratings.get((player, mode), Rating(player, mode))

    async def ratings_of(self, player: str) -> list[Rating]:
        """See `Ratings.ratings_of`."""
        own = [rating for (of, _), rating in self._tables.ratings.items() if of == player]
        return sorted(own, key=lambda rating: rating.mode)

    async def entries_of_match(self, match_id: str) -> list[RatingEntry]:
        """See `Ratings.entries_of_match`."""
        return [e for e in self._tables.rating_entries.values() if e.match_id == match_id]

    async def entries_of(self, player: str, mode: str, limit: int) -> list[RatingEntry]:
        """See `Ratings.entries_of`."""
        own = [entry for entry in await self.all_entries_of(player) if entry.mode == mode]
        return own[-limit:]

    async def all_entries_of(self, player: str) -> list[RatingEntry]:
        """See `Ratings.all_entries_of`."""
        own = [e for e in self._tables.rating_entries.values() if e.player == player]
        return sorted(own, key=lambda entry: (entry.mode, entry.number))

    async def leaders(self, board: Board, limit: int, skip: int = 0) -> list[Ranked]:
        """See `Ratings.leaders`."""
        page = self._on(board)[skip : skip + limit]
        return [Ranked(person(self._tables, rating.player), rating) for rating in page]

    async def ahead(self, board: Board, of: Rating) -> int:
        """See `Ratings.ahead`."""
        return sum(_order(rating) < _order(of) for rating in self._on(board))

    def _on(self, board: Board) -> list[Rating]:
        found = [
            rating
            for rating in self._tables.ratings.values()
            if rating.mode == board.mode
            and rating.at >= board.since
            and rating.played > 0
            and self._shows(board, rating.player)
        ]
        return sorted(found, key=_order)

    def _shows(self, board: Board, player: str) -> bool:
        two = (player, board.viewer)
        if player == board.viewer:
            return True
        if apart(self._tables, *two):
            return False
        asked = self._tables.asked.get(pair(*two))
        return not board.friends or (asked is not None and asked[2] is not None)


def _order(rating: Rating) -> tuple[float, str]:
    return -rating.place, rating.player


def _is_account(tables: Tables, player: str) -> bool:
    user = tables.users.get(player)
    return user is not None and not user.guest and user.deleted_at is None


def save_rating(tables: Tables, rating: Rating) -> None:
    """Keep the rating of an account."""
    if _is_account(tables, rating.player):
        tables.ratings[rating.player, rating.mode] = rating


def add_entry(tables: Tables, entry: RatingEntry) -> None:
    """Add an entry for an account, unless it is there."""
    if _is_account(tables, entry.player):
        tables.rating_entries.setdefault((entry.match_id, entry.player, entry.kind), entry)


KINDS = {Rating: save_rating, RatingEntry: add_entry}
"""The records of ratings that a flush of the journal may carry."""


def forget_ratings(tables: Tables, user_id: str) -> None:
    """Remove the ratings and entries of a user."""
    tables.ratings = {key: r for key, r in tables.ratings.items() if key[0] != user_id}
    tables.rating_entries = {
        key: entry for key, entry in tables.rating_entries.items() if entry.player != user_id
    }
