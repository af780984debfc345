"""The shards into which all actors are divided, so that several nodes can share them."""

from collections.abc import Container
from functools import lru_cache
from hashlib import blake2b
from typing import Final

SHARDS: Final = 256
"""A power of two: the shard of an actor is the last bits of its key."""
ENDS: Final = tuple(f"{number:02x}" for number in range(256))
"""Two hexadecimal digits."""


@lru_cache(maxsize=8192)
def key_of(actor: str) -> int:
    """Return the signed 64-bit key of an actor, by its address as text.

    It is BLAKE2b of the address. Among a billion actors, the chance that any two share a key is
    about 3 in 100 (n² / 2⁶⁵).
    """
    return int.from_bytes(blake2b(actor.encode(), digest_size=8).digest(), signed=True)


def shard_of(actor: str) -> int:
    """Return the shard of an actor, 0 to 255, by its address as text."""
    return key_of(actor) & (SHARDS - 1)


def into(shard: int, start: str) -> str | None:
    """Return an address in a shard: this start and two digits more. None: no two digits do.

    The chance that some do is 63 in 100.
    """
    begun = blake2b(start.encode(), digest_size=8)
    for end in ENDS:
        digest = begun.copy()
        digest.update(end.encode())
        if digest.digest()[-1] & (SHARDS - 1) == shard:
            return start + end
    return None


def marks(shards: Container[int]) -> str:
    """Return a text with one character for each shard: 1 for these, 0 for the others.

    In this form a set of shards is one value in a query.
    """
    return "".join("1" if shard in shards else "0" for shard in range(SHARDS))


ALL: Final = "1" * SHARDS
"""The marks of all shards."""
