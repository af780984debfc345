"""The verbs of `Store.push` in plain dicts. No verb ever waits."""

from collections.abc import Sequence

from msgspec.structs import replace

from store.nodes.memory import is_lost, is_up
from store.push.records import (
    MOST_SUBSCRIPTIONS,
    PUSHES_KEPT_MS,
    ListedBrowser,
    Push,
    Subscription,
)
from store.tables import Tables


class MemoryPushes:
    """See `store.push.protocol.Pushes` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def subscribe(self, subscription: Subscription) -> str | None:
        """See `Pushes.subscribe`."""
        tables, user = self._tables, subscription.user_id
        session = tables.sessions.get(subscription.session_id)
        if session is None or session.user_id != user:
            return None
        for one in [*tables.subscriptions.values()]:
            if one.endpoint == subscription.endpoint and one.user_id == user:
                subscription = replace(subscription, id=one.id)
            elif one.endpoint == subscription.endpoint:
                self._remove(one.id)
        tables.subscriptions[subscription.id] = subscription
        mine = sorted(_live(tables, user), key=lambda one: (-one.made_at, one.id))
        for one in mine[MOST_SUBSCRIPTIONS:]:
            self._remove(one.id)
        return subscription.id

    async def unsubscribe(self, user_id: str, subscription: str) -> bool:
        """See `Pushes.unsubscribe`."""
        there = any(one.id == subscription for one in _live(self._tables, user_id))
        if there:
            self._remove(subscription)
        return there

    async def browsers_of(self, user_id: str) -> list[ListedBrowser]:
        """See `Pushes.browsers_of`."""
        sessions = self._tables.sessions
        mine = sorted(_live(self._tables, user_id), key=lambda one: (one.made_at, one.id))
        return [ListedBrowser(one, sessions[one.session_id].device) for one in mine]

    async def queue(self, pushes: Sequence[Push]) -> None:
        """See `Pushes.queue`."""
        for push in pushes:
            if self._subscription(push) is not None:
                self._tables.pushes.setdefault((push.subscription, push.note), push)

    async def next_due(self) -> int | None:
        """See `Pushes.next_due`."""
        return min((self._due(push) for push in self._waiting()), default=None)

    async def claim(self, by: int, now_ms: int, until_ms: int) -> tuple[Push, Subscription] | None:
        """See `Pushes.claim`."""
        due = [push for push in self._waiting() if self._due(push) <= now_ms]
        if not due or not is_up(self._tables, by):
            return None
        first = min(due, key=lambda push: (push.due_at, push.subscription, push.note))
        doubts, attempts = first.doubts + (first.state == "sending"), first.attempts + 1
        claimed = replace(first, state="sending", due_at=until_ms, attempts=attempts, doubts=doubts)
        self._tables.pushes[first.subscription, first.note] = claimed
        self._tables.claims["push", first.subscription, first.note] = by
        return claimed, self._tables.subscriptions[first.subscription]

    async def settle(self, claimed: Push, after: Push, *, arrived: bool | None = None) -> bool:
        """See `Pushes.settle`."""
        key = claimed.subscription, claimed.note
        there, browser = self._tables.pushes.get(key), self._subscription(claimed)
        if browser is None or there is None or there != claimed:
            return False
        self._tables.pushes[key] = after
        self._tables.claims.pop(("push", *key), None)
        if arrived is not None:
            failures = 0 if arrived else browser.failures + 1
            self._tables.subscriptions[browser.id] = replace(browser, failures=failures)
        return True

    def _due(self, push: Push) -> int:
        lost = is_lost(self._tables, "push", push.subscription, push.note)
        return 0 if lost else push.due_at

    def _waiting(self) -> list[Push]:
        pushes = self._tables.pushes.values()
        return [p for p in pushes if p.state != "over" and self._subscription(p) is not None]

    def _subscription(self, push: Push) -> Subscription | None:
        one = self._tables.subscriptions.get(push.subscription)
        return one if one is not None and one.session_id in self._tables.sessions else None

    def _remove(self, subscription: str) -> None:
        del self._tables.subscriptions[subscription]
        for key in [key for key in self._tables.pushes if key[0] == subscription]:
            del self._tables.pushes[key]


def _live(tables: Tables, user_id: str) -> list[Subscription]:
    """Return the subscriptions of a user whose session is there."""
    mine = [one for one in tables.subscriptions.values() if one.user_id == user_id]
    return [one for one in mine if one.session_id in tables.sessions]


def subscribed(tables: Tables, user_id: str) -> bool:
    """Tell whether any browser of a user takes pushes."""
    return bool(_live(tables, user_id))


def tidy_pushes(tables: Tables, now_ms: int) -> None:
    """Remove the pushes that ended long enough ago."""
    for key, push in [*tables.pushes.items()]:
        if push.expires_at <= now_ms - PUSHES_KEPT_MS:
            del tables.pushes[key]


def forget_subscriptions(tables: Tables, user_id: str) -> None:
    """Remove the subscriptions of a user."""
    for one in [*tables.subscriptions.values()]:
        if one.user_id == user_id:
            del tables.subscriptions[one.id]
