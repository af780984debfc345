"""The verbs of `Store.profiles`."""

from typing import Protocol

from store.profiles.records import Image, Person, Privacy, Profile


class Profiles(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    A user named in a call must be in the store.
    """

    async def profile(self, user_id: str) -> Profile | None:
        """Return the profile of a user; None if there is no such user, or it is deleted."""
        ...

    async def save_about(self, user_id: str, country: str | None, about: str) -> None:
        """Set a user's country (ISO 3166-1 alpha-2, or None) and the text about them."""
        ...

    async def save_privacy(self, user_id: str, privacy: Privacy) -> None:
        """Set what others may see of a user, and who may ask to be a friend."""
        ...

    async def save_avatar(self, user_id: str, image: Image | None) -> bool:
        """Set a user's image; None for the one that is drawn from the id.

        Returns False, and changes nothing, if there is no such user, or it is deleted.
        """
        ...

    async def image(self, name: str) -> Image | None:
        """Return the image of this name, if any user has it."""
        ...

    async def without_image(self) -> list[tuple[str, str]]:
        """Return the users with an avatar whose image is not in the store, and its name."""
        ...

    async def adopt_avatar(self, user_id: str, image: Image) -> None:
        """Bring in the image of a user's avatar; if the avatar is another one, do nothing."""
        ...

    async def saw(self, user_id: str, at_ms: int) -> None:
        """Note when a user was last seen; a time before the one already noted changes nothing."""
        ...

    async def find_people(self, prefix: str, limit: int, viewer: str) -> list[Person]:
        """Return up to ``limit`` accounts whose display name begins with ``prefix``, in order.

        Names are compared by `name_key`. The list has neither the viewer nor anybody who has
        blocked the viewer or whom the viewer has blocked.
        """
        ...
