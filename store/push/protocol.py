"""The verbs of `Store.push`."""

from collections.abc import Sequence
from typing import Protocol

from store.push.records import ListedBrowser, Push, Subscription


class Pushes(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    A subscription ends with the session it was made in. Several servers may claim pushes of one
    store: each has one of them at a time.
    """

    async def subscribe(self, subscription: Subscription) -> str | None:
        """Keep a subscription and return its id; None: there is no such session (any more).

        The endpoint is one browser: whoever had it before has it no longer. Of more than
        `MOST_SUBSCRIPTIONS` of a person the oldest go.
        """
        ...

    async def unsubscribe(self, user_id: str, subscription: str) -> bool:
        """Remove a subscription of a person with its pushes; tell whether there was one."""
        ...

    async def browsers_of(self, user_id: str) -> list[ListedBrowser]:
        """Return the subscriptions of a person, the oldest first."""
        ...

    async def queue(self, pushes: Sequence[Push]) -> None:
        """Add pushes; one that was added before stays as it is."""
        ...

    async def next_due(self) -> int | None:
        """Return when the next push is due, be it in the past; None if none waits."""
        ...

    async def claim(self, by: int, now_ms: int, until_ms: int) -> tuple[Push, Subscription] | None:
        """Take the push that has been due for longest, and note it as ``sending`` until then.

        ``by`` is an incarnation of a node; what it has claimed is due at once when it is gone. If
        the push was ``sending`` before, the server that had it has not said how that ended: this
        is one more doubt. None: no push is due, another server took it at this moment, or ``by``
        is gone.
        """
        ...

    async def settle(self, claimed: Push, after: Push, *, arrived: bool | None = None) -> bool:
        """Write what became of a claimed push; False if another server has claimed it since.

        ``arrived`` counts for the browser; None: neither.
        """
        ...
