"""Sessions: a random token in a cookie; the store knows only its hash."""

import secrets
from collections.abc import Callable, Mapping
from hashlib import sha256

from msgspec import Struct
from quart import Response

from store.protocol import Store
from store.records import SessionRecord, User

COOKIE = "rally_session"
LIFETIME = 30 * 24 * 3600
"""Seconds."""


class SignedIn(Struct, frozen=True):
    """Somebody with a session; ``token_hash`` names it."""

    user: User
    token_hash: bytes


class Sessions:
    """Begins, finds and ends sessions."""

    def __init__(self, store: Store, now: Callable[[], float], *, secure: bool) -> None:
        self._store = store
        self._now = now
        self._secure = secure

    async def begin(self, user: User, response: Response) -> None:
        """Begin a session and give its cookie to the response."""
        token = secrets.token_urlsafe(32)
        now = self._milliseconds()
        record = SessionRecord(_hash(token), user.id, now, now + LIFETIME * 1000)
        await self._store.create_session(record)
        response.set_cookie(
            COOKIE,
            token,
            max_age=LIFETIME,
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="Strict",
        )

    async def find(self, cookies: Mapping[str, str]) -> SignedIn | None:
        """Return who a request's cookie stands for."""
        token = cookies.get(COOKIE)
        if not token or len(token) > 64:
            return None
        found = await self._store.session(_hash(token), self._milliseconds())
        return None if found is None else SignedIn(found[1], found[0].token_hash)

    async def end(self, session: SignedIn) -> None:
        """End a session; its cookie is worth nothing from now on."""
        await self._store.delete_session(session.token_hash)

    def forget_cookie(self, response: Response) -> None:
        """Take the cookie away."""
        response.delete_cookie(
            COOKIE, path="/", secure=self._secure, httponly=True, samesite="Strict"
        )

    def _milliseconds(self) -> int:
        return int(self._now() * 1000.0)


def _hash(token: str) -> bytes:
    """Hash without salt or stretching: the token is 32 random bytes, nothing to guess."""
    return sha256(token.encode()).digest()
