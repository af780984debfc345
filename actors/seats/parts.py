"""The parts of the seats: each player belongs to one. Pure."""

from collections.abc import Iterable
from functools import lru_cache

from actors.core.address import Address
from actors.parts import every_part, grouped, part_of

PARTS = 32
HALL = Address("seats")
"""Knows no players; whoever cannot say which part is meant tells it, see `actors.seats.hall`."""
EVERY = tuple(Address("seats", part) for part in every_part(PARTS))


@lru_cache(maxsize=8192)
def seats_of(player: str) -> Address:
    """Return the part that knows where a player has a seat."""
    return Address("seats", part_of(player, PARTS))


def by_part(players: Iterable[str]) -> dict[Address, tuple[str, ...]]:
    """Return players by the part they belong to, in the order of the parts."""
    return dict(sorted(grouped(players, seats_of).items(), key=lambda each: int(each[0].id)))


def first_of(players: Iterable[str]) -> Address:
    """Return the part that makes a match of these players: the first of theirs.

    It asks the others. As nobody asks a part before their own, parts never wait in a circle.
    """
    return next(iter(by_part(players)), HALL)
