"""Who has come back from a provider, and what every kind of provider can do."""

import unicodedata
from collections.abc import Awaitable, Callable
from typing import Protocol

from msgspec import Struct

from gateway.auth.providers.settings import ProviderSettings
from store.identities.records import Attempt

LONGEST_LABEL = 64


class Person(Struct, frozen=True):
    """Somebody whom ``issuer`` calls ``subject``. The rest is what they are called; it is no proof.

    ``login`` and ``name`` are suggestions for the names of a new account, perhaps empty.
    """

    issuer: str
    subject: str
    label: str
    login: str = ""
    name: str = ""


Heard = Callable[[int | None], Awaitable[None]]
"""Is told that a provider has taken our secret, and until when (ms) it says that it will."""


class Callback(Struct, frozen=True):
    """What the browser has brought back: the code, and who says to have issued it (RFC 9207)."""

    code: str
    issuer: str | None = None


class Provider(Protocol):
    """A provider of one kind. Both verbs raise `errors.ProviderError`."""

    settings: ProviderSettings

    async def address(self, attempt: Attempt, state: str) -> str:
        """Return where the browser goes to sign in."""
        ...

    async def identify(self, attempt: Attempt, callback: Callback) -> Person:
        """Exchange the code; return who signed in there. Tokens of the provider are not kept."""
        ...


def label(*candidates: str | None) -> str:
    """Return the first text there is, as one line without invisible characters."""
    for text in candidates:
        plain = [c for c in text or "" if not unicodedata.category(c).startswith("C")]
        line = " ".join("".join(plain).split())
        if line:
            return line[:LONGEST_LABEL]
    return ""
