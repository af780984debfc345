"""The records of `Store.tournaments`. Times are integer milliseconds since the epoch."""

from typing import Literal

from msgspec import Struct

Phase = Literal["registration", "check_in", "running", "over", "cancelled"]
Stage = Literal["open", "running", "over"]
"""What a list is about: ``open`` have not begun, ``over`` have ended, whether cancelled or not."""
STAGES: dict[Stage, tuple[Phase, Phase]] = {
    "open": ("registration", "check_in"),
    "running": ("running", "running"),
    "over": ("over", "cancelled"),
}


class TournamentRecord(Struct, frozen=True):
    """What a list says of a tournament; a later record takes the place of an earlier one.

    ``entrants`` of at most ``most`` take part. ``owner`` is the id of the user who has made it;
    None if that account is deleted.
    """

    id: str
    name: str
    format: str
    entry: str
    guests: bool
    rated: bool
    most: int
    entrants: int
    phase: Phase
    starts_at: int | None
    created_at: int
    ended_at: int | None
    owner: str | None


class Entry(Struct, frozen=True):
    """A user takes part as ``alias``, and has come to a ``place`` (None until the end)."""

    player: str
    tournament: str
    alias: str
    place: int | None = None


class EntryGone(Struct, frozen=True):
    """A user takes no part."""

    player: str
    tournament: str


class Played(Struct, frozen=True):
    """A tournament in which a user takes or took part."""

    tournament: TournamentRecord
    alias: str
    place: int | None
