"""The messages between the seats and those who bring players together.

Every request for a match reaches the seats first: the part of the player, which knows whether they
play. It passes the request on, with what it knows of the player, to the queue or the open games.
They bring players together and propose a match to the first part of the two; only the seats make
one, so nobody gets two. The other part keeps its player for that match (`Reserve`).
"""

from typing import Generic, TypeVar

from msgspec import Struct

from actors.core.address import Address
from actors.frames import Origin
from actors.match.messages import Mode, Seat
from actors.pong.settings import Settings

F = TypeVar("F")


class Asked(Struct, Generic[F], frozen=True, tag=True):
    """From the seats: a player's request.

    The player has a seat in ``match``, if any, and may meet no stranger until ``barred`` (seconds
    since the epoch), if that is given. ``reliable``: the player has shown that they come when they
    are called, so that only their own no-shows bar them.
    """

    origin: Origin
    frame: F
    match: str | None = None
    barred: float | None = None
    reliable: bool = False


class Propose(Struct, frozen=True, tag=True):
    """To the first part of the players: make a match between these seats (left, right).

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
    """To the first part of the players: they are about to have this match, which ``by`` makes.

    That is the director of a tournament, or another part, which asks for its own players. It is
    answered by `Reserved`, or by `Declined` with the match as ``key``. May be repeated.
    ``yields``: practice gives way. ``over``: a match that these players have left, if any. In a
    match between strangers ``homes`` has the households.
    """

    by: Address
    match: str
    players: tuple[str, ...]
    yields: bool = True
    over: str = ""
    homes: dict[str, str] = {}


class Reserved(Struct, frozen=True, tag=True):
    """From a part of the seats: nobody else gets a match for these players; make it.

    Another part calls off the ``practice`` of these players when it has made the match: should it
    not come to that, they go on practising.
    """

    match: str
    part: Address
    practice: str | None = None


class Coming(Struct, frozen=True, tag=True):
    """From the first part of a match to one that has asked by `Reserved`: it still comes."""

    match: str


class Released(Struct, frozen=True, tag=True):
    """Letter to the seats: a match that was reserved is ``over``, or does not come about."""

    match: str
    over: bool = True


class Abandoned(Struct, frozen=True, tag=True):
    """Letter to the seats: the owner of reserved matches is given up; they are called off."""

    by: Address


class Sync(Struct, frozen=True, tag=True):
    """To the part of these players: say who of them has a seat by now, by `Seated`."""

    by: Address
    players: tuple[str, ...]


class Sits(Struct, frozen=True, tag=True):
    """From the actor of a player, after a start: it was told of a seat in this match.

    If that is over, it is told `actors.player.messages.Unseated`, which may have been lost.
    """

    player: str
    match: str


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


class Absent(Struct, frozen=True, tag=True):
    """Letter to the households: somebody of this one has not come to a match.

    It does not bar those who came: ``spared``.
    """

    match: str
    home: str
    spared: tuple[str, ...]


class LetDown(Struct, frozen=True, tag=True):
    """Letter to the households: a player of this one has come to a match in vain.

    The ``absentees`` are named by household, or by player if that is unknown.
    """

    match: str
    player: str
    home: str
    reliable: bool
    absentees: tuple[str, ...]


class HomeBarred(Struct, frozen=True, tag=True):
    """From the households: nobody of this one may meet a stranger until then (seconds, epoch).

    It does not bind the reliable, nor those who are ``spared``.
    """

    home: str
    until: float
    spared: tuple[str, ...]

    def binds(self, player: str, home: str, *, reliable: bool) -> bool:
        """Tell whether it binds a player."""
        return home == self.home and not reliable and player not in self.spared


class Missed(Struct, frozen=True, tag=True):
    """From the households: a match never began, as ``absentees`` did not come.

    They are named by household, or by player if that is unknown. Those in ``back`` wait again, in
    front, for what they had waited for.
    """

    match: str
    back: tuple[str, ...]
    absentees: tuple[str, ...]


class Owed(Struct, frozen=True, tag=True):
    """From the seats: these players have lost a match by the server's fault."""

    players: tuple[str, ...]


OfSeats = Seated | Declined | Begun | Missed | HomeBarred
