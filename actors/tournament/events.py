"""What happens in a tournament, in the order in which it is journaled. Times (``at``, ``until``)
are seconds since the epoch, by the calendar; pairings are named by their key, entrants by number.
"""

from typing import Literal

from msgspec import Struct

from actors.tournament.formats.draw import Drawn, Outcome
from actors.tournament.plan import Plan

Index = Literal[0, 1]
"""A side of a pairing."""
Gone = Literal["withdrawn", "disqualified"]
Why = Literal["organiser", "too_few", "abandoned", "server_fault"]


class Person(Struct, frozen=True):
    """A player, as their account is called."""

    id: str
    name: str


class Created(Struct, frozen=True, tag=True):
    """A player has made the tournament. Whoever knows the ``station_word`` may be a station."""

    by: Person
    plan: Plan
    at: float
    station_word: str


class Planned(Struct, frozen=True, tag=True):
    """An organiser has changed the plan."""

    plan: Plan


class Appointed(Struct, frozen=True, tag=True):
    """Somebody organises it too, or no longer."""

    person: Person
    on: bool


class Invited(Struct, frozen=True, tag=True):
    """A player may enter a tournament that is by invitation."""

    player: str


class Entered(Struct, frozen=True, tag=True):
    """Somebody takes part, as ``alias``; without an account at this server, ``player`` is None."""

    entrant: int
    player: str | None
    alias: str
    at: float
    rating: float | None = None


class Removed(Struct, frozen=True, tag=True):
    """An entrant has left before the start."""

    entrant: int


class Replaced(Struct, frozen=True, tag=True):
    """Somebody else plays on in the place of an entrant."""

    entrant: int
    player: str | None
    alias: str


class Stationed(Struct, frozen=True, tag=True):
    """A computer at which entrants play has come (signed in as ``person``), or has gone."""

    person: Person
    on: bool


class CheckInOpened(Struct, frozen=True, tag=True):
    """Entrants have to confirm, until then, that they are there."""

    until: float


class CheckedIn(Struct, frozen=True, tag=True):
    """An entrant has confirmed it."""

    entrant: int


class Started(Struct, frozen=True, tag=True):
    """It begins. ``field`` are the entrants by seed; those who did not check in are not in it."""

    field: tuple[int, ...]
    at: float


class RoundDrawn(Struct, frozen=True, tag=True):
    """These pairings are to be played too."""

    drawn: tuple[Drawn, ...]


class Called(Struct, frozen=True, tag=True):
    """Both sides of a pairing have to say, until then, that they are ready.

    Who has no account here is called to a ``station``: a computer that both play on.
    """

    pairing: str
    until: float
    station: str | None = None


class Ready(Struct, frozen=True, tag=True):
    """A side is ready to play."""

    pairing: str
    side: Index


class Extended(Struct, frozen=True, tag=True):
    """A deadline has moved: of a pairing's wait or match, or with None that of the check-in."""

    pairing: str | None
    until: float


class MatchDrawn(Struct, frozen=True, tag=True):
    """The next match of a pairing has an id and is about to be made; ``left`` sits on the left.

    It is called off if it is not over by ``until``.
    """

    pairing: str
    match: str
    left: Index
    until: float


class MatchDropped(Struct, frozen=True, tag=True):
    """It was not made, as the sides that are ``busy`` play elsewhere: they are not ready."""

    pairing: str
    match: str
    busy: tuple[Index, ...]


class MatchMade(Struct, frozen=True, tag=True):
    """It is made."""

    pairing: str
    match: str


class MatchOver(Struct, frozen=True, tag=True):
    """It is over. ``winner`` is a side of the pairing; None: nobody has won."""

    pairing: str
    match: str
    cause: str
    winner: Index | None
    points: tuple[int, int]


class Decided(Struct, frozen=True, tag=True):
    """A pairing has an outcome."""

    pairing: str
    outcome: Outcome
    at: float


class Undone(Struct, frozen=True, tag=True):
    """These pairings are as if they had never been called."""

    pairings: tuple[str, ...]


class Gave(Struct, frozen=True, tag=True):
    """An entrant plays no more: by their own choice, or an organiser's."""

    entrant: int
    how: Gone


class Held(Struct, frozen=True, tag=True):
    """No new matches begin until it goes on."""

    at: float


class WentOn(Struct, frozen=True, tag=True):
    """It goes on; all deadlines have moved by the time that it was held."""

    at: float


class Finished(Struct, frozen=True, tag=True):
    """All pairings are over."""

    at: float


class Cancelled(Struct, frozen=True, tag=True):
    """It ends without a result."""

    why: Why
    at: float


class Forgotten(Struct, frozen=True, tag=True):
    """An account is deleted: nothing says any more who this was."""

    player: str


class Acted(Struct, frozen=True, tag=True):
    """An organiser has done something: a line of the log. ``what`` names the act."""

    by: Person
    what: str
    subject: str
    at: float


Event = (
    Created
    | Planned
    | Appointed
    | Invited
    | Entered
    | Removed
    | Replaced
    | Stationed
    | CheckInOpened
    | CheckedIn
    | Started
    | RoundDrawn
    | Called
    | Ready
    | Extended
    | MatchDrawn
    | MatchDropped
    | MatchMade
    | MatchOver
    | Decided
    | Undone
    | Gave
    | Held
    | WentOn
    | Finished
    | Cancelled
    | Forgotten
    | Acted
)
