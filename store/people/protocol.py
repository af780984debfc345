"""The verbs of `Store.people`."""

from typing import Protocol

from store.people.records import Proof, User


class People(Protocol):
    """A part of `store.protocol.Store`, under the same promises. Users named are known ones."""

    async def create_user(self, user: User) -> None:
        """Add a user; `NameTaken` when a name is: the log-in name, or an account's display name."""
        ...

    async def make_account(self, user: User, by: Proof | None = None) -> bool:
        """Give the guest of this id the names, address and password of an account; `NameTaken`.

        False when there is no such guest (any more). With ``by``, here and below, False too when
        what it names is not so any more.
        """
        ...

    async def rename_user(self, user_id: str, display_name: str) -> None:
        """Change the display name of an account; `NameTaken` when it is somebody else's."""
        ...

    async def user(self, user_id: str) -> User | None:
        """Return a user by id."""
        ...

    async def user_by_name(self, name: str) -> User | None:
        """Return a user by log-in name, in any spelling that counts as the same name."""
        ...

    async def user_by_display_name(self, name: str) -> User | None:
        """Return the account with this display name, likewise; guests share theirs."""
        ...

    async def set_email(self, user_id: str, email: str, by: Proof | None = None) -> bool:
        """Change the e-mail address of an account; False when there is none."""
        ...

    async def set_password(self, user_id: str, old_hash: str, new_hash: str) -> bool:
        """Exchange the password hash; False when it is not ``old_hash`` any more."""
        ...

    async def add_link(self, token_hash: bytes, user_id: str, expires_at: int) -> None:
        """Keep a link that sets a new password once."""
        ...

    async def link(self, token_hash: bytes, now_ms: int) -> str | None:
        """Return whose password a link sets, as long as it counts."""
        ...
