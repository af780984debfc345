"""The verbs of `Store.social` over any engine that speaks the shared SQL."""

from store.engine import Each, Engine
from store.profiles.records import Person
from store.social import queries, rows
from store.social.records import Blocked, Circle, Friendship, Tie


class SqlSocial:
    """See `store.social.protocol.Social` for every verb."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def befriend(self, user_id: str, other_id: str, now_ms: int) -> Tie:
        """See `Social.befriend`."""
        pair = rows.pair(user_id, other_id)
        await self._engine.write(queries.BEFRIEND, *pair, user_id, now_ms)
        return await self.tie(user_id, other_id)

    async def unfriend(self, user_id: str, other_id: str) -> bool:
        """See `Social.unfriend`."""
        return bool(await self._engine.write(queries.UNFRIEND, *rows.pair(user_id, other_id)))

    async def friendships(self, user_id: str) -> list[Friendship]:
        """See `Social.friendships`."""
        found = await self._engine.read(queries.FRIENDSHIPS, user_id)
        return [rows.read_friendship(row) for row in found]

    async def block(self, user_id: str, other_id: str, now_ms: int) -> None:
        """See `Social.block`."""
        ends = Each(queries.PART, [rows.pair(user_id, other_id)])
        await self._engine.write_if(queries.BLOCK, (user_id, other_id, now_ms), [ends])

    async def unblock(self, user_id: str, other_id: str) -> None:
        """See `Social.unblock`."""
        await self._engine.write(queries.UNBLOCK, user_id, other_id)

    async def blocks(self, user_id: str) -> list[Blocked]:
        """See `Social.blocks`."""
        found = await self._engine.read(queries.BLOCKS, user_id)
        return [Blocked(Person(row[0], row[1]), row[2]) for row in found]

    async def tie(self, user_id: str, other_id: str) -> Tie:
        """See `Social.tie`."""
        one, two = rows.pair(user_id, other_id)
        found = await self._engine.read(queries.TIE, one, two, user_id, other_id)
        return rows.read_tie(found[0])

    async def circle(self, user_id: str) -> Circle:
        """See `Social.circle`."""
        return rows.read_circle(await self._engine.read(queries.CIRCLE, user_id))
