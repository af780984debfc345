"""Frames about tournaments that pages and bots send; `actors.tournament.shown` has the others."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from actors.frames import ClientFrame, Id, RequestId
from actors.tournament.plan import Plan

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
