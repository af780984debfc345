"""The records of `Store.moderation`. Times are integer milliseconds since the epoch."""

from typing import Literal

from msgspec import Struct

from store.profiles.records import Role

AUDIT_KEPT_MS = 365 * 24 * 3600 * 1000


GUESSES_KEPT_MS = 30 * 24 * 3600 * 1000
"""How long the audit log keeps wrong passwords and lock-outs; the rest for AUDIT_KEPT_MS."""


REPORTS_KEPT_MS = AUDIT_KEPT_MS
"""How long a report is kept after it was closed."""


GUESSES = ("wrong-password", "locked-out")


class Ban(Struct, frozen=True):
    """A user may not sign in until ``until`` (None: for good)."""

    user_id: str
    reason: str
    at: int
    until: int | None


class Mute(Struct, frozen=True):
    """A player may not speak in a room ("": anywhere) until ``until`` (None: for good).

    ``moderator`` is the name of whoever has muted them.
    """

    player: str
    room: str
    moderator: str
    reason: str
    at: int
    until: int | None


Outcome = Literal["acted", "dismissed"]


class Report(Struct, frozen=True):
    """``reporter`` has reported line ``number`` of a room, which ``author`` said as ``name``.

    ``context`` is JSON: the events around the line as they were then. It is open while it has no
    ``outcome``; ``moderator`` is the name of whoever has closed it. ``reporter`` and ``author`` are
    None after their accounts have gone.
    """

    id: str
    at: int
    reporter: str | None
    room: str
    number: int
    author: str | None
    name: str
    reason: str
    context: bytes
    outcome: Outcome | None = None
    moderator: str | None = None
    closed_at: int | None = None


class AuditEntry(Struct, frozen=True):
    """``actor`` did ``action`` to ``subject`` at ``at``; for people to read."""

    id: str
    at: int
    actor: str
    action: str
    subject: str
    detail: str


class Registered(Struct, frozen=True):
    """A user as an administrator sees one. ``ban`` is the ban in force, None if there is none."""

    id: str
    name: str
    display_name: str
    role: Role
    created_at: int
    seen_at: int | None
    ban: Ban | None
