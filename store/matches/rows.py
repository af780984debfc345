"""Turns rows into records and back, in the column order of `store.matches.queries`."""

from store.engine import Row, Values
from store.matches import queries
from store.matches.records import (
    LEFT,
    RIGHT,
    MatchPlayer,
    MatchRecord,
    MatchResult,
    StoredMatch,
    Tally,
)


def match_values(record: MatchRecord) -> Values:
    """Return the values of CREATE_MATCH."""
    left, right = record.players
    return (
        *(record.id, record.mode, record.settings, record.seed, record.rules),
        *(left.user_id, left.name, right.user_id, right.name, record.created_at),
        *(record.level, int(record.rated)),
    )


def result_values(result: MatchResult) -> Values:
    """Return the values of FINISH and WRITE_RESULT."""
    head = (result.cause, result.winner, *result.score)
    return (*head, result.seconds, result.finished_at, result.pauses, result.match_id)


KINDS = {
    MatchRecord: (queries.CREATE_MATCH, match_values),
    MatchResult: (queries.FINISH, result_values),
}
"""The records of matches that a flush of the journal may carry."""


def read_match(row: Row) -> StoredMatch:
    """Read MATCH_COLUMNS: twelve of the record, then seven of the result (NULL until the end)."""
    match_id, mode, settings, seed, rules, *names, created_at, level, rated = row[:12]
    left = MatchPlayer(LEFT, names[0], names[1])
    right = MatchPlayer(RIGHT, names[2], names[3])
    players = left, right
    about = created_at, level, bool(rated)
    record = MatchRecord(match_id, mode, settings, seed, rules, players, *about)
    cause, winner, score_left, score_right, seconds, finished_at, pauses = row[12:]
    if finished_at is None:
        return StoredMatch(record, None)
    score = (score_left, score_right)
    rest = (seconds, finished_at, pauses or b"[]")
    return StoredMatch(record, MatchResult(match_id, cause, winner, score, *rest))


def read_tally(row: Row) -> Tally:
    """Read TALLY."""
    played, won, last, run = row
    return Tally(played, won, run if last else -run)
