"""The store as actors and the gateway see it: verbs in the words of the game, by domain.

Each domain is a folder with its records, its Protocol, its SQL (queries, rows, verbs over an
engine) and its twin in memory. A verb that writes rows of several domains in one transaction
belongs to the store itself.
"""

from typing import Protocol

from store.factors.protocol import Factors
from store.identities.protocol import Identities
from store.identities.records import Identity
from store.journal.protocol import Journal
from store.mail.protocol import Mails
from store.mail.records import Mail
from store.matches.protocol import Matches
from store.moderation.protocol import Moderation
from store.nodes.protocol import Nodes
from store.notifications.protocol import Notifications
from store.people.protocol import People
from store.people.records import Proof, User
from store.profiles.protocol import Profiles
from store.programs.protocol import Programs
from store.push.protocol import Pushes
from store.ratings.protocol import Ratings
from store.rooms.protocol import Rooms
from store.sessions.protocol import Sessions
from store.social.protocol import Social
from store.tournaments.protocol import Tournaments


class Store(Protocol):
    """What every backend promises; the same contract tests check them all.

    When a call has returned, its write survives a crash of the process. Any call may raise
    `StoreUnavailable`. A cancelled write is done completely or not at all. A ``mail`` tells
    somebody of what the call does: it is queued in the same transaction, or not if that is nothing.
    Times (``at``, ``*_ms``, ``*_at``) are integer milliseconds since the epoch.
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
    def factors(self) -> Factors:
        """Second factors of accounts, and recovery codes."""
        ...

    @property
    def identities(self) -> Identities:
        """Who people are elsewhere, to sign in with."""
        ...

    @property
    def mail(self) -> Mails:
        """Mails that are to be sent."""
        ...

    @property
    def profiles(self) -> Profiles:
        """What people show of themselves, and how they are found."""
        ...

    @property
    def social(self) -> Social:
        """Friendships, requests to be friends, and blocks."""
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
    def rooms(self) -> Rooms:
        """What was said and done in rooms."""
        ...

    @property
    def ratings(self) -> Ratings:
        """How strong players are, and leaderboards."""
        ...

    @property
    def programs(self) -> Programs:
        """Bots, and API tokens."""
        ...

    @property
    def push(self) -> Pushes:
        """Browsers that take pushes, and what waits to be brought to them."""
        ...

    @property
    def tournaments(self) -> Tournaments:
        """What lists and profiles show of tournaments."""
        ...

    @property
    def notifications(self) -> Notifications:
        """What players are told, whenever they come to read it."""
        ...

    @property
    def journal(self) -> Journal:
        """What actors record, so that they can go on after a crash and matches can be replayed."""
        ...

    @property
    def nodes(self) -> Nodes:
        """The servers that share the store, and which actors each of them runs."""
        ...

    async def change_password(
        self, user_id: str, new_hash: str, by: Proof, mail: Mail | None = None
    ) -> bool:
        """Change the password of an account, and end all its sessions except that of ``by``.

        Returns False, and changes nothing, if the proof no longer holds.
        """
        ...

    async def reset_password(
        self,
        user_id: str,
        link: bytes,
        now_ms: int,
        old_hash: str | None,
        new_hash: str,
        mail: Mail | None = None,
    ) -> bool:
        """Set the password hash of the user for whom a link was made.

        This also ends all sessions of the user, removes all their links, and revokes their API
        tokens and those of their bots: somebody else may have had the account. Returns False, and
        changes nothing, if the hash is not ``old_hash`` any more (None: there is none) or the link
        is unknown or expired.
        """
        ...

    async def close_ways(self, user_id: str, by: Proof, mail: Mail | None = None) -> bool:
        """Leave an account no way in but its password, and no session but that of ``by``.

        Linked identities, passkeys, and the API tokens of the account and its bots go. Returns
        False, and changes nothing, if it has no password or the proof no longer holds.
        """
        ...

    async def register_identity(
        self, user: User, identity: Identity, by: Proof | None = None
    ) -> bool:
        """Add an account and its first identity; with ``by``, the guest of that id becomes it.

        Returns False, and changes nothing, if an account has the identity already, or there is no
        such guest or the proof does not hold. Raises `NameTaken`.
        """
        ...

    async def reset_factors(
        self, user_id: str, link: bytes, now_ms: int, known: str | None, mail: Mail | None = None
    ) -> bool:
        """Remove all second factors of the user for whom a link was made, and all their links.

        Returns False, and changes nothing, if the link is unknown or expired, or the password hash
        is not ``known`` any more.
        """
        ...

    async def delete_user(self, user_id: str, at: int, by: Proof | None = None) -> bool:
        """End the sessions of a user and remove what is personal; matches stay, under `DELETED`,
        and of lines their numbers. Their bots are deleted with them.

        Nobody can take the names before `tidy` frees them. Returns False if there is no such user
        or the proof ``by`` no longer holds.
        """
        ...

    async def tidy(self, now_ms: int) -> None:
        """Remove what nobody needs any more.

        That is: expired sessions and attempts to sign in elsewhere; devices not seen for long;
        bans, links and API tokens that ended a day ago; old mails; names of accounts deleted
        `KEPT_MS` ago; old entries of the audit log; old notes; and guests and deleted accounts to
        which no session, match, ban, friendship or block refers. It works in portions, so that
        other writes can come in between.
        """
        ...

    async def check(self) -> None:
        """Read and write something; raises `StoreUnavailable` if the store cannot do that now."""
        ...
