"""Ids of games and matches."""

from hashlib import blake2b
from random import Random


def draw_id(prefix: str, random: Random) -> str:
    """Return an id that nobody can guess from others: a digest hides the generator's state."""
    return prefix + blake2b(random.randbytes(16), digest_size=10).hexdigest()
