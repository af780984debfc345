"""Rows to records, in the column order of `store.social.queries`."""

from collections.abc import Sequence

from store.rows import Row
from store.social.records import (
    Ban,
    Circle,
    Friendship,
    Person,
    Privacy,
    Profile,
    Registered,
    Tally,
    Tie,
)

ALONE = Circle()
"""The circle of most players; one is kept for each who is there, so it is the same one."""
CHOICES = ("presence", "last_seen", "contact")


def pair(user_id: str, other_id: str) -> tuple[str, str]:
    """Return the two in the order in which their friendship is kept."""
    return (user_id, other_id) if user_id.encode() < other_id.encode() else (other_id, user_id)


def read_privacy(columns: Sequence[str | None]) -> Privacy:
    """Read PRIVACY; NULL where there is no profile yet."""
    chosen = {name: value for name, value in zip(CHOICES, columns, strict=True) if value}
    return Privacy(**chosen)  # type: ignore[arg-type] - the schema checks the words


def read_profile(row: Row) -> Profile:
    """Read PROFILE."""
    guest, joined_at, country, about = row[3:7]
    privacy, seen_at, role = read_privacy(row[7:10]), row[10], row[11] or "player"
    person = Person(*row[:3])
    return Profile(person, bool(guest), joined_at, country, about or "", privacy, seen_at, role)


def read_friendship(row: Row) -> Friendship:
    """Read FRIENDSHIPS."""
    asked_by, asked_at, since = row[3:6]
    return Friendship(Person(*row[:3]), asked_by, asked_at, since, read_privacy(row[6:9]), row[9])


def read_tie(row: Row) -> Tie:
    """Read TIE."""
    asked_by, since, blocks, blocked = row
    return Tie(since is not None, asked_by, blocks is not None, blocked is not None)


def read_circle(found: Sequence[Row]) -> Circle:
    """Read CIRCLE: a word and what it says in each row."""
    said = {word: [value for w, value in found if w == word] for word in {row[0] for row in found}}
    friends, blocks, blocked = (
        frozenset(said.get(word, ())) for word in ("friend", "blocks", "blocked")
    )
    privacy = read_privacy([said.get(word, [None])[0] for word in CHOICES])
    circle = Circle(friends, blocks, blocked, privacy)
    return circle if circle != ALONE else ALONE


def read_tally(row: Row) -> Tally:
    """Read TALLY."""
    played, won, last, run = row
    return Tally(played, won, run if last else -run)


def read_registered(row: Row) -> Registered:
    """Read REGISTERED."""
    user_id, name, display_name, role, created_at, seen_at, reason, at, until = row
    ban = None if reason is None else Ban(user_id, reason, at, until)
    return Registered(user_id, name, display_name, role or "player", created_at, seen_at, ban)
