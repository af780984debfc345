"""The records of `Store.rooms`. Times are integer milliseconds since the epoch."""

from typing import Literal

from msgspec import Struct

EventKind = Literal["line", "gone"]


class RoomEvent(Struct, frozen=True):
    """Event ``number`` of a room, counted from 1 without a gap.

    ``line`` is the author's own number of what they wrote: it is unique for a room and an author.
    ``name`` is how the author was called then. Of a ``gone`` line nothing is left, as the account
    of its author was deleted: ``author`` is None.
    """

    room: str
    number: int
    kind: EventKind
    at: int
    author: str | None
    name: str
    line: int
    text: str
