"""Frames that show a tournament to pages."""

from typing import Literal

from msgspec import Struct

from actors.frames import ServerFrame
from actors.presence.messages import PersonView
from actors.tournament.events import Gone, Person, Why
from actors.tournament.formats.draw import Outcome, Part
from actors.tournament.plan import Plan
from actors.tournament.state import Phase


class EntrantView(Struct, frozen=True):
    """Somebody who takes part; ``seed`` counts from 1 once it has begun.

    ``bot`` is told to everybody, whose the alias is (``player``) not.
    """

    number: int
    alias: str
    player: str | None
    rating: float | None
    checked: bool
    gone: Gone | None
    seed: int | None
    bot: bool


class MatchScore(Struct, frozen=True):
    """One match of a pairing: the points of its two sides so far, and which side has won."""

    match: str
    points: tuple[int, int]
    winner: Literal[0, 1] | None
    live: bool


class PairingView(Struct, frozen=True):
    """One pairing. ``entrants`` are the numbers of its two, None while they are not known.

    ``feeds``: from which pairing each side comes, and whether as its winner. ``until``: when who
    was called has to be ready (ms since the epoch). ``station`` is the computer they are called to.
    """

    key: str
    part: Part
    round: int
    table: int
    entrants: tuple[int | None, int | None]
    feeds: tuple[tuple[str, bool] | None, tuple[str, bool] | None]
    state: Literal["open", "ready", "called", "playing", "over", "void"]
    ready: tuple[bool, bool]
    until: int | None
    station: str | None
    matches: tuple[MatchScore, ...]
    outcome: Outcome | None
    rematch: bool


class StandingView(Struct, frozen=True):
    """A place in the table; entrants who share it have the same number."""

    entrant: int
    place: int
    points: int
    won: int
    lost: int
    tie_breaks: tuple[float, ...]


class Head(Struct, frozen=True):
    """What is said of a tournament as a whole. ``until``: when the check-in ends (ms)."""

    plan: Plan
    phase: Phase
    owner: PersonView
    organisers: tuple[PersonView, ...]
    held: bool
    until: int | None
    started: int | None
    ended: int | None
    why: Why | None


class TournamentView(ServerFrame, frozen=True, tag="tournament"):
    """The whole tournament, as of ``version``; changes of it come as `TournamentPart`."""

    tournament: str
    version: int
    head: Head
    entrants: tuple[EntrantView, ...]
    pairings: tuple[PairingView, ...]
    standings: tuple[StandingView, ...]


class TournamentPart(ServerFrame, frozen=True, tag="tournament_part", omit_defaults=True):
    """The parts that have changed; each takes the place of what was shown of it before.

    It is about what was shown ``after``. Who has not been shown that asks for the whole.
    """

    tournament: str
    version: int
    after: int
    head: Head | None = None
    entrants: tuple[EntrantView, ...] | None = None
    pairings: tuple[PairingView, ...] | None = None
    standings: tuple[StandingView, ...] | None = None


class ActView(Struct, frozen=True):
    """What an organiser has done, and when (ms since the epoch)."""

    by: Person
    what: str
    subject: str
    at: int


class OrganisersView(ServerFrame, frozen=True, tag="tournament_organisers"):
    """For organisers alone: the words, and what they have done, newest last."""

    tournament: str
    word: str
    station_word: str
    acts: tuple[ActView, ...]
    invited: tuple[str, ...]
