"""Checks an ID token, OpenID Connect Core 3.1.3.7. One that fails any check ends the sign-in."""

from collections.abc import Collection

import jwt
import msgspec
from msgspec import Struct

from gateway.auth.providers.errors import IdentityRefused
from gateway.auth.providers.keyset import KeySet

LEEWAY = 60
"""Seconds by which the clocks of both sides may differ."""
LONGEST = 32 * 1024
"""Characters of a token."""
LONGEST_SUBJECT = 255
"""Characters, by the specification."""


class Claims(Struct, frozen=True):
    """What an ID token says. Times are in seconds since the epoch."""

    iss: str
    sub: str
    aud: str | list[str]
    exp: float
    iat: float
    nonce: str | None = None
    azp: str | None = None
    auth_time: float | None = None
    nbf: float | None = None
    preferred_username: str | None = None
    name: str | None = None
    email: str | None = None


class Expected(Struct, frozen=True):
    """What must be in the token: for whom, by whom, and for which attempt.

    ``begun_at`` is when the attempt began. ``nonce_needed`` False: the token may have no nonce, but
    not another. ``fresh``: the person has to have signed in there since the attempt began.
    """

    issuer: str
    client_id: str
    algorithms: Collection[str]
    nonce: str
    nonce_needed: bool
    begun_at: float
    fresh: bool


class _Head(Struct):
    alg: str
    kid: str | None = None


async def check(token: str, expected: Expected, keys: KeySet, now: float) -> Claims:
    """Return the claims of a token that passes; raises `IdentityRefused` with the first fault."""
    head = _head(token)
    if head.alg not in expected.algorithms:
        raise IdentityRefused(f"the ID token has the algorithm {head.alg[:16]!r}")
    key = await keys.find(head.kid, head.alg)
    try:
        payload = jwt.PyJWS([head.alg]).decode(token, key, algorithms=[head.alg])
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise IdentityRefused("the signature of the ID token is wrong") from None
    try:
        claims = msgspec.json.decode(payload, type=Claims)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise IdentityRefused("the ID token lacks a claim, or has one of a wrong type") from None
    for fault in _faults(claims, expected, now):
        raise IdentityRefused(fault)
    return claims


def _head(token: str) -> _Head:
    if len(token) > LONGEST:
        raise IdentityRefused("the ID token is too long")
    try:
        return msgspec.convert(jwt.get_unverified_header(token), _Head)
    except (jwt.PyJWTError, msgspec.MsgspecError, ValueError, TypeError, RecursionError):
        raise IdentityRefused("this is no ID token") from None


def _faults(claims: Claims, expected: Expected, now: float) -> list[str]:
    """List what is wrong with the claims."""
    audience = [claims.aud] if isinstance(claims.aud, str) else claims.aud
    party = claims.azp or (expected.client_id if len(audience) == 1 else None)
    nonce = expected.nonce if claims.nonce is None and not expected.nonce_needed else claims.nonce
    earliest = expected.begun_at - LEEWAY
    stale = expected.fresh and claims.auth_time is not None and claims.auth_time < earliest
    checks = {
        "another issuer": claims.iss == expected.issuer,
        "another audience": expected.client_id in audience,
        "another authorized party": party == expected.client_id,
        "a nonce that is missing or another": nonce == expected.nonce,
        "an end that has passed": now < claims.exp + LEEWAY,
        "a date in the future": claims.iat <= now + LEEWAY,
        "a date before this attempt": claims.iat >= earliest,
        "a beginning in the future": (claims.nbf or 0) <= now + LEEWAY,
        "a sign-in from before it was asked for": not stale,
        "an unusable subject": 0 < len(claims.sub) <= LONGEST_SUBJECT and "\0" not in claims.sub,
    }
    return [f"the ID token has {fault}" for fault, holds in checks.items() if not holds]
