"""API tokens: drawn here, shown to their owner once, and known to the store by their hash.

A token has 256 random bits, so a plain hash keeps it as well as a slow one would, and whoever
guesses learns nothing from how long the look-up of a hash takes.
"""

import secrets
from collections.abc import Callable
from hashlib import sha256

from gateway.auth.sessions import SignedIn
from gateway.guard.programs import PREFIX
from store.programs.records import USED_EVERY_MS, Scope
from store.protocol import Store

BYTES = 32
LENGTH = len(PREFIX) + 43
"""How long every token is, in characters."""


class ByToken(SignedIn, frozen=True, kw_only=True):
    """An account whose program has shown an API token with these ``scopes``.

    The token ends at ``ends_at`` (ms since the epoch; None: not by itself).
    """

    scopes: frozenset[Scope]
    ends_at: int | None = None


class ApiTokens:
    """Draws tokens, and finds whose one is."""

    def __init__(self, store: Store, date: Callable[[], float]) -> None:
        self._store = store
        self._date = date

    async def holder(self, text: str) -> ByToken | None:
        """Return the account of a token; None if it is unknown, has ended, or its account may not.

        It is noted that the token was used.
        """
        if len(text) != LENGTH:
            return None
        now = int(self._date() * 1000.0)
        found = await self._store.programs.holder(hash_of(text), now)
        if found is None:
            return None
        token, user = found
        if token.used_at is None or token.used_at <= now - USED_EVERY_MS:
            await self._store.programs.used(token.id, now)
        scopes = frozenset(token.scopes)
        return ByToken(user, session_of(token.id), scopes=scopes, ends_at=token.ends_at)


def draw() -> str:
    """Return a new token."""
    return PREFIX + secrets.token_urlsafe(BYTES)


def hash_of(text: str) -> bytes:
    """Return what the store knows of a token."""
    return sha256(text.encode()).digest()


def session_of(token_id: str) -> str:
    """Return the name of the session that all sockets and requests of a token belong to."""
    return f"token {token_id}"


def reaches(scopes: frozenset[Scope], needed: Scope | None) -> bool:
    """Tell whether a token of these scopes is good where one is ``needed`` (None: no token is).

    Every token may read.
    """
    return needed == "read" or needed in scopes
