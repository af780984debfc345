"""The records of `Store.notifications`. Times are integer milliseconds since the epoch."""

from typing import Literal

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


Step = Literal["decide", "mail"]
"""What is next to be done about a note outside the page: decide where it is told, or mail it."""


class Errand(Struct, frozen=True):
    """A note that is to be told outside the page, to be looked at ``due_at``.

    ``tries`` counts how often this step was begun.
    """

    player: str
    note: str
    step: Step
    due_at: int
    tries: int = 0


Subject = Literal["next_fight", "tournament", "invitation", "friend", "muted", "new_device"]
"""What notes are about, as people choose it."""
PLAY: tuple[Subject, ...] = ("next_fight", "tournament", "invitation")
"""The subjects that browsers are told of unless a person chooses otherwise."""


class Ways(Struct, frozen=True):
    """What a person is told outside the page: on which subjects by ``push``, and by ``mail``.

    Nothing is told in the quiet hours, ``quiet`` (from, to: minutes of the day in the ``zone``, an
    IANA name), nor before ``quiet_until`` (ms); with ``calls`` a call to a match still is.
    """

    push: tuple[Subject, ...] = PLAY
    mail: tuple[Subject, ...] = ()
    quiet: tuple[int, int] | None = None
    zone: str = "UTC"
    quiet_until: int | None = None
    calls: bool = False


class KeptNote(Struct, frozen=True):
    """A note, and whether its player has read it."""

    note: Note
    read: bool
