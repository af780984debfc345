"""The verbs of `Store.profiles` in plain dicts. No verb ever waits."""

from msgspec.structs import replace

from store.names import name_key
from store.profiles.records import Image, Person, Privacy, Profile
from store.tables import Tables, apart

NOTHING = Profile(Person("", ""), False, 0, None, "", Privacy(), None, "player")


class MemoryProfiles:
    """See `store.profiles.protocol.Profiles` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def profile(self, user_id: str) -> Profile | None:
        """See `Profiles.profile`."""
        user = self._tables.users.get(user_id)
        if user is None or user.deleted_at is not None:
            return None
        of = kept(self._tables, user_id)
        shown = person(self._tables, user_id)
        role = self._tables.roles.get(user_id, "player")
        return replace(of, person=shown, guest=user.guest, joined_at=user.created_at, role=role)

    async def save_about(self, user_id: str, country: str | None, about: str) -> None:
        """See `Profiles.save_about`."""
        self._set(user_id, country=country, about=about)

    async def save_privacy(self, user_id: str, privacy: Privacy) -> None:
        """See `Profiles.save_privacy`."""
        self._set(user_id, privacy=privacy)

    async def save_avatar(self, user_id: str, image: Image | None) -> bool:
        """See `Profiles.save_avatar`."""
        user = self._tables.users.get(user_id)
        if user is None or user.deleted_at is not None:
            return False
        if image is None:
            self._tables.avatars.pop(user_id, None)
        else:
            self._tables.avatars[user_id] = image
        name = None if image is None else image.name
        self._set(user_id, person=Person(user_id, "", name))
        return True

    async def image(self, name: str) -> Image | None:
        """See `Profiles.image`."""
        return next((one for one in self._tables.avatars.values() if one.name == name), None)

    async def without_image(self) -> list[tuple[str, str]]:
        """See `Profiles.without_image`."""
        tables = self._tables
        named = ((user_id, kept(tables, user_id).person.avatar) for user_id in tables.profiles)
        has = {user_id: image.name for user_id, image in tables.avatars.items()}
        return sorted((who, name) for who, name in named if name and has.get(who) != name)

    async def adopt_avatar(self, user_id: str, image: Image) -> None:
        """See `Profiles.adopt_avatar`."""
        if kept(self._tables, user_id).person.avatar == image.name:
            self._tables.avatars[user_id] = image

    async def saw(self, user_id: str, at_ms: int) -> None:
        """See `Profiles.saw`."""
        seen_at = kept(self._tables, user_id).seen_at
        gone = self._tables.users[user_id].deleted_at is not None
        if not gone and (seen_at is None or seen_at < at_ms):
            self._set(user_id, seen_at=at_ms)

    async def find_people(self, prefix: str, limit: int, viewer: str) -> list[Person]:
        """See `Profiles.find_people`."""
        found = [
            user
            for user in self._tables.users.values()
            if not (user.guest or user.deleted_at)
            and name_key(user.display_name).startswith(name_key(prefix))
            and user.id != viewer
            and not apart(self._tables, user.id, viewer)
        ]
        found.sort(key=lambda user: name_key(user.display_name))
        return [person(self._tables, user.id) for user in found[:limit]]

    def _set(self, user_id: str, **fields: object) -> None:
        self._tables.profiles[user_id] = replace(kept(self._tables, user_id), **fields)


def kept(tables: Tables, user_id: str) -> Profile:
    """Return what is kept of a profile; names and dates are not, those are the user's."""
    return tables.profiles.get(user_id, NOTHING)


def person(tables: Tables, user_id: str) -> Person:
    """Return a user as others see one in a list."""
    return Person(user_id, tables.users[user_id].display_name, kept(tables, user_id).person.avatar)


def forget_profile(tables: Tables, user_id: str) -> None:
    """Remove the profile of a user, and the image."""
    tables.profiles.pop(user_id, None)
    tables.avatars.pop(user_id, None)
