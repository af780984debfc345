"""Turns rows into records, in the column order of `store.social.queries`."""

from collections.abc import Sequence

from store.engine import Row
from store.profiles.records import Person
from store.profiles.rows import CHOICES, read_privacy
from store.social.records import Circle, Friendship, Tie

ALONE = Circle()
"""The circle of most players. A circle is kept for each player who is there: they share this one.
"""


def pair(user_id: str, other_id: str) -> tuple[str, str]:
    """Return two ids in the order in which the store keeps their friendship: the smaller first."""
    return (user_id, other_id) if user_id.encode() < other_id.encode() else (other_id, user_id)


def read_friendship(row: Row) -> Friendship:
    """Read FRIENDSHIPS."""
    asked_by, asked_at, since = row[3:6]
    return Friendship(Person(*row[:3]), asked_by, asked_at, since, read_privacy(row[6:9]), row[9])


def read_tie(row: Row) -> Tie:
    """Read TIE."""
    asked_by, since, blocks, blocked = row
    return Tie(since is not None, asked_by, blocks is not None, blocked is not None)


def read_circle(found: Sequence[Row]) -> Circle:
    """Read CIRCLE: each row is a word and the value that belongs to it."""
    said = {word: [value for w, value in found if w == word] for word in {row[0] for row in found}}
    friends, blocks, blocked = (
        frozenset(said.get(word, ())) for word in ("friend", "blocks", "blocked")
    )
    privacy = read_privacy([said.get(word, [None])[0] for word in CHOICES])
    circle = Circle(friends, blocks, blocked, privacy)
    return circle if circle != ALONE else ALONE
