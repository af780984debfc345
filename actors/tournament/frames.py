"""Frames about tournaments: what pages and bots send, and what they are shown."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from actors.frames import ClientFrame, Id, RequestId, ServerFrame
from actors.presence.messages import PersonView
from actors.tournament.events import Gone, Why
from actors.tournament.formats.draw import Outcome, Part
from actors.tournament.plan import Plan
from actors.tournament.state import Act, Phase

Alias = Annotated[str, Meta(min_length=1, max_length=24)]
Number = Annotated[int, Meta(ge=1, le=2**31)]
Key = Annotated[str, Meta(min_length=1, max_length=16)]
Seconds = Annotated[int, Meta(ge=10, le=86_400)]

# What organisers do.


class Start(Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="start"):
    """Open the check-in; without one, or once it is open, begin."""


class Hold(Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="hold"):
    """Begin no new matches, and let all deadlines stand; with ``on`` false, go on."""

    on: bool


class Cancel(Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="cancel"):
    """End it without a result; matches that are played are called off."""


class Change(Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="change"):
    """Change the plan, before the start."""

    plan: Plan


class Extend(Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="extend"):
    """Give who was called to a pairing more time; without ``pairing``, who has to check in."""

    seconds: Seconds
    pairing: Key | None = None


class Enter(Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="enter"):
    """Enter people by alias alone: they have no account here, and play at a station."""

    aliases: Annotated[tuple[Alias, ...], Meta(min_length=1, max_length=256)]


class Check(Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="check"):
    """Check in an entrant."""

    entrant: Number


class Remove(Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="remove"):
    """Take an entrant out; after the start they are withdrawn, or ``disqualified``."""

    entrant: Number
    disqualified: bool = False


class Replace(Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="replace"):
    """Let somebody else play on for an entrant: a player, or without one an alias alone."""

    entrant: Number
    alias: Alias
    player: Id | None = None


class Decide(Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="decide"):
    """Say who has won a pairing (side 0 or 1), or that nobody goes on."""

    pairing: Key
    winner: Literal[0, 1] | None


class Undo(Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="undo"):
    """Have a pairing played again, and with it all that depends on it.

    ``also`` has to name the pairings that have begun and depend on it, so that nobody undoes more
    than they have seen.
    """

    pairing: Key
    also: tuple[Key, ...] = ()


class Appoint(Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="appoint"):
    """Make a player an organiser too, or no longer."""

    player: Id
    on: bool


class Invite(Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="invite"):
    """Let a player enter who could not."""

    player: Id


ActFrame = (
    Start
    | Hold
    | Cancel
    | Change
    | Extend
    | Enter
    | Check
    | Remove
    | Replace
    | Decide
    | Undo
    | Appoint
    | Invite
)

# Frames from the page.


class MakeTournament(ClientFrame, frozen=True, tag="make_tournament"):
    """Make a tournament at a new id, which begins with ``t.``; its sender organises it."""

    id: RequestId
    tournament: Id
    plan: Plan


class Join(ClientFrame, frozen=True, tag="join_tournament"):
    """Take part as ``alias``; with the ``word``, if the tournament asks for one."""

    id: RequestId
    tournament: Id
    alias: Alias
    word: str = ""


class Leave(ClientFrame, frozen=True, tag="leave_tournament"):
    """Take part no longer; after the start, that is to withdraw."""

    id: RequestId
    tournament: Id


class CheckIn(ClientFrame, frozen=True, tag="check_in"):
    """Confirm before the start to be there."""

    id: RequestId
    tournament: Id


class SayReady(ClientFrame, frozen=True, tag="ready"):
    """Answer the call to a pairing: the sender is ready, or their station is."""

    id: RequestId
    tournament: Id
    pairing: Key


class Station(ClientFrame, frozen=True, tag="station"):
    """Let two at a time play at this computer, as the director says; or no longer.

    Its sender organises the tournament, or gives the ``word`` that organisers are shown.
    """

    id: RequestId
    tournament: Id
    on: bool
    word: str = ""


class Organise(ClientFrame, frozen=True, tag="organise"):
    """Do something as an organiser."""

    id: RequestId
    tournament: Id
    act: ActFrame


class WatchTournament(ClientFrame, frozen=True, tag="watch_tournament"):
    """Show this page the tournament, and what changes of it; or stop that."""

    tournament: Id
    on: bool


Request = MakeTournament | Join | Leave | CheckIn | SayReady | Station | Organise
Frame = Request | WatchTournament

# Frames to the page.


class EntrantView(Struct, frozen=True):
    """Somebody who takes part; ``seed`` counts from 1 once it has begun."""

    number: int
    alias: str
    player: str | None
    rating: float | None
    checked: bool
    gone: Gone | None
    seed: int | None


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


class OrganisersView(ServerFrame, frozen=True, tag="tournament_organisers"):
    """For organisers alone: the words, and what they have done, newest last."""

    tournament: str
    word: str
    station_word: str
    acts: tuple[Act, ...]
    invited: tuple[str, ...]
