"""Turns rows into records, in the column order of `store.profiles.queries`."""

from collections.abc import Sequence

from store.engine import Row, Values
from store.profiles.records import Image, Person, Privacy, Profile

CHOICES = ("presence", "last_seen", "contact")


def read_privacy(columns: Sequence[str | None]) -> Privacy:
    """Read PRIVACY; its columns are NULL if there is no profile yet."""
    chosen = {name: value for name, value in zip(CHOICES, columns, strict=True) if value}
    return Privacy(**chosen)  # type: ignore[arg-type] - the schema checks the words


def read_profile(row: Row) -> Profile:
    """Read PROFILE."""
    guest, joined_at, country, about = row[3:7]
    privacy, seen_at, role = read_privacy(row[7:10]), row[10], row[11] or "player"
    person = Person(*row[:3])
    return Profile(person, bool(guest), joined_at, country, about or "", privacy, seen_at, role)


def image_values(user_id: str, image: Image) -> Values:
    """Return the values of SAVE_IMAGE."""
    return user_id, image.name, image.small, image.large
