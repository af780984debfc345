"""Turns rows into records and back, in the column order of `store.push.queries`."""

from store.engine import Row, Values
from store.push.records import ListedBrowser, Push, Subscription

PUSH_WIDTH = 7
"""How many columns PUSH_COLUMNS are."""


def subscription_values(one: Subscription) -> Values:
    """Return the values of SUBSCRIBE."""
    keys = one.p256dh, one.auth, one.key_id
    return (one.id, one.user_id, one.session_id, one.endpoint, *keys, one.made_at)


def queue_values(push: Push) -> Values:
    """Return the values of QUEUE."""
    return push.subscription, push.note, push.due_at, push.expires_at, push.subscription


def settle_values(claimed: Push, after: Push) -> Values:
    """Return the values of SETTLE."""
    key = claimed.subscription, claimed.note, claimed.due_at
    return (*key, after.due_at, after.state, after.doubts)


def read_listed(row: Row) -> ListedBrowser:
    """Read BROWSERS_OF."""
    *columns, device = row
    return ListedBrowser(Subscription(*columns), device)


def read_claimed(row: Row) -> tuple[Push, Subscription]:
    """Read CLAIMED."""
    return Push(*row[:PUSH_WIDTH]), Subscription(*row[PUSH_WIDTH:])
