"""Rows to records and back, in the column order of `store.queries`."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from msgspec import structs

from store.names import name_key
from store.records import (
    LEFT,
    RIGHT,
    JournalBlob,
    MatchPlayer,
    MatchRecord,
    MatchResult,
    SessionRecord,
    Snapshot,
    StoredMatch,
    User,
)

Value = str | bytes | int | float | None
Values = tuple[Value, ...]
Row = Sequence[Any]  # the columns' types are the schema's business (STRICT)


def user_values(user: User) -> Values:
    """Return the values of CREATE_USER."""
    display_key = None if user.guest else name_key(user.display_name)
    names = (user.name, name_key(user.name), user.display_name, display_key)
    return (user.id, *names, user.password_hash, int(user.guest), user.created_at, user.email)


def account_values(user: User) -> Values:
    """Return the values of MAKE_ACCOUNT."""
    names = (user.name, name_key(user.name), user.display_name, name_key(user.display_name))
    return (user.id, *names, user.password_hash, user.email)


def read_user(row: Row) -> User:
    """Read USER_COLUMNS."""
    user_id, name, display_name, password_hash, guest, *rest = row
    return User(user_id, name, display_name, password_hash, bool(guest), *rest)


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
    """Read SESSION: the columns of the session, then the user's."""
    return SessionRecord(*row[:SESSION_WIDTH]), read_user(row[SESSION_WIDTH:])


def match_values(record: MatchRecord) -> Values:
    """Return the values of CREATE_MATCH."""
    left, right = record.players
    return (
        *(record.id, record.mode, record.settings, record.seed, record.rules),
        *(left.user_id, left.name, right.user_id, right.name, record.created_at),
    )


def result_values(result: MatchResult) -> Values:
    """Return the values of WRITE_RESULT."""
    head = (result.match_id, result.cause, result.winner)
    return (*head, *result.score, result.seconds, result.finished_at, result.pauses)


def read_match(row: Row) -> StoredMatch:
    """Read MATCH_COLUMNS: ten of the record, then seven of the result, NULL while unfinished."""
    match_id, mode, settings, seed, rules, *names, created_at = row[:10]
    left = MatchPlayer(LEFT, names[0], names[1])
    right = MatchPlayer(RIGHT, names[2], names[3])
    record = MatchRecord(match_id, mode, settings, seed, rules, (left, right), created_at)
    cause, winner, score_left, score_right, seconds, finished_at, pauses = row[10:]
    if finished_at is None:
        return StoredMatch(record, None)
    score = (score_left, score_right)
    rest = (seconds, finished_at, pauses or b"[]")
    return StoredMatch(record, MatchResult(match_id, cause, winner, score, *rest))


JOURNAL_COLUMNS = ("actor", "seq", "count", "data", "at")


def blob_values(blob: JournalBlob) -> Values:
    """Return the values of SAVE_SEGMENT."""
    return (actor_key(blob.actor), blob.seq, blob.count, blob.data)


def snapshot_values(snapshot: Snapshot) -> Values:
    """Return the values of SAVE_SNAPSHOT."""
    return (actor_key(snapshot.actor), snapshot.seq, snapshot.data, snapshot.at)


@lru_cache(maxsize=8192)
def actor_key(actor: str) -> int:
    """Return the 64 bits (signed) that stand for an actor in the journal: text costs too much.

    Of a billion actors two share a key with a probability of 3 in 100.
    """
    return int.from_bytes(blake2b(actor.encode(), digest_size=8).digest(), signed=True)
