"""The records of `Store.profiles`. Times are integer milliseconds since the epoch."""

from typing import Literal

from msgspec import Struct

Audience = Literal["everybody", "friends", "nobody"]


Role = Literal["player", "moderator", "admin"]


class Privacy(Struct, frozen=True):
    """Who may know or do what. ``presence`` for nobody: invisible, offline to everybody.

    ``contact`` is who may ask to be a friend.
    """

    presence: Audience = "friends"
    last_seen: Audience = "friends"
    contact: Audience = "everybody"


class Person(Struct, frozen=True):
    """A user as others see one in a list; ``avatar`` names the image, None: the drawn one."""

    id: str
    name: str
    avatar: str | None = None


class Profile(Struct, frozen=True):
    """A user as others see one alone. ``country`` is ISO 3166 alpha-2."""

    person: Person
    guest: bool
    joined_at: int
    country: str | None
    about: str
    privacy: Privacy
    seen_at: int | None
    role: Role
