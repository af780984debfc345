"""The verbs about people in plain dicts; a part of `store.memory.MemoryStore`."""

from msgspec.structs import replace

from store.names import name_key
from store.records import MatchRecord, MatchResult, Proof, StoredMatch
from store.social.memory_moderation import MemoryModeration
from store.social.records import (
    Blocked,
    Circle,
    Friendship,
    Person,
    Privacy,
    Profile,
    Registered,
    Tally,
    Tie,
)
from store.social.rows import pair

NOTHING = Profile(Person("", ""), False, 0, None, "", Privacy(), None, "player")
Asked = tuple[str, int, int | None]
"""Who asked, when, and since when they are friends."""


class MemorySocial(MemoryModeration):
    """See `store.social.protocol.SocialStore` for every verb."""

    def __init__(self) -> None:
        super().__init__()
        self._matches: dict[str, MatchRecord] = {}
        self._results: dict[str, MatchResult] = {}
        self._profiles: dict[str, Profile] = {}
        self._asked: dict[tuple[str, str], Asked] = {}
        self._blocks: dict[tuple[str, str], Blocked] = {}

    async def delete_user(self, user_id: str, at: int, by: Proof | None = None) -> bool:
        """See `Store.delete_user`."""
        if not await super().delete_user(user_id, at, by):
            return False
        self._profiles.pop(user_id, None)
        self._roles.pop(user_id, None)
        self._forget_links(user_id)
        for table in (self._asked, self._blocks):
            for key in [key for key in table if user_id in key]:
                del table[key]
        return True

    async def profile(self, user_id: str) -> Profile | None:
        """See `SocialStore.profile`."""
        user = self._users.get(user_id)
        if user is None or user.deleted_at is not None:
            return None
        kept = self._profiles.get(user_id, NOTHING)
        person = Person(user_id, user.display_name, kept.person.avatar)
        role = self._roles.get(user_id, "player")
        return replace(kept, person=person, guest=user.guest, joined_at=user.created_at, role=role)

    async def save_about(self, user_id: str, country: str | None, about: str) -> None:
        """See `SocialStore.save_about`."""
        self._set(user_id, country=country, about=about)

    async def save_privacy(self, user_id: str, privacy: Privacy) -> None:
        """See `SocialStore.save_privacy`."""
        self._set(user_id, privacy=privacy)

    async def save_avatar(self, user_id: str, avatar: str | None) -> None:
        """See `SocialStore.save_avatar`."""
        self._set(user_id, person=Person(user_id, "", avatar))

    async def avatars(self) -> frozenset[str]:
        """See `SocialStore.avatars`."""
        named = (profile.person.avatar for profile in self._profiles.values())
        return frozenset(avatar for avatar in named if avatar is not None)

    async def avatar_used(self, avatar: str) -> bool:
        """See `SocialStore.avatar_used`."""
        return avatar in await self.avatars()

    async def saw(self, user_id: str, at_ms: int) -> None:
        """See `SocialStore.saw`."""
        seen_at = self._profiles.get(user_id, NOTHING).seen_at
        gone = self._users[user_id].deleted_at is not None
        if not gone and (seen_at is None or seen_at < at_ms):
            self._set(user_id, seen_at=at_ms)

    async def find_people(self, prefix: str, limit: int, viewer: str) -> list[Person]:
        """See `SocialStore.find_people`."""
        found = [
            user
            for user in self._users.values()
            if not (user.guest or user.deleted_at)
            and name_key(user.display_name).startswith(name_key(prefix))
            and user.id != viewer
            and not {(user.id, viewer), (viewer, user.id)} & self._blocks.keys()
        ]
        found.sort(key=lambda user: name_key(user.display_name))
        return [self._person(user.id) for user in found[:limit]]

    async def befriend(self, user_id: str, other_id: str, now_ms: int) -> Tie:
        """See `SocialStore.befriend`."""
        tie = await self.tie(user_id, other_id)
        if not (tie.blocks or tie.blocked or tie.friend):
            key = pair(user_id, other_id)
            if tie.asked_by is None:
                self._asked[key] = (user_id, now_ms, None)
            elif tie.asked_by == other_id:
                self._asked[key] = (other_id, self._asked[key][1], now_ms)
        return await self.tie(user_id, other_id)

    async def unfriend(self, user_id: str, other_id: str) -> bool:
        """See `SocialStore.unfriend`."""
        return self._asked.pop(pair(user_id, other_id), None) is not None

    async def friendships(self, user_id: str) -> list[Friendship]:
        """See `SocialStore.friendships`."""
        found: list[Friendship] = []
        for key, (asked_by, asked_at, since) in self._asked.items():
            if user_id in key:
                other = key[1] if key[0] == user_id else key[0]
                of = self._profiles.get(other, NOTHING)
                person = self._person(other)
                found.append(Friendship(person, asked_by, asked_at, since, of.privacy, of.seen_at))
        return sorted(found, key=lambda friendship: (friendship.asked_at, friendship.person.id))

    async def block(self, user_id: str, other_id: str, now_ms: int) -> None:
        """See `SocialStore.block`."""
        person = Person(other_id, self._users[other_id].display_name)
        self._blocks.setdefault((user_id, other_id), Blocked(person, now_ms))
        await self.unfriend(user_id, other_id)

    async def unblock(self, user_id: str, other_id: str) -> None:
        """See `SocialStore.unblock`."""
        self._blocks.pop((user_id, other_id), None)

    async def blocks(self, user_id: str) -> list[Blocked]:
        """See `SocialStore.blocks`."""
        found = list[Blocked]()
        for (one, other), blocked in self._blocks.items():
            back = self._blocks.get((other, user_id))
            if one == user_id and not (back and back.at <= blocked.at):
                found.append(blocked)
        return sorted(found, key=lambda blocked: (blocked.at, blocked.person.id))

    async def tie(self, user_id: str, other_id: str) -> Tie:
        """See `SocialStore.tie`."""
        asked = self._asked.get(pair(user_id, other_id))
        return Tie(
            friend=asked is not None and asked[2] is not None,
            asked_by=None if asked is None else asked[0],
            blocks=(user_id, other_id) in self._blocks,
            blocked=(other_id, user_id) in self._blocks,
        )

    async def circle(self, user_id: str) -> Circle:
        """See `SocialStore.circle`."""
        friends = [f.person.id for f in await self.friendships(user_id) if f.since is not None]
        return Circle(
            frozenset(friends),
            frozenset(other for one, other in self._blocks if one == user_id),
            frozenset(one for one, other in self._blocks if other == user_id),
            self._profiles.get(user_id, NOTHING).privacy,
        )

    async def history(
        self, user_id: str, limit: int, before: str | None = None
    ) -> list[StoredMatch]:
        """See `SocialStore.history`."""
        played = [
            record
            for record in self._matches.values()
            if record.id in self._results
            and any(player.user_id == user_id for player in record.players)
        ]
        if before is not None:
            last = next((record for record in played if record.id == before), None)
            played = [record for record in played if last and _age(record) < _age(last)]
        played.sort(key=_age, reverse=True)
        return [StoredMatch(record, self._results[record.id]) for record in played[:limit]]

    async def tally(self, user_id: str) -> Tally:
        """See `SocialStore.tally`."""
        outcomes: list[bool] = []
        for stored in await self.history(user_id, len(self._matches)):
            ids = [player.user_id for player in stored.record.players]
            if stored.result and stored.result.winner and None not in ids and ids[0] != ids[1]:
                outcomes.append(ids.index(user_id) == (stored.result.winner > 0))
        run = next((n for n, won in enumerate(outcomes) if won != outcomes[0]), len(outcomes))
        return Tally(len(outcomes), sum(outcomes), run if outcomes and outcomes[0] else -run)

    async def registered(self, now_ms: int, limit: int, after: str = "") -> list[Registered]:
        """See `SocialStore.registered`."""
        accounts = [u for u in self._users.values() if not (u.guest or u.deleted_at)]
        found = sorted((u for u in accounts if u.id > after), key=lambda user: user.id)
        return [
            Registered(
                *(user.id, user.name, user.display_name, self._roles.get(user.id, "player")),
                *(user.created_at, self._profiles.get(user.id, NOTHING).seen_at),
                await self.ban_of(user.id, now_ms),
            )
            for user in found[:limit]
        ]

    def _person(self, user_id: str) -> Person:
        avatar = self._profiles.get(user_id, NOTHING).person.avatar
        return Person(user_id, self._users[user_id].display_name, avatar)

    def _set(self, user_id: str, **fields: object) -> None:
        self._profiles[user_id] = replace(self._profiles.get(user_id, NOTHING), **fields)


def _age(record: MatchRecord) -> tuple[int, str]:
    return record.created_at, record.id
