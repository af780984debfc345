"""The messages between the seats actor and those who bring players together.

Every request for a match reaches the seats actor first, which knows who plays. It passes the
request on, with what it knows of the player, to the queue or the open games. They bring players
together and propose a match; only the seats actor makes one, so nobody gets two.
"""

from typing import Generic, TypeVar

from msgspec import Struct

from actors.core.address import Address
from actors.frames import Origin
from actors.match.messages import Mode, Seat
from actors.pong.settings import Settings

F = TypeVar("F")

SEATS = Address("seats")


class Asked(Struct, Generic[F], frozen=True, tag=True):
    """From the seats: a player's request.

    The player has a seat in ``match``, if any, and may meet no stranger until ``barred`` (seconds
    since the epoch), if that is given.
    """

    origin: Origin
    frame: F
    match: str | None = None
    barred: float | None = None


class Propose(Struct, frozen=True, tag=True):
    """To the seats: make a match between these seats (left, right).

    It is answered by `Seated` or `Declined` with the same ``key``. ``homes`` has the household of
    each player ("": unknown).
    """

    by: Address
    key: str
    mode: Mode
    settings: Settings
    seats: tuple[Seat, Seat]
    homes: dict[str, str]
    rated: bool = False


class Declined(Struct, frozen=True, tag=True):
    """From the seats: the match was not made, as players have a seat in another one: ``busy``."""

    key: str
    busy: dict[str, str]


class Reserve(Struct, frozen=True, tag=True):
    """To the seats: these players are about to have this match, which ``by`` makes and owns.

    It is answered by `Reserved`, or by `Declined` with the match as ``key``. May be repeated.
    """

    by: Address
    match: str
    players: tuple[str, ...]


class Reserved(Struct, frozen=True, tag=True):
    """From the seats: nobody else gets a match for these players; make it."""

    match: str


class Released(Struct, frozen=True, tag=True):
    """Letter to the seats: a match that was reserved is over, or does not come about."""

    match: str


class Abandoned(Struct, frozen=True, tag=True):
    """Letter to the seats: the owner of reserved matches is given up; they are called off."""

    by: Address


class Sync(Struct, frozen=True, tag=True):
    """To the seats, after a start: say who of these players has a seat by now, by `Seated`."""

    by: Address
    players: tuple[str, ...]


class Seated(Struct, frozen=True, tag=True):
    """From the seats: these players have a match and wait for nothing else.

    ``key`` is that of the proposal, if it came about by one. ``strangers``: should it never begin,
    those who came will wait again, by `Missed`.
    """

    match: str
    players: tuple[str, ...]
    key: str | None = None
    strangers: bool = False


class Begun(Struct, frozen=True, tag=True):
    """From the seats: a match between strangers has begun or ended, so nobody waits again."""

    match: str


class Bars(Struct, frozen=True):
    """Who may meet no stranger, until when (seconds since the epoch): players and households.

    A household binds only players who are not among the ``spared``.
    """

    players: dict[str, float]
    homes: dict[str, float]
    spared: frozenset[str]

    def until(self, player: str, home: str) -> float | None:
        """Return until when a player is barred; None: not at all."""
        if player in self.players:
            return self.players[player]
        return None if player in self.spared else self.homes.get(home)


class Missed(Struct, frozen=True, tag=True):
    """From the seats: a match never began, as ``absentees`` did not come.

    They are named by household, or by player if that is unknown. Those in ``back`` wait again, in
    front, for what they had waited for; those who are barred now wait no longer.
    """

    match: str
    back: tuple[str, ...]
    absentees: tuple[str, ...]
    bars: Bars


class Owed(Struct, frozen=True, tag=True):
    """From the seats: these players have lost a match by the server's fault."""

    players: tuple[str, ...]


OfSeats = Seated | Declined | Begun | Missed
