"""Sessions: a refresh token that is exchanged again and again, and access tokens made with it.

The decisions behind this are in docs/adr/0020. A refresh token is ``session.secret``; the store
knows hashes of secrets only. Each exchange gives a new one. Whoever presents one that was exchanged
before is either a thief or the owner after a thief, so the session ends for both; unless it is the
same attempt once more, whose answer was lost on its way. An attempt leads to one secret however
often it is made: of several answers any may be the one that the browser keeps.
"""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from hmac import compare_digest

from msgspec import Struct
from msgspec.structs import replace

from gateway.auth import cookie
from gateway.auth.tokens import Tokens
from store.protocol import Store
from store.records import SessionRecord, User

LIFETIME = 30 * 24 * 3600
"""Seconds from the last exchange."""
SEEN_EVERY = 60_000
"""Milliseconds; being seen more often is not written down."""
TRIES = 3
LONGEST_TOKEN = 128


class Place(Struct, frozen=True):
    """Where somebody sits, as the owner of a session is told."""

    device: str
    address: str


class SignedIn(Struct, frozen=True):
    """Somebody with a session."""

    user: User
    session_id: str


class Reused(Exception):
    """A refresh token came a second time; its session has ended."""

    def __init__(self, session_id: str, user: User) -> None:
        super().__init__("a refresh token was used again")
        self.session_id = session_id
        self.user = user


class Sessions:
    """Begins, finds, renews and ends sessions."""

    def __init__(self, store: Store, tokens: Tokens, now: Callable[[], float]) -> None:
        self._store = store
        self._tokens = tokens
        self._now = now

    async def begin(self, user: User, place: Place) -> tuple[SignedIn, str]:
        """Begin a session; return it and its first refresh token."""
        now, secret = self._milliseconds(), self._secret()
        record = SessionRecord(
            id=secrets.token_hex(16),
            user_id=user.id,
            token_hash=_hash(secret),
            previous_hash=None,
            attempt_hash=None,
            device=place.device,
            address=place.address,
            created_at=now,
            seen_at=now,
            expires_at=now + LIFETIME * 1000,
        )
        await self._store.create_session(record)
        return SignedIn(user, record.id), f"{record.id}.{secret}"

    def access_token(self, signed_in: SignedIn) -> str:
        """Return a token for the next minutes."""
        return self._tokens.sign(signed_in.user.id, signed_in.session_id)

    async def refresh(
        self, token: str, attempt: str | None, place: Place
    ) -> tuple[SignedIn, str] | None:
        """Exchange a refresh token; None when it is nobody's, Reused when it was exchanged before.

        ``attempt`` is the client's name for this exchange: under the same name it may be repeated,
        with the old token or the new one, until the new one has been exchanged in its turn.
        """
        session_id, secret = _parts(token)
        presented = _hash(secret)
        named = None if attempt is None else _hash(attempt)
        for _ in range(TRIES):  # another exchange of the same session may come in between
            found = await self._store.session(session_id, self._milliseconds())
            if found is None:
                return None
            record, user = found
            again = named is not None and named == record.attempt_hash
            if again and _same(presented, record.token_hash):  # it has the answer already
                return SignedIn(user, session_id), token
            if not _same(presented, record.token_hash) and not (
                again and _same(presented, record.previous_hash)
            ):
                await self._store.delete_session(session_id)
                raise Reused(session_id, user)
            fresh = self._secret(None if attempt is None else f"{token} {attempt}")
            now = self._milliseconds()
            renewed = replace(
                record,
                token_hash=_hash(fresh),
                previous_hash=presented,
                attempt_hash=named,
                device=place.device,
                address=place.address,
                seen_at=now,
                expires_at=now + LIFETIME * 1000,
            )
            if await self._store.replace_session(renewed, record.token_hash):
                return SignedIn(user, session_id), f"{session_id}.{fresh}"
        return None

    async def find(self, cookies: Mapping[str, str], *, secure: bool) -> SignedIn | None:
        """Return who the cookie of a socket stands for, and note that they are here."""
        found = await self._by_cookie(cookies, secure=secure)
        if found is None:
            return None
        record, user = found
        now = self._milliseconds()
        if now - record.seen_at > SEEN_EVERY:
            await self._store.replace_session(replace(record, seen_at=now), record.token_hash)
        return SignedIn(user, record.id)

    async def of_cookie(self, cookies: Mapping[str, str], *, secure: bool) -> SignedIn | None:
        """Return who a cookie stands for."""
        found = await self._by_cookie(cookies, secure=secure)
        return None if found is None else SignedIn(found[1], found[0].id)

    async def _by_cookie(
        self, cookies: Mapping[str, str], *, secure: bool
    ) -> tuple[SessionRecord, User] | None:
        """Find the session of a cookie. An old one says nothing here, and harms nobody."""
        session_id, secret = _parts(cookie.read(cookies, secure=secure))
        found = await self._store.session(session_id, self._milliseconds()) if secret else None
        known = found is not None and _same(_hash(secret), found[0].token_hash)
        return found if known else None

    async def of_bearer(self, authorization: str | None) -> SignedIn | None:
        """Return who an access token stands for, as long as its session has not ended."""
        kind, _, token = (authorization or "").partition(" ")
        claims = self._tokens.read(token.strip()) if kind.lower() == "bearer" else None
        if claims is None:
            return None
        found = await self._store.session(claims.session_id, self._milliseconds())
        if found is None or found[1].id != claims.user_id:
            return None
        return SignedIn(found[1], found[0].id)

    async def of_user(self, user_id: str) -> list[SessionRecord]:
        """Return the sessions of a user, the last seen first."""
        return await self._store.sessions_of(user_id, self._milliseconds())

    async def end(self, session_id: str) -> None:
        """End a session; its tokens are worth nothing from now on."""
        await self._store.delete_session(session_id)

    def _secret(self, source: str | None = None) -> str:
        """Make a secret: the same one for the same source, as long as the key does not change."""
        made = secrets.token_bytes(32) if source is None else self._tokens.derive(source)
        return urlsafe_b64encode(made).rstrip(b"=").decode()

    def _milliseconds(self) -> int:
        return int(self._now() * 1000.0)


def _parts(token: str) -> tuple[str, str]:
    """Return session and secret; of what cannot be a token nothing, for not every store takes it.

    A cookie may have any character in it, written as an octal number: NUL too.
    """
    session_id, _, secret = token[:LONGEST_TOKEN].partition(".")
    return (session_id, secret) if token.isascii() and token.isprintable() else ("", "")


def _hash(text: str) -> bytes:
    """Hash without salt or stretching: a secret is 32 random bytes, nothing to guess."""
    return sha256(text.encode()).digest()


def _same(presented: bytes, known: bytes | None) -> bool:
    return known is not None and compare_digest(presented, known)
