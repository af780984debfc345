"""What rooms are told by the system: lines that nobody has written."""

from msgspec import Struct

from actors.core.address import Address
from actors.match.messages import Cause


class Result(Struct, frozen=True, tag_field="type", tag="result"):
    """A match is over. ``winner`` is a side (-1 left, +1 right), or 0 for nobody."""

    match: str
    cause: Cause
    winner: int
    points: tuple[int, int]


Notice = Result


class Announce(Struct, frozen=True, tag=True):
    """To a room: say this in it."""

    notice: Notice


def room_of(match: str) -> Address:
    """Return the room of a match."""
    return Address("room", f"m.{match}")
