"""Turns rows into records and back, in the column order of `store.mail.queries`."""

from store.engine import Each, Row, Values
from store.mail import queries
from store.mail.records import MOST_QUEUED, Mail
from store.names import email_key


def mail_values(mail: Mail) -> Values:
    """Return the values of ADD_MAIL but for the last."""
    times = (mail.created_at, mail.expires_at, mail.due_at)
    what = (mail.user_id, mail.address, mail.kind, mail.data)
    return (mail.id, *what, *times, email_key(mail.address))


def queued(mail: Mail | None) -> list[Each]:
    """Return the work that queues a mail together with what it tells of."""
    return [] if mail is None else [Each(queries.QUEUE, [(*mail_values(mail), MOST_QUEUED)])]


def settle_values(claimed: Mail, after: Mail) -> Values:
    """Return the values of SETTLE."""
    end = (after.doubts, after.detail, after.done_at)
    return (claimed.id, claimed.due_at, after.data, after.due_at, after.state, *end)


def read_mail(row: Row) -> Mail:
    """Read MAIL_COLUMNS."""
    return Mail(*row)
