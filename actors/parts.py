"""Kinds of actors that would serve all players of a cluster, divided into parts."""

from collections.abc import Callable, Iterable
from zlib import crc32

from actors.core.address import Address


def part_of(name: str, parts: int) -> str:
    """Return the id of the part that something belongs to: ``0`` to ``parts - 1``.

    It is the same in every process and release: parts have journals.
    """
    return str(crc32(name.encode()) % parts)


def every_part(parts: int) -> tuple[str, ...]:
    """Return the ids of all parts."""
    return tuple(str(part) for part in range(parts))


def grouped(
    names: Iterable[str], part_of_name: Callable[[str], Address]
) -> dict[Address, tuple[str, ...]]:
    """Return names by the part that each belongs to, each once, in the order in which they come."""
    found = dict[Address, tuple[str, ...]]()
    for name in dict.fromkeys(names):
        part = part_of_name(name)
        found[part] = (*found.get(part, ()), name)
    return found
