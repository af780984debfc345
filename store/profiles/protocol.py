"""The verbs of `Store.profiles`."""

from typing import Protocol

from store.profiles.records import Person, Privacy, Profile


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

    async def save_avatar(self, user_id: str, avatar: str | None) -> None:
        """Set the name of a user's image; None for the image that is drawn from the id."""
        ...

    async def avatars(self) -> frozenset[str]:
        """Return the names of all images in use."""
        ...

    async def avatar_used(self, avatar: str) -> bool:
        """Tell whether any user has this image."""
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
