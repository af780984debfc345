"""Turns rows into records and back, in the column order of `store.mail.queries`."""

from store.engine import Row, Values
from store.mail.records import Mail
from store.names import email_key


def mail_values(mail: Mail) -> Values:
    """Return the values of ADD_MAIL but for the last."""
    times = (mail.created_at, mail.expires_at, mail.due_at)
    what = (mail.user_id, mail.address, mail.kind, mail.data)
    return (mail.id, *what, *times, email_key(mail.address))


def settle_values(claimed: Mail, after: Mail) -> Values:
    """Return the values of SETTLE."""
    end = (after.doubts, after.detail, after.done_at)
    return (claimed.id, claimed.due_at, after.data, after.due_at, after.state, *end)


def read_mail(row: Row) -> Mail:
    """Read MAIL_COLUMNS."""
    return Mail(*row)
