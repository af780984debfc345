"""Turns rows into records, in the column order of `store.moderation.queries`."""

from store.engine import Row
from store.moderation.records import Ban, Registered


def read_registered(row: Row) -> Registered:
    """Read REGISTERED."""
    user_id, name, display_name, role, created_at, seen_at, reason, at, until = row
    ban = None if reason is None else Ban(user_id, reason, at, until)
    return Registered(user_id, name, display_name, role or "player", created_at, seen_at, ban)
