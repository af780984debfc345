"""Recovery codes: for when a telephone is lost. Each counts once; the store has their hashes."""

import secrets
from base64 import b32encode
from hashlib import sha256

MADE = 10
BYTES = 10
"""80 bits of each are random, so a hash needs neither salt nor stretching."""
PART = 4
LOOKS_LIKE = str.maketrans("01", "ol")
"""Base32 has no 0 and no 1: whoever reads one has seen a letter."""


def make() -> list[str]:
    """Make codes, as their owner sees them: 16 letters and digits in four parts."""
    return [_parted(b32encode(secrets.token_bytes(BYTES)).decode().lower()) for _ in range(MADE)]


def hash_of(user_id: str, typed: str) -> bytes:
    """Return the hash of a code, however somebody has spelt it."""
    letters = "".join(character for character in typed.lower() if character.isalnum())
    return sha256(f"{user_id} {letters.translate(LOOKS_LIKE)}".encode()).digest()


def _parted(letters: str) -> str:
    return "-".join(letters[at : at + PART] for at in range(0, len(letters), PART))
