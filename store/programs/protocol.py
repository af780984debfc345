"""The verbs of `Store.programs`."""

from typing import Protocol

from store.mail.records import Mail
from store.people.records import Proof, User
from store.profiles.records import Person
from store.programs.records import ApiToken, Bot


class Programs(Protocol):
    """A part of `store.protocol.Store`, which says what holds for all verbs.

    A bot is a user like any other, who has an owner here. It is deleted by `Store.delete_user`,
    which also revokes tokens. The store knows only hashes of tokens.
    """

    async def make_bot(self, bot: User, owner: str) -> bool:
        """Add the account of a bot, which everybody may watch and nobody asks to be a friend.

        Returns False if the owner is no account (any more), or has `MOST_BOTS`. Raises `NameTaken`.
        """
        ...

    async def bots_of(self, owner: str) -> list[Bot]:
        """Return the bots of a person, in the order in which they were made."""
        ...

    async def owner_of(self, bot: str) -> Person | None:
        """Return who owns a bot; None if it is no bot."""
        ...

    async def make_token(
        self, token: ApiToken, token_hash: bytes, by: Proof | None = None, mail: Mail | None = None
    ) -> bool:
        """Add a token. ``by`` proves that its person, or the owner of its bot, acts.

        Returns False if its account is gone or has `MOST_TOKENS`, or the proof no longer holds.
        """
        ...

    async def tokens_of(self, owner: str, now_ms: int) -> list[ApiToken]:
        """Return the tokens of a person and of their bots that have not ended, oldest first."""
        ...

    async def revoke(self, token_id: str, owner: str) -> ApiToken | None:
        """Remove and return a token of a person or of one of their bots; None: there is none."""
        ...

    async def holder(self, token_hash: bytes, now_ms: int) -> tuple[ApiToken, User] | None:
        """Return a token by its hash, and its account.

        None: it is unknown, or has ended, or its account or the owner of that is deleted or banned.
        """
        ...

    async def used(self, token_id: str, now_ms: int) -> None:
        """Note that a token is used, if that was not noted within `USED_EVERY_MS`."""
        ...
