"""The public keys of an issuer (JWKS, RFC 7517), fetched when a token names an unknown one."""

from collections.abc import Awaitable, Callable
from typing import Any

import jwt

from gateway.auth.providers.errors import IdentityRefused, ProviderDown
from gateway.auth.providers.fetch import Fetcher

AGAIN = 60.0
"""Seconds: an unknown key makes us ask again at most so often."""
LASTS = 3600.0
"""Seconds after which the keys are fetched again, so that one that was withdrawn counts no more."""
WEAKEST, LARGEST = 2048, 8192
"""Bits of an RSA key."""
FAMILIES = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}


class KeySet:
    """The keys of one issuer. ``address`` resolves to where they are."""

    def __init__(
        self, fetcher: Fetcher, now: Callable[[], float], address: Callable[[], Awaitable[str]]
    ) -> None:
        self._fetcher = fetcher
        self._now = now
        self._address = address
        self._keys: list[dict[str, Any]] = []
        self._asked_at = float("-inf")

    async def find(self, key_id: str | None, algorithm: str) -> jwt.PyJWK:
        """Return the key that a token names; raises `IdentityRefused` or `ProviderDown`."""
        if self._now() >= self._asked_at + LASTS:
            await self._fetch()
        key = self._known(key_id, algorithm)
        if key is None and self._now() >= self._asked_at + AGAIN:
            await self._fetch()
            key = self._known(key_id, algorithm)
        if key is None:
            raise IdentityRefused("the ID token is signed by a key that the issuer does not have")
        return key

    async def _fetch(self) -> None:
        answer = await self._fetcher.get(await self._address())
        keys = answer.fields.get("keys")
        if answer.status != 200 or not isinstance(keys, list):
            raise ProviderDown("the keys of the issuer cannot be read")
        self._keys = [key for key in keys if isinstance(key, dict)]
        self._asked_at = self._now()

    def _known(self, key_id: str | None, algorithm: str) -> jwt.PyJWK | None:
        """Return the one key that fits; a token that names none needs a set with one key."""
        suited = [
            key
            for key in self._keys
            if key.get("kty") == FAMILIES[algorithm[:2]]
            and key.get("use", "sig") == "sig"
            and key.get("alg", algorithm) == algorithm
            and (key_id is None or key.get("kid") == key_id)
        ]
        return _usable(suited[0], algorithm) if len(suited) == 1 else None


def _usable(key: dict[str, Any], algorithm: str) -> jwt.PyJWK | None:
    try:
        read = jwt.PyJWK(key, algorithm)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        return None
    if key["kty"] == "RSA" and not WEAKEST <= read.key.key_size <= LARGEST:
        return None
    return read
