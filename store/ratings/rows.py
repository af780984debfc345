"""Turns rows into records and back, in the column order of `store.ratings.queries`."""

from store.engine import Row, Values
from store.profiles.records import Person
from store.ratings import queries
from store.ratings.records import Board, Ranked, Rating, RatingEntry


def _rating_values(rating: Rating) -> Values:
    about = rating.mode, rating.mu, rating.sigma, rating.played, rating.number
    return *about, rating.at, rating.place, rating.player


def _entry_values(entry: RatingEntry) -> Values:
    about = entry.match_id, entry.kind, entry.mode, entry.number, entry.at
    return *about, entry.mu_before, entry.sigma_before, entry.mu, entry.sigma, entry.player


KINDS = {
    Rating: (queries.SAVE_RATING, _rating_values),
    RatingEntry: (queries.ADD_ENTRY, _entry_values),
}
"""The records of ratings that a flush of the journal may carry."""


def board_values(board: Board) -> Values:
    """Return the values of ON_THE_BOARD."""
    return board.mode, board.since, board.viewer, int(board.friends)


def read_rating(row: Row, mode: str) -> Rating:
    """Read RATING, which has only the player if there is no rating in this mode yet."""
    return Rating(*row) if row[1] is not None else Rating(row[0], mode)


def read_ranked(row: Row) -> Ranked:
    """Read LEADERS."""
    return Ranked(Person(*row[:3]), Rating(row[0], *row[3:]))
