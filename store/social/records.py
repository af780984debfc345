"""Profiles, friendships, blocks, roles and bans. Times are integer milliseconds since the epoch."""

from typing import Literal

from msgspec import Struct

AUDIT_KEPT_MS = 365 * 24 * 3600 * 1000
GUESSES_KEPT_MS = 30 * 24 * 3600 * 1000
"""For so long the audit log keeps what was done, and guesses at passwords."""
GUESSES = ("wrong-password", "locked-out")

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


class Tally(Struct, frozen=True):
    """Decided matches between two people; ``streak`` counts the last wins, negative: losses."""

    played: int = 0
    won: int = 0
    streak: int = 0


class Ban(Struct, frozen=True):
    """Somebody may not sign in until ``until`` (None: for good)."""

    user_id: str
    reason: str
    at: int
    until: int | None


class AuditEntry(Struct, frozen=True):
    """What was done, by whom and to whom, for people to read."""

    id: str
    at: int
    actor: str
    action: str
    subject: str
    detail: str


class Registered(Struct, frozen=True):
    """An account or a guest as an administrator sees one; ``ban`` is the one that holds."""

    id: str
    name: str
    display_name: str
    role: Role
    created_at: int
    seen_at: int | None
    ban: Ban | None
