"""The records of `Store.factors`. Times are integer milliseconds since the epoch."""

from msgspec import Struct


class Totp(Struct, frozen=True):
    """An app that shows codes by time (RFC 6238).

    ``secret`` is sealed; ``last_step`` is the time step of the last code that was used.
    """

    user_id: str
    secret: bytes
    made_at: int
    last_step: int


class Passkey(Struct, frozen=True):
    """A passkey (WebAuthn): ``id`` in base64url, ``public_key`` in COSE.

    It works for the site of this ``host`` alone. ``used_at`` None: it was not used yet.
    """

    id: str
    user_id: str
    host: str
    public_key: bytes
    sign_count: int
    name: str
    made_at: int
    used_at: int | None = None


class FactorSet(Struct, frozen=True):
    """All second factors of an account.

    ``email_since``: since when codes come by mail, None: they do not. ``codes`` counts the recovery
    codes that are left, ``guesses`` the codes tried since the last right one.
    """

    totp: Totp | None = None
    email_since: int | None = None
    passkeys: tuple[Passkey, ...] = ()
    codes: int = 0
    guesses: int = 0

    @property
    def any(self) -> bool:
        """Whether there is one, so that a password alone does not sign in."""
        return bool(self.totp or self.passkeys or self.email_since is not None)


class EmailCode(Struct, frozen=True):
    """A code that was sent by mail. ``id`` is the hash of what it was asked for with."""

    id: bytes
    user_id: str
    code_hash: bytes
    expires_at: int
