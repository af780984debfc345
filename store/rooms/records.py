"""The records of `Store.rooms`. Times are integer milliseconds since the epoch."""

from typing import Literal

from msgspec import Struct

EventKind = Literal["line", "edit", "delete", "system", "mode", "topic", "member", "gone"]


class RoomEvent(Struct, frozen=True):
    """Event ``number`` of a room, counted from 1 without a gap.

    ``line`` is the author's own number of what they wrote: it is unique for a room and an author,
    and 0 for everything but lines. ``name`` is how the author was called then. An ``edit`` or a
    ``delete`` is ``about`` the number of a line; ``edited`` is when that line was changed last. The
    text of every other kind is JSON.

    Of a ``gone`` event nothing is left: a line that was deleted keeps its ``author``, one whose
    author's account was deleted does not.
    """

    room: str
    number: int
    kind: EventKind
    at: int
    author: str | None
    name: str
    line: int
    text: str
    about: int = 0
    edited: int | None = None


class LineEdited(Struct, frozen=True):
    """A line has a new text, by event ``by``; of earlier edits of it nothing is left.

    It changes no `gone` line. If it is written once more, nothing changes.
    """

    room: str
    number: int
    by: int
    at: int
    text: str


class LineDeleted(Struct, frozen=True):
    """Nothing is left of a line and its edits."""

    room: str
    number: int


class Mark(Struct, frozen=True):
    """A player has read a room up to event ``number``; a mark only grows."""

    player: str
    room: str
    number: int


MemberRole = Literal["owner", "moderator", "member", "invited"]


class Member(Struct, frozen=True):
    """A player is one of those whose room it is; ``since`` is when they came or were invited."""

    player: str
    room: str
    role: MemberRole = "member"
    since: int = 0


class MemberGone(Struct, frozen=True):
    """A player belongs to a room no longer."""

    player: str
    room: str


class MadeRoom(Struct, frozen=True):
    """A room that a player has made ``at`` then. A ``public`` one everybody finds and may join."""

    id: str
    name: str
    topic: str
    public: bool
    at: int


class PublicRoom(Struct, frozen=True):
    """A public room, and how many belong to it."""

    room: MadeRoom
    members: int


class OwnRoom(Struct, frozen=True):
    """A room of a player.

    ``last`` is its last event, at ``at``; ``mark`` the last one the player has read, None if none.
    ``role`` is the player's own, None in everybody's room.
    """

    room: str
    last: int
    at: int
    mark: int | None
    role: MemberRole | None = None
