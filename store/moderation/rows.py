"""Turns rows into records, in the column order of `store.moderation.queries`."""

from store.engine import Row, Values
from store.moderation import queries
from store.moderation.records import AuditEntry, Ban, Registered, Report


def read_registered(row: Row) -> Registered:
    """Read REGISTERED."""
    user_id, name, display_name, role, created_at, seen_at, reason, at, until = row
    ban = None if reason is None else Ban(user_id, reason, at, until)
    return Registered(user_id, name, display_name, role or "player", created_at, seen_at, ban)


def report_values(report: Report) -> Values:
    """Return the values of WRITE_REPORT."""
    return (
        *(report.id, report.at, report.reporter, report.room, report.number, report.author),
        *(report.name, report.reason, report.context),
        *(report.outcome, report.moderator, report.closed_at),
    )


def audit_values(entry: AuditEntry) -> Values:
    """Return the values of WRITE_AUDIT."""
    return entry.id, entry.at, entry.actor, entry.action, entry.subject, entry.detail


KINDS = {AuditEntry: (queries.WRITE_AUDIT, audit_values)}
"""The records of moderation that a flush of the journal may carry."""
