"""The verbs of `Store.profiles` over any engine that speaks the shared SQL."""

from store.engine import Engine
from store.names import name_key
from store.profiles import queries, rows
from store.profiles.records import Person, Privacy, Profile

LAST_LETTER = "\U0010ffff"
"""The highest code point; no name contains it, so it comes after every continuation of a prefix."""


class SqlProfiles:
    """See `store.profiles.protocol.Profiles` for every verb."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def profile(self, user_id: str) -> Profile | None:
        """See `Profiles.profile`."""
        found = await self._engine.read(queries.PROFILE, user_id)
        return rows.read_profile(found[0]) if found else None

    async def save_about(self, user_id: str, country: str | None, about: str) -> None:
        """See `Profiles.save_about`."""
        await self._engine.write(queries.SAVE_ABOUT, user_id, country, about)

    async def save_privacy(self, user_id: str, privacy: Privacy) -> None:
        """See `Profiles.save_privacy`."""
        chosen = (privacy.presence, privacy.last_seen, privacy.contact)
        await self._engine.write(queries.SAVE_PRIVACY, user_id, *chosen)

    async def save_avatar(self, user_id: str, avatar: str | None) -> None:
        """See `Profiles.save_avatar`."""
        await self._engine.write(queries.SAVE_AVATAR, user_id, avatar)

    async def avatars(self) -> frozenset[str]:
        """See `Profiles.avatars`."""
        return frozenset(row[0] for row in await self._engine.read(queries.AVATARS))

    async def avatar_used(self, avatar: str) -> bool:
        """See `Profiles.avatar_used`."""
        return bool(await self._engine.read(queries.AVATAR_USED, avatar))

    async def saw(self, user_id: str, at_ms: int) -> None:
        """See `Profiles.saw`."""
        await self._engine.write(queries.SAW, user_id, at_ms)

    async def find_people(self, prefix: str, limit: int, viewer: str) -> list[Person]:
        """See `Profiles.find_people`."""
        first = name_key(prefix)
        found = await self._engine.read(queries.FIND, first, first + LAST_LETTER, limit, viewer)
        return [Person(*row) for row in found]
