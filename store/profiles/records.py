"""The records of `Store.profiles`. Times are integer milliseconds since the epoch."""

from typing import Literal

from msgspec import Struct

Audience = Literal["everybody", "friends", "nobody"]


Role = Literal["player", "moderator", "admin"]


class Privacy(Struct, frozen=True):
    """What a user lets others see and do.

    ``presence``: who sees whether the user is there; with "nobody" the user is invisible, that is
    offline to everybody. ``last_seen``: who sees when the user was last there. ``contact``: who may
    ask to be a friend.
    """

    presence: Audience = "friends"
    last_seen: Audience = "friends"
    contact: Audience = "everybody"


class Image(Struct, frozen=True):
    """An image of a user in two sizes, as WebP. ``name`` is the same for the same image alone."""

    name: str
    small: bytes
    large: bytes


class Person(Struct, frozen=True):
    """A user in a list that others see.

    ``avatar`` is the name of the image; None for the image that is drawn from the id.
    """

    id: str
    name: str
    avatar: str | None = None


class Profile(Struct, frozen=True):
    """A user's own page as others see it. ``country`` is an ISO 3166-1 alpha-2 code."""

    person: Person
    guest: bool
    joined_at: int
    country: str | None
    about: str
    privacy: Privacy
    seen_at: int | None
    role: Role
