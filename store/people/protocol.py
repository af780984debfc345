"""The verbs of `Store.people`."""

from typing import Protocol

from store.mail.records import Mail
from store.people.records import EmailLink, Proof, User


class People(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    A user named in a call must be in the store. Where a call takes ``by``, it does nothing and
    returns False if that proof no longer holds (see `Proof`).
    """

    async def create_user(self, user: User) -> None:
        """Add a user.

        Raises `NameTaken` if another user has the log-in name or, for an account, the display name.
        """
        ...

    async def make_account(self, user: User, by: Proof | None = None) -> bool:
        """Turn the guest with this id into an account, with its names, address and password.

        Returns False if there is no such guest (any more). Raises `NameTaken`.
        """
        ...

    async def rename_user(self, user_id: str, display_name: str) -> None:
        """Change the display name of an account; raises `NameTaken` if another account has it."""
        ...

    async def user(self, user_id: str) -> User | None:
        """Return a user by id; None if there is none."""
        ...

    async def user_by_name(self, name: str) -> User | None:
        """Return a user by log-in name, in any spelling with the same `name_key`, or None."""
        ...

    async def user_by_display_name(self, name: str) -> User | None:
        """Return the account with this display name, likewise. Guests are not found."""
        ...

    async def user_by_email(self, address: str) -> User | None:
        """Return the account that has confirmed an address (`store.names.email_key`), or None."""
        ...

    async def set_name(
        self, user_id: str, name: str, by: Proof | None = None, mail: Mail | None = None
    ) -> bool:
        """Change the log-in name of an account; raises `NameTaken` if another user has it."""
        ...

    async def set_email(self, user_id: str, email: str, by: Proof | None = None) -> bool:
        """Change the e-mail address of an account, to one that is not confirmed.

        False if there is no such account.
        """
        ...

    async def ask_email(self, user_id: str, email: str | None, by: Proof | None = None) -> bool:
        """Note which address an account will have when it is confirmed (None: the present one).

        False if there is no such account.
        """
        ...

    async def add_email_link(self, link: EmailLink) -> None:
        """Keep the hash of a link that confirms an address once."""
        ...

    async def email_link(self, token_hash: bytes, now_ms: int) -> EmailLink | None:
        """Return what a link is for; None if it is unknown or expired."""
        ...

    async def confirm_email(self, link: EmailLink, now_ms: int, mail: Mail | None = None) -> bool:
        """Make the address of a link the confirmed one of its account, and use the link up.

        Also void are all links of the account that confirm, those made after this one, and those
        of `add_link`, which may lie in another mailbox. False, and nothing is done, if the link is
        void, or the account does not want this address any more. Raises `AddressTaken` if another
        account has confirmed it; then the link is void.
        """
        ...

    async def set_password(self, user_id: str, old_hash: str, new_hash: str) -> bool:
        """Replace the password hash; False if it is not ``old_hash`` any more."""
        ...

    async def add_link(self, token_hash: bytes, user_id: str, expires_at: int) -> None:
        """Keep the hash of a link that can set a new password once, until ``expires_at``."""
        ...

    async def link(self, token_hash: bytes, now_ms: int) -> str | None:
        """Return the id of the user for whom a link was made; None if it is unknown or expired."""
        ...
