"""The parts of presence: each knows the players that belong to it. Pure."""

from collections.abc import Iterable
from typing import Final

from actors.core.address import Address
from actors.parts import every_part, grouped, part_of

PARTS: Final = 32
IDS: Final = every_part(PARTS)


def presence_of(player: str) -> Address:
    """Return the part that knows where a player is."""
    return Address("presence", part_of(player, PARTS))


def by_part(players: Iterable[str]) -> dict[Address, tuple[str, ...]]:
    """Return the parts of some players, each with those of them that it knows."""
    return grouped(players, presence_of)
