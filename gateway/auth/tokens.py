"""Access tokens: JWTs that a page holds in memory and sends as ``Authorization: Bearer``."""

import hmac
from collections.abc import Callable

import jwt
from msgspec import Struct

from gateway.auth.keys import Keys

LIFETIME = 600
"""Seconds."""
ALGORITHM = "HS256"  # who signs is who checks
AUDIENCE = "rally"
LONGEST = 1024


class Claims(Struct, frozen=True):
    """What a token says: who, by which session."""

    user_id: str
    session_id: str


class Tokens:
    """Signs and reads them."""

    def __init__(self, keys: Keys, now: Callable[[], float]) -> None:
        self._keys = keys
        self._now = now

    def sign(self, user_id: str, session_id: str) -> str:
        """Return a token that counts for `LIFETIME`."""
        now, key = int(self._now()), self._keys.current()
        claims = {
            "sub": user_id,
            "sid": session_id,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + LIFETIME,
        }
        return jwt.encode(claims, key.secret, ALGORITHM, headers={"kid": key.id})

    def derive(self, source: str) -> bytes:
        """Return 32 bytes that only who has the key can tell from the source.

        It has a blank in it, which nothing has that a JWT's signature is made of.
        """
        return hmac.digest(self._keys.current().secret, source.encode(), "sha256")

    def read(self, token: str) -> Claims | None:
        """Return what a token says, if it is ours and its time is not over."""
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
                # Its clock is the machine's; ours is the one the whole server goes by.
                options={
                    "require": ["sub", "sid", "exp"],
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
        except jwt.InvalidTokenError:
            return None
        alive = self._now() < said["exp"]
        return Claims(said["sub"], str(said["sid"])) if alive else None
