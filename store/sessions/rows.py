"""Turns rows into records and back, in the column order of `store.sessions.queries`."""

from msgspec import structs

from store.engine import Row, Values
from store.people.records import User
from store.people.rows import read_user
from store.sessions.records import SessionRecord


def session_values(record: SessionRecord) -> Values:
    """Return the values of CREATE_SESSION."""
    return structs.astuple(record)


def session_changes(record: SessionRecord) -> Values:
    """Return the values of REPLACE_SESSION."""
    hashes = (record.token_hash, record.previous_hash, record.attempt_hash)
    life = (record.seen_at, record.expires_at, record.line, record.revision, record.active)
    return (record.id, *hashes, record.device, record.address, *life)


SESSION_WIDTH = len(SessionRecord.__struct_fields__)


def read_session(row: Row) -> tuple[SessionRecord, User]:
    """Read SESSION: the columns of the session, then those of its user."""
    return SessionRecord(*row[:SESSION_WIDTH]), read_user(row[SESSION_WIDTH:])
