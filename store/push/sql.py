"""The verbs of `Store.push` over any engine that speaks the shared SQL."""

from collections.abc import Sequence

from store.engine import Each, Engine
from store.nodes.queries import LOCK
from store.push import queries, rows
from store.push.records import MOST_SUBSCRIPTIONS, ListedBrowser, Push, Subscription
from store.sessions.queries import ALWAYS


class SqlPushes:
    """See `store.push.protocol.Pushes` for every verb."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def subscribe(self, subscription: Subscription) -> str | None:
        """See `Pushes.subscribe`."""
        user, endpoint = subscription.user_id, subscription.endpoint
        work = [
            Each(queries.RELEASE, [(endpoint, user)]),
            Each(queries.SUBSCRIBE, [rows.subscription_values(subscription)]),
            Each(queries.DELETE_TOO_MANY, [(user, user, MOST_SUBSCRIPTIONS)]),
        ]
        session = subscription.session_id, user
        if not await self._engine.write_if(queries.HAS_SESSION, session, work):
            return None
        found = await self._engine.read(queries.ID_OF, endpoint, user)
        return found[0][0] if found else None

    async def unsubscribe(self, user_id: str, subscription: str) -> bool:
        """See `Pushes.unsubscribe`."""
        return bool(await self._engine.write(queries.UNSUBSCRIBE, user_id, subscription))

    async def browsers_of(self, user_id: str) -> list[ListedBrowser]:
        """See `Pushes.browsers_of`."""
        found = await self._engine.read(queries.BROWSERS_OF, user_id)
        return [rows.read_listed(row) for row in found]

    async def queue(self, pushes: Sequence[Push]) -> None:
        """See `Pushes.queue`."""
        work = [Each(queries.QUEUE, [rows.queue_values(push) for push in pushes])]
        await self._engine.write_if(ALWAYS, (), work)

    async def next_due(self) -> int | None:
        """See `Pushes.next_due`."""
        return (await self._engine.read(queries.NEXT_DUE))[0][0]

    async def claim(self, by: int, now_ms: int, until_ms: int) -> tuple[Push, Subscription] | None:
        """See `Pushes.claim`."""
        query = queries.CLAIM.format(lock=LOCK[self._engine.dialect])
        claimed = await self._engine.write(query, by, now_ms, until_ms)
        if not claimed:
            return None
        found = await self._engine.read(queries.CLAIMED, *claimed[0], until_ms)
        return rows.read_claimed(found[0]) if found else None

    async def settle(self, claimed: Push, after: Push, *, arrived: bool | None = None) -> bool:
        """See `Pushes.settle`."""
        work = []
        if arrived is not None:
            work = [Each(queries.COUNT, [(int(arrived), claimed.subscription)])]
        values = rows.settle_values(claimed, after)
        return await self._engine.write_if(queries.SETTLE, values, work)
