"""Kinds of actors that would serve all players of a cluster, divided into parts."""

from zlib import crc32


def part_of(name: str, parts: int) -> str:
    """Return the id of the part that something belongs to: ``0`` to ``parts - 1``.

    It is the same in every process and release: parts have journals.
    """
    return str(crc32(name.encode()) % parts)


def every_part(parts: int) -> tuple[str, ...]:
    """Return the ids of all parts."""
    return tuple(str(part) for part in range(parts))
