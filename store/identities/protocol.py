"""The verbs of `Store.identities`."""

from typing import Protocol

from store.identities.records import Attempt, Identity, SecretState
from store.mail.records import Mail
from store.people.records import Proof


class Identities(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    `Store.register_identity` makes an account together with an identity.
    """

    async def add_attempt(self, attempt: Attempt) -> None:
        """Keep an attempt until it ends."""
        ...

    async def take_attempt(self, state_hash: bytes, now_ms: int) -> Attempt | None:
        """Remove an attempt and return it; None if it is unknown, was taken, or has ended.

        Of several calls, one gets it.
        """
        ...

    async def identity(self, issuer: str, subject: str) -> Identity | None:
        """Return the identity of this person; None if no account has it."""
        ...

    async def identities_of(self, user_id: str) -> list[Identity]:
        """Return the identities of an account, the oldest link first."""
        ...

    async def link(
        self, identity: Identity, by: Proof, mail: Mail | None = None
    ) -> Identity | None:
        """Give an account an identity, unless an account has it; return the identity as it is now.

        It may be that of another account. None: the account is no more, or the proof does not hold.
        """
        ...

    async def unlink(self, identity_id: str, user_id: str) -> bool:
        """Remove an identity of an account; False if it is the last way to sign in, or not theirs.

        Of several calls that would remove the last ones at once, one returns False.
        """
        ...

    async def use(self, identity_id: str, label: str, at: int) -> None:
        """Note that somebody has come by an identity, and what the provider calls them now."""
        ...

    async def note_secret(self, provider: str, valid_until: int | None) -> None:
        """Note that a provider has taken our secret, and until when it says that it will."""
        ...

    async def note_refusal(self, provider: str, at: int) -> None:
        """Note that a provider refuses our secret; the first time counts until it takes one."""
        ...

    async def secrets(self) -> list[SecretState]:
        """Return what providers have said of our secrets, by provider."""
        ...
