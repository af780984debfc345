"""Refresh tokens: ``session.number.name.seal``, made and taken apart.

The seal, made with a key of the server, distinguishes every token that was ever given out from a
forged one. Older tokens have the form ``session.secret`` and are known only by their hash.
"""

import secrets
from hashlib import sha256

from msgspec import Struct

from gateway.auth.tokens import Tokens

LONGEST = 192
NAME, DIGITS = 22, 12
"""The length of a token's name, and the most digits of its number."""


class Presented(Struct, frozen=True):
    """A token, by its hash. ``genuine``: it is ours; if not, ``number`` is -1."""

    text: str
    session_id: str
    number: int
    hash: bytes
    genuine: bool


class RefreshTokens:
    """Makes and reads refresh tokens with the keys of the server."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def first(self, session_id: str) -> str:
        """Return the first token of a session."""
        return self._make(session_id, 1, secrets.token_urlsafe(16))

    def next(self, presented: Presented, attempt: str | None, number: int) -> str:
        """Return the token that follows another: the same one for the same attempt.

        That holds as long as the key does not change.
        """
        name = secrets.token_urlsafe(16)
        if attempt is not None:
            name = self._tokens.seal(f"{presented.text} {attempt}")
        return self._make(presented.session_id, number, name)

    def read(self, text: str) -> Presented:
        """Take a token apart; a text that cannot be a token belongs to nobody.

        It must not reach the store, which may refuse it: a cookie may contain any character, even
        NUL, written as an octal number.
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
    """Hash without salt or stretching: the secret is random, so nobody can guess it."""
    return sha256(text.encode()).digest()
