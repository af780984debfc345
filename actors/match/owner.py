"""The messages between a match and its owner.

An owner is an actor that makes matches, such as a part of the seats. It calls
`create_match` and gets the messages below, whatever crashes or is killed meanwhile. An owner that
journals what it does about `Ended` does it once. If it is a part of the seats, the parts of all
players hear of the match as it does.
"""

from typing import Any

from msgspec import Struct

from actors.core.address import Address
from actors.core.context import Context
from actors.match.messages import Cause, Create, Mode, Seat
from actors.match.record import record_of
from actors.pong.settings import Settings
from actors.ratings.modes import RatingMode


class Resumed(Struct, frozen=True, tag=True):
    """The match goes on after a start: of this process, or of the match after a crash."""

    match: str
    players: tuple[str, ...]


class Served(Struct, frozen=True, tag=True):
    """A match between strangers has begun, so nobody can be let down any more."""

    match: str


class Ended(Struct, frozen=True, tag=True):
    """The match is over and its players are free. ``winner`` is a side, or 0 for nobody.

    ``players`` is empty of a match that nobody could read any more: its owner knows them.
    ``missed``: who let the others wait, so that it never began. ``proven``: it was really played,
    against a stranger, so its players have shown that they come. ``rated``: its result counts for
    the ratings of its players (left, right) in this mode.
    """

    match: str
    players: tuple[str, ...]
    cause: Cause
    winner: int
    score: tuple[int, int]
    missed: tuple[str, ...] = ()
    proven: bool = False
    rated: RatingMode | None = None


class Again(Struct, frozen=True, tag=True):
    """Both players of a match that is over want another one, on these seats (left, right).

    If that cannot be, the match is told `actors.match.wishes.NotAgain`.
    """

    match: str
    mode: Mode
    settings: Settings
    seats: tuple[Seat, Seat]


class Scored(Struct, frozen=True, tag=True):
    """How a match of a tournament stands (left, right)."""

    match: str
    score: tuple[int, int]


FromMatch = Resumed | Served | Ended | Again


def create_match(
    context: Context[Any],
    match: str,
    mode: Mode,
    settings: Settings,
    seats: tuple[Seat, Seat],
    seed: int,
    *,
    rated: bool = False,
) -> None:
    """Make a match. Everything else the owner tells in this turn leaves when it is durable.

    While the store is away the match is played all the same, unsaved.
    """
    created = int(context.date() * 1000.0)
    create = Create(context.address, mode, settings, seed, seats, created, rated)
    context.persist(rows=(record_of(match, create),), away="tell")
    context.create(Address("match", match), create, away="tell")
