"""The verbs of `Store.social` in plain dicts. No verb ever waits."""

from store.profiles.memory import kept, person
from store.profiles.records import Person
from store.social.records import Blocked, Circle, Friendship, Tie
from store.social.rows import pair
from store.tables import Tables, blocks, household


class MemorySocial:
    """See `store.social.protocol.Social` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def befriend(self, user_id: str, other_id: str, now_ms: int) -> Tie:
        """See `Social.befriend`."""
        tie = await self.tie(user_id, other_id)
        if not (tie.blocks or tie.blocked or tie.friend):
            key = pair(user_id, other_id)
            if tie.asked_by is None:
                self._tables.asked[key] = (user_id, now_ms, None)
            elif tie.asked_by == other_id:
                self._tables.asked[key] = (other_id, self._tables.asked[key][1], now_ms)
        return await self.tie(user_id, other_id)

    async def unfriend(self, user_id: str, other_id: str) -> bool:
        """See `Social.unfriend`."""
        return self._tables.asked.pop(pair(user_id, other_id), None) is not None

    async def friendships(self, user_id: str) -> list[Friendship]:
        """See `Social.friendships`."""
        found: list[Friendship] = []
        for key, (asked_by, asked_at, since) in self._tables.asked.items():
            if user_id in key:
                other = key[1] if key[0] == user_id else key[0]
                of = kept(self._tables, other)
                who = person(self._tables, other)
                found.append(Friendship(who, asked_by, asked_at, since, of.privacy, of.seen_at))
        return sorted(found, key=lambda friendship: (friendship.asked_at, friendship.person.id))

    async def block(self, user_id: str, other_id: str, now_ms: int) -> None:
        """See `Social.block`."""
        who = Person(other_id, self._tables.users[other_id].display_name)
        self._tables.blocks.setdefault((user_id, other_id), Blocked(who, now_ms))
        await self.unfriend(user_id, other_id)

    async def unblock(self, user_id: str, other_id: str) -> None:
        """See `Social.unblock`."""
        self._tables.blocks.pop((user_id, other_id), None)

    async def blocks(self, user_id: str) -> list[Blocked]:
        """See `Social.blocks`."""
        found = list[Blocked]()
        for (one, other), blocked in self._tables.blocks.items():
            back = self._tables.blocks.get((other, user_id))
            if one == user_id and not (back and back.at <= blocked.at):
                found.append(blocked)
        return sorted(found, key=lambda blocked: (blocked.at, blocked.person.id))

    async def tie(self, user_id: str, other_id: str) -> Tie:
        """See `Social.tie`."""
        asked = self._tables.asked.get(pair(user_id, other_id))
        return Tie(
            friend=asked is not None and asked[2] is not None,
            asked_by=None if asked is None else asked[0],
            blocks=blocks(self._tables, user_id, other_id),
            blocked=blocks(self._tables, other_id, user_id),
        )

    async def circle(self, user_id: str) -> Circle:
        """See `Social.circle`."""
        friends = [f.person.id for f in await self.friendships(user_id) if f.since is not None]
        mine, pairs = household(self._tables, user_id), self._tables.blocks
        blocked = {other for one, other in pairs if one in mine}
        blockers = {one for one, other in pairs if other in mine}
        return Circle(
            frozenset(friends),
            self._with_bots(blocked),
            self._with_bots(blockers),
            kept(self._tables, user_id).privacy,
        )

    def _with_bots(self, people: set[str]) -> frozenset[str]:
        bots = (bot for bot, owner in self._tables.bots.items() if owner in people)
        return frozenset(people.union(bots))


def forget_ties(tables: Tables, user_id: str) -> None:
    """Remove the friendships, requests and blocks of a user, in both directions."""
    for table in (tables.asked, tables.blocks):
        for key in [key for key in table if user_id in key]:
            del table[key]
