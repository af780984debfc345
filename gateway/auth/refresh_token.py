"""Refresh tokens: ``session.number.name.seal``, made and taken apart.

The seal, made with a key of the server, tells every token that was ever given out from a forged
one. Those of old had the form ``session.secret``; they are known by their hash alone.
"""

import secrets
from hashlib import sha256

from msgspec import Struct

from gateway.auth.tokens import Tokens

LONGEST = 192
NAME, DIGITS = 22, 12
"""Characters of the name of a token, and of its number at most."""


class Presented(Struct, frozen=True):
    """A token, by its hash. ``genuine``: it is ours; else ``number`` is -1."""

    text: str
    session_id: str
    number: int
    hash: bytes
    genuine: bool


class RefreshTokens:
    """Makes and reads them with the keys of the server."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def first(self, session_id: str) -> str:
        """Return a token for a session that begins."""
        return self._make(session_id, 1, secrets.token_urlsafe(16))

    def next(self, presented: Presented, attempt: str | None, number: int) -> str:
        """Return the token that is given for another: the same for the same attempt.

        As long as the key does not change.
        """
        name = secrets.token_urlsafe(16)
        if attempt is not None:
            name = self._tokens.seal(f"{presented.text} {attempt}")
        return self._make(presented.session_id, number, name)

    def read(self, text: str) -> Presented:
        """Take a token apart; what cannot be one is nobody's, for not every store takes it.

        A cookie may have any character in it, written as an octal number: NUL too.
        """
        if not (text.isascii() and text.isprintable()) or len(text) > LONGEST:
            text = ""
        session_id, _, secret = text.partition(".")
        number, dot, _ = secret.partition(".")
        sealed, _, seal = text.rpartition(".")
        new = bool(dot) and number.isdecimal() and len(number) <= DIGITS
        genuine = new and self._tokens.is_genuine(sealed, seal)
        known_by = hash_of(text if new else secret)
        return Presented(text, session_id, int(number) if genuine else -1, known_by, genuine)

    def _make(self, session_id: str, number: int, name: str) -> str:
        text = f"{session_id}.{number}.{name[:NAME]}"
        return f"{text}.{self._tokens.seal(text)}"


def hash_of(text: str) -> bytes:
    """Hash without salt or stretching: what is secret in it is random, nothing to guess."""
    return sha256(text.encode()).digest()
