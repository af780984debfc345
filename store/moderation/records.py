"""The records of `Store.moderation`. Times are integer milliseconds since the epoch."""

from msgspec import Struct

from store.profiles.records import Role

AUDIT_KEPT_MS = 365 * 24 * 3600 * 1000


GUESSES_KEPT_MS = 30 * 24 * 3600 * 1000
"""How long the audit log keeps wrong passwords and lock-outs; the rest for AUDIT_KEPT_MS."""


GUESSES = ("wrong-password", "locked-out")


class Ban(Struct, frozen=True):
    """A user may not sign in until ``until`` (None: for good)."""

    user_id: str
    reason: str
    at: int
    until: int | None


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
