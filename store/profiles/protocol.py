"""The verbs of `Store.profiles`."""

from typing import Protocol

from store.profiles.records import Person, Privacy, Profile


class Profiles(Protocol):
    """A part of `store.protocol.Store`, under the same promises. Users named are known ones."""

    async def profile(self, user_id: str) -> Profile | None:
        """Return who a user is; None when there is none of this id, or none any more."""
        ...

    async def save_about(self, user_id: str, country: str | None, about: str) -> None:
        """Set what a user says of himself."""
        ...

    async def save_privacy(self, user_id: str, privacy: Privacy) -> None:
        """Set who may know and do what."""
        ...

    async def save_avatar(self, user_id: str, avatar: str | None) -> None:
        """Set the name of the image, None for the drawn one."""
        ...

    async def avatars(self) -> frozenset[str]:
        """Return every image in use."""
        ...

    async def avatar_used(self, avatar: str) -> bool:
        """Tell whether anybody uses this image."""
        ...

    async def saw(self, user_id: str, at_ms: int) -> None:
        """Note when a user was seen last; an earlier time than known changes nothing."""
        ...

    async def find_people(self, prefix: str, limit: int, viewer: str) -> list[Person]:
        """Return accounts whose display name begins so, in any spelling, in order.

        Neither the viewer nor who is apart from the viewer by a block is among them.
        """
        ...
