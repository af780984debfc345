"""Access tokens: JWTs that a page holds in memory and sends as ``Authorization: Bearer``."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable

import jwt
from msgspec import Struct

from gateway.auth.keys import Key, Keys

LIFETIME = 600
"""Seconds."""
ALGORITHM = "HS256"  # the same server signs and checks
AUDIENCE = "rally"
LONGEST = 1024


class Claims(Struct, frozen=True):
    """What a token says: the user, the session, and the refresh token it came with.

    ``over``: it has expired.
    """

    user_id: str
    session_id: str
    number: int = 0
    over: bool = False


class Tokens:
    """Signs and reads access tokens."""

    def __init__(self, keys: Keys, date: Callable[[], float]) -> None:
        self._keys = keys
        self._date = date

    def sign(self, user_id: str, session_id: str, number: int = 0) -> str:
        """Return a token that counts for `LIFETIME`."""
        now, key = int(self._date()), self._keys.current()
        claims = {
            "sub": user_id,
            "sid": session_id,
            "num": number,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + LIFETIME,
        }
        return jwt.encode(claims, key.secret, ALGORITHM, headers={"kid": key.id})

    def seal(self, text: str) -> str:
        """Return a seal of a text, in 43 characters, that only the owner of the key can make."""
        return _seal(self._keys.current().secret, text)

    def is_genuine(self, text: str, seal: str) -> bool:
        """Tell whether a seal was made with any key that is kept, by whichever server."""

        def made(key: Key) -> bool:
            return hmac.compare_digest(_seal(key.secret, text), seal)

        return self._keys.first(made) is not None

    def read(self, token: str) -> Claims | None:
        """Return what a token says, if it is ours."""
        if len(token) > LONGEST:
            return None
        try:
            key = self._keys.find(str(jwt.get_unverified_header(token).get("kid")))
            if key is None:
                return None
            said = jwt.decode(
                token,
                key.secret,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                # The library goes by the machine's clock; we go by the server's.
                options={
                    "require": ["sub", "sid", "exp"],
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
        except jwt.InvalidTokenError:
            return None
        over = self._date() >= said["exp"]
        return Claims(said["sub"], str(said["sid"]), int(said.get("num", 1)), over)


def _seal(secret: bytes, text: str) -> str:
    """Seal with a prefix that has a blank, as the same key signs texts without blanks."""
    made = hmac.digest(secret, f"refresh {text}".encode(), "sha256")
    return urlsafe_b64encode(made).rstrip(b"=").decode()
