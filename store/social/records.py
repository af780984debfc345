"""The records of `Store.social`. Times are integer milliseconds since the epoch."""

from msgspec import Struct

from store.profiles.records import Person, Privacy


class Friendship(Struct, frozen=True):
    """A friend of somebody, or a request between the two while ``since`` is None."""

    person: Person
    asked_by: str
    asked_at: int
    since: int | None
    privacy: Privacy
    seen_at: int | None


class Blocked(Struct, frozen=True):
    """Somebody whom the user has blocked, as they were called then, without an image."""

    person: Person
    at: int


class Tie(Struct, frozen=True):
    """What is between two users, as the first of them sees it.

    ``asked_by`` is who asked to be friends, None: nobody did. ``blocks``: the first has blocked the
    second; ``blocked``: the other way round.
    """

    friend: bool = False
    asked_by: str | None = None
    blocks: bool = False
    blocked: bool = False


class Circle(Struct, frozen=True):
    """Everybody a user has to do with, by id, and what the user chose to show."""

    friends: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()
    privacy: Privacy = Privacy()
