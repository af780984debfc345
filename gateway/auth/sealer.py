"""Encrypts what the store keeps but must not show, with keys that are not in the store.

AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits. The purpose is authenticated, so that
what was sealed for one cannot be passed off as another. A sealed text is the length of the key's
id, the id, the nonce, and the encrypted bytes with their tag.
"""

import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.auth.keys import Key, Keys

NONCE = 12
"""Bytes."""


class Unsealable(Exception):
    """The text was not sealed for this purpose, has been changed, or its key is lost."""


class Sealer:
    """Seals with the newest key; opens with every key that is kept."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def seal(self, purpose: str, data: bytes) -> bytes:
        """Return the sealed data."""
        key = self._keys.current()
        name, nonce = key.id.encode(), secrets.token_bytes(NONCE)
        sealed = _cipher(key).encrypt(nonce, data, purpose.encode())
        return bytes([len(name)]) + name + nonce + sealed

    def open(self, purpose: str, sealed: bytes) -> bytes:
        """Return the data; raises `Unsealable`."""
        name, rest = _split(sealed)
        key = self._keys.find(name)
        if key is None:
            raise Unsealable(f"the key {name!r} is not there")
        try:
            return _cipher(key).decrypt(rest[:NONCE], rest[NONCE:], purpose.encode())
        except (InvalidTag, ValueError):
            raise Unsealable("this was not sealed for this purpose, or was changed") from None

    def stale(self, sealed: bytes) -> bool:
        """Tell whether there is a newer key than that of this text."""
        return _split(sealed)[0] != self._keys.current().id


def _cipher(key: Key) -> AESGCM:
    return AESGCM(sha256(key.secret).digest())


def _split(sealed: bytes) -> tuple[str, bytes]:
    """Return the id of the key, and what follows it."""
    length = sealed[0] if sealed else 0
    return sealed[1 : 1 + length].decode(errors="replace"), sealed[1 + length :]
