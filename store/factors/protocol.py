"""The verbs of `Store.factors`."""

from collections.abc import Sequence
from typing import Protocol

from store.factors.records import EmailCode, FactorSet, Passkey, Totp
from store.mail.records import Mail
from store.people.records import Proof


class Factors(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    A call with a proof ``by`` does nothing and returns False if that proof no longer holds. Where a
    factor is added, ``codes`` are the hashes of recovery codes; unless they are empty, they replace
    those there are. All other sessions of the account then have to prove again who they are. With
    the last factor of an account its recovery codes go.
    """

    async def of(self, user_id: str) -> FactorSet:
        """Return the factors of an account, passkeys in the order in which they were made."""
        ...

    async def set_totp(
        self, totp: Totp, codes: Sequence[bytes], by: Proof, mail: Mail | None = None
    ) -> bool:
        """Add an app, or put it in place of the one there is."""
        ...

    async def use_totp(self, user_id: str, step: int) -> bool:
        """Note that the code of a time step is used.

        Returns False if it or a later one was used before: of two calls one returns True.
        """
        ...

    async def reseal_totp(self, user_id: str, before: bytes, after: bytes) -> None:
        """Replace the sealed secret, if it is still ``before``."""
        ...

    async def remove_totp(self, user_id: str, by: Proof, mail: Mail | None = None) -> bool:
        """Remove the app; False if there is none."""
        ...

    async def set_email(
        self, user_id: str, at: int, codes: Sequence[bytes], by: Proof, mail: Mail | None = None
    ) -> bool:
        """Let codes come by mail; where they do already, ``at`` changes nothing."""
        ...

    async def remove_email(self, user_id: str, by: Proof, mail: Mail | None = None) -> bool:
        """Let no codes come by mail any more; False if none did."""
        ...

    async def keep_email_code(self, code: EmailCode) -> None:
        """Keep a code that is sent by mail, in place of one with the same id."""
        ...

    async def try_email_code(
        self, code_id: bytes, user_id: str, code_hash: bytes, now_ms: int, most: int
    ) -> bool:
        """Use up a code if it is right; each code may be tried ``most`` times."""
        ...

    async def add_passkey(
        self, passkey: Passkey, codes: Sequence[bytes], by: Proof, mail: Mail | None = None
    ) -> bool:
        """Add a passkey; False, too, if somebody has one with this id."""
        ...

    async def passkey(self, passkey_id: str) -> Passkey | None:
        """Return a passkey by id."""
        ...

    async def use_passkey(self, used: Passkey, sign_count: int, at: int) -> bool:
        """Note that a passkey was used, and its new count.

        Returns False if the count is not that of ``used`` any more: somebody else was faster.
        """
        ...

    async def rename_passkey(self, user_id: str, passkey_id: str, name: str) -> bool:
        """Give a passkey another name; False if the user has none with this id."""
        ...

    async def remove_passkey(
        self, user_id: str, passkey_id: str, by: Proof, mail: Mail | None = None
    ) -> bool:
        """Remove a passkey; False if it is the last way to sign in, or there is none of this id."""
        ...

    async def spend(self, challenge: bytes, expires_at: int) -> bool:
        """Note that a challenge was answered; False if it was before."""
        ...

    async def replace_codes(self, user_id: str, codes: Sequence[bytes], by: Proof) -> bool:
        """Replace the recovery codes of an account with a factor; False if it has no factor."""
        ...

    async def use_code(self, user_id: str, code_hash: bytes, mail: Mail | None = None) -> bool:
        """Use up a recovery code; False if there is none with this hash."""
        ...

    async def guess(self, user_id: str, most: int) -> bool:
        """Count a code that is tried, before it is checked; False if there were ``most`` before."""
        ...

    async def forget_guesses(self, user_id: str) -> None:
        """Begin to count anew, as a code was right."""
        ...
