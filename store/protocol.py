"""The store as actors and the gateway see it: verbs in the words of the game, by domain.

Each domain is a folder: its records, its Protocol, its SQL (queries, rows, verbs over an engine)
and its twin in memory. What writes rows of several domains in one transaction is a verb of the
store itself.
"""

from typing import Protocol

from store.journal.protocol import Journal
from store.matches.protocol import Matches
from store.moderation.protocol import Moderation
from store.people.protocol import People
from store.people.records import Proof
from store.profiles.protocol import Profiles
from store.sessions.protocol import Sessions
from store.social.protocol import Social


class Store(Protocol):
    """What every backend promises; one contract suite holds them all to it.

    What a call acknowledged by returning is there after a crash of the process. Any call may
    raise `StoreUnavailable`. A cancelled write is either done whole or not at all.
    """

    @property
    def people(self) -> People:
        """Users: names, addresses, passwords, and the links that set a new one."""
        ...

    @property
    def sessions(self) -> Sessions:
        """Who is signed in."""
        ...

    @property
    def profiles(self) -> Profiles:
        """What people show of themselves, and how they are found."""
        ...

    @property
    def social(self) -> Social:
        """What is between two people: friendships, requests, blocks."""
        ...

    @property
    def moderation(self) -> Moderation:
        """Roles, bans, and the audit log."""
        ...

    @property
    def matches(self) -> Matches:
        """Matches and how they ended."""
        ...

    @property
    def journal(self) -> Journal:
        """What actors record, to go on from after a crash and to be replayed."""
        ...

    async def change_password(self, user_id: str, new_hash: str, by: Proof) -> bool:
        """Give an account another password and end all sessions but the one of ``by``, at once."""
        ...

    async def reset_password(
        self, user_id: str, link: bytes, now_ms: int, old_hash: str, new_hash: str
    ) -> bool:
        """Exchange the password hash of whom a link was made for, and end all their sessions.

        The links are gone then. False when it is not ``old_hash`` any more, or no such link counts.
        """
        ...

    async def delete_user(self, user_id: str, at: int, by: Proof | None = None) -> bool:
        """End the sessions of a user and forget who it was; matches stay, under `DELETED`.

        Nobody gets the names before `tidy` frees them. False when there is no such user.
        """
        ...

    async def tidy(self, now_ms: int) -> None:
        """Remove what has had its time.

        Expired sessions, bans and links that ended a day ago, names of accounts deleted long ago,
        old entries of the audit log; guests, and accounts deleted long ago, whom no session, match,
        ban, friendship or block refers to any more. In portions: others can write meanwhile.
        """
        ...

    async def check(self) -> None:
        """Return when the store can read and write now, else raise `StoreUnavailable`."""
        ...
