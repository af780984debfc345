"""What rooms are told by the system: lines that nobody has written."""

from typing import Literal

from msgspec import Struct

from actors.core.address import Address
from actors.match.messages import Cause


class Result(Struct, frozen=True, tag_field="type", tag="result"):
    """A match is over. ``winner`` is a side (-1 left, +1 right), or 0 for nobody."""

    match: str
    cause: Cause
    winner: int
    points: tuple[int, int]


class Fights(Struct, frozen=True, tag_field="type", tag="fights"):
    """These are next in a tournament, each by its pairing and two aliases, and so many ``more``.

    They have to be ready by ``until`` (ms since the epoch). ``bots`` are the aliases of bots.
    """

    tournament: str
    fights: tuple[tuple[str, str, str], ...]
    more: int
    until: int
    bots: tuple[str, ...] = ()


class FightOver(Struct, frozen=True, tag_field="type", tag="fight_over"):
    """A pairing of two (aliases) is over. ``winner`` is a side (0 or 1); None: nobody goes on.

    ``games`` are those that each side has won, ``points`` the sums of its points; ``bots`` are the
    aliases of bots.
    """

    tournament: str
    pairing: str
    aliases: tuple[str, str]
    winner: int | None
    games: tuple[int, int]
    points: tuple[int, int]
    cause: str
    bots: tuple[str, ...] = ()


class Stage(Struct, frozen=True, tag_field="type", tag="stage"):
    """How a tournament goes on: ``round`` says which one begins, ``winner`` (an alias) who won.

    ``bots`` has the winner if that is a bot.
    """

    tournament: str
    what: Literal["check_in", "started", "round", "held", "went_on", "over", "cancelled"]
    round: int | None = None
    winner: str | None = None
    bots: tuple[str, ...] = ()


Notice = Result | Fights | FightOver | Stage


class Announce(Struct, frozen=True, tag=True):
    """To a room: say this in it."""

    notice: Notice


def room_of_tournament(tournament: str) -> Address:
    """Return the room of a tournament: it has the same id."""
    return Address("room", tournament)


def room_of(match: str) -> Address:
    """Return the room of a match."""
    return Address("room", f"m.{match}")
