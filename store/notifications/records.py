"""The records of `Store.notifications`. Times are integer milliseconds since the epoch."""

from msgspec import Struct

NOTES_KEPT_MS = 90 * 24 * 3600 * 1000
"""How long a note is kept, read or not."""


MOST_NOTES = 300
"""The most notes of one player that are kept; `Store.tidy` removes the oldest of more."""


class Note(Struct, frozen=True):
    """A player is told something of a ``kind``; ``data`` says what, as JSON.

    The sender chooses the ``id``: a second note with it, for the same player, is the same note.
    ``about`` is another player: where a block parts the two, the note is not shown.
    """

    id: str
    player: str
    kind: str
    data: str
    at: int
    about: str | None = None


class KeptNote(Struct, frozen=True):
    """A note, and whether its player has read it."""

    note: Note
    read: bool
