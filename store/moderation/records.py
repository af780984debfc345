"""The records of `Store.moderation`. Times are integer milliseconds since the epoch."""

from msgspec import Struct

from store.profiles.records import Role

AUDIT_KEPT_MS = 365 * 24 * 3600 * 1000


GUESSES_KEPT_MS = 30 * 24 * 3600 * 1000
"""For so long the audit log keeps what was done, and guesses at passwords."""


GUESSES = ("wrong-password", "locked-out")


class Ban(Struct, frozen=True):
    """Somebody may not sign in until ``until`` (None: for good)."""

    user_id: str
    reason: str
    at: int
    until: int | None


class AuditEntry(Struct, frozen=True):
    """What was done, by whom and to whom, for people to read."""

    id: str
    at: int
    actor: str
    action: str
    subject: str
    detail: str


class Registered(Struct, frozen=True):
    """An account or a guest as an administrator sees one; ``ban`` is the one that holds."""

    id: str
    name: str
    display_name: str
    role: Role
    created_at: int
    seen_at: int | None
    ban: Ban | None
