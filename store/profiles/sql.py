"""The verbs of `Store.profiles` over any engine that speaks the shared SQL."""

from store.engine import Each, Engine
from store.names import name_key
from store.profiles import queries, rows
from store.profiles.records import Image, Person, Privacy, Profile

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

    async def save_avatar(self, user_id: str, image: Image | None) -> bool:
        """See `Profiles.save_avatar`."""
        if image is None:
            name, work = None, Each(queries.DELETE_IMAGE, [(user_id,)])
        else:
            name, work = image.name, Each(queries.SAVE_IMAGE, [rows.image_values(user_id, image)])
        return await self._engine.write_if(queries.SAVE_AVATAR, (user_id, name), [work])

    async def image(self, name: str) -> Image | None:
        """See `Profiles.image`."""
        found = await self._engine.read(queries.IMAGE, name)
        return Image(*found[0]) if found else None

    async def without_image(self) -> list[tuple[str, str]]:
        """See `Profiles.without_image`."""
        return [(row[0], row[1]) for row in await self._engine.read(queries.WITHOUT_IMAGE)]

    async def adopt_avatar(self, user_id: str, image: Image) -> None:
        """See `Profiles.adopt_avatar`."""
        work = [Each(queries.SAVE_IMAGE, [rows.image_values(user_id, image)])]
        await self._engine.write_if(queries.HOLD_AVATAR, (user_id, image.name), work)

    async def saw(self, user_id: str, at_ms: int) -> None:
        """See `Profiles.saw`."""
        await self._engine.write(queries.SAW, user_id, at_ms)

    async def find_people(self, prefix: str, limit: int, viewer: str) -> list[Person]:
        """See `Profiles.find_people`."""
        first = name_key(prefix)
        found = await self._engine.read(queries.FIND, first, first + LAST_LETTER, limit, viewer)
        return [Person(*row) for row in found]
