"""The records of `Store.social`. Times are integer milliseconds since the epoch."""

from msgspec import Struct

from store.profiles.records import Person, Privacy


class Friendship(Struct, frozen=True):
    """A friend of a user, or, while ``since`` is None, a request between the two."""

    person: Person
    asked_by: str
    asked_at: int
    since: int | None
    privacy: Privacy
    seen_at: int | None


class Blocked(Struct, frozen=True):
    """A person whom a user has blocked, with the name of that time and without an image."""

    person: Person
    at: int


class Tie(Struct, frozen=True):
    """How one user stands to another.

    ``asked_by`` is the id of the one who asked to be friends; None if nobody did. ``blocks``: the
    first has blocked the second. ``blocked``: the second has blocked the first.
    """

    friend: bool = False
    asked_by: str | None = None
    blocks: bool = False
    blocked: bool = False


class Circle(Struct, frozen=True):
    """The ids of a user's friends and blocks, and what the user lets others see.

    ``blocks`` are those whom the user has blocked, ``blocked`` those who have blocked the user.
    """

    friends: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()
    privacy: Privacy = Privacy()
