"""The records of `Store.identities`. Times are integer milliseconds since the epoch."""

from typing import Literal

from msgspec import Struct

Intent = Literal["sign_in", "link", "prove"]


class Identity(Struct, frozen=True):
    """A user is the person whom ``issuer`` calls ``subject``; that pair is unique.

    ``provider`` is the id of the provider in the operator's file. ``label`` is what the provider
    shows of the person, such as a log-in name; it proves nothing.
    """

    id: str
    issuer: str
    subject: str
    user_id: str
    provider: str
    label: str
    linked_at: int
    used_at: int


class Attempt(Struct, frozen=True):
    """A way to a provider and back that somebody has begun.

    ``state_hash`` is the hash of what comes back with the answer, ``browser_hash`` that of a secret
    which only the browser has that began it. ``verifier`` (PKCE) and ``nonce`` tie the answer to
    this attempt. ``session_id`` is who links or proves; None for a sign-in.
    """

    state_hash: bytes
    browser_hash: bytes
    provider: str
    intent: Intent
    verifier: str
    nonce: str
    redirect: str
    session_id: str | None
    begun_at: int
    expires_at: int


class SecretState(Struct, frozen=True):
    """What a provider has said of our secret: its end, and since when it is refused."""

    provider: str
    valid_until: int | None = None
    refused_at: int | None = None
