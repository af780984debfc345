"""Tickets: short signed texts for what lasts minutes between two requests of one person.

A ticket can be read by who holds it, but not be changed, and counts for one purpose only. It may be
used again until it ends: what must happen once is the store's to decide.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import TypeVar

import msgspec
from msgspec import Struct

from gateway.auth.tokens import Tokens

LONGEST = 4096
"""Characters."""
T = TypeVar("T", bound=Struct)


class Tickets:
    """Makes and reads tickets, with the keys of access tokens."""

    def __init__(self, tokens: Tokens, date: Callable[[], float]) -> None:
        self._tokens = tokens
        self._date = date

    def make(self, purpose: str, claims: Struct, seconds: float) -> str:
        """Return a ticket that counts for this purpose and so many seconds."""
        until = int(self._date() + seconds)
        body = f"{until}.{urlsafe_b64encode(msgspec.json.encode(claims)).rstrip(b'=').decode()}"
        return f"{body}.{self._tokens.seal(_named(purpose, body))}"

    def read(self, purpose: str, text: str, kind: type[T]) -> T | None:
        """Return what a ticket says; None if it has ended, or is no ticket for this purpose."""
        body, _, seal = text.rpartition(".")
        if not text.isascii() or len(text) > LONGEST:
            return None
        if not self._tokens.is_genuine(_named(purpose, body), seal):
            return None
        until, _, claims = body.partition(".")
        if self._date() >= int(until):
            return None
        return msgspec.json.decode(urlsafe_b64decode(claims + "=="), type=kind)


def _named(purpose: str, body: str) -> str:
    """Return the text to sign. No refresh token, which the same key seals, begins like this."""
    return f"ticket {purpose} {body}"
