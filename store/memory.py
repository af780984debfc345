"""A store in plain dicts, for the simulated world and benches."""

from msgspec.structs import replace

from store.factors.memory import MemoryFactors, end_codes, forget_factors, forget_passkeys
from store.identities.memory import MemoryIdentities, end_attempts, forget_identities
from store.identities.records import Identity
from store.journal.memory import MemoryJournal
from store.mail.memory import MemoryMails, queue, tidy_mails
from store.mail.records import Mail
from store.matches import memory as matches
from store.matches.memory import MemoryMatches, forget_player
from store.moderation import memory as moderation
from store.moderation.memory import (
    MemoryModeration,
    end_bans,
    forget_moderated,
    tidy_audit,
    tidy_reports,
)
from store.names import DELETED
from store.nodes.memory import MemoryNodes
from store.notifications import memory as notifications
from store.notifications.memory import MemoryNotifications, forget_notes, tidy_notes
from store.people.memory import (
    MemoryPeople,
    account,
    delete_unneeded,
    end_links,
    forget_email,
    forget_links,
    free_names,
    proven,
)
from store.people.records import Proof, User
from store.profiles.memory import MemoryProfiles, forget_profile
from store.programs.memory import MemoryPrograms, end_tokens, forget_programs, revoke_all
from store.push.memory import MemoryPushes, forget_subscriptions, tidy_pushes
from store.ratings import memory as ratings
from store.ratings.memory import MemoryRatings, forget_ratings
from store.rooms import memory as rooms
from store.rooms.memory import MemoryRooms, forget_in_rooms
from store.sessions.memory import (
    MemorySessions,
    end_expired,
    end_sessions,
    forget_devices,
    tidy_devices,
)
from store.social.memory import MemorySocial, forget_ties
from store.tables import Tables
from store.tournaments import memory as tournaments
from store.tournaments.memory import MemoryTournaments, forget_in_tournaments


class MemoryStore:
    """A `store.protocol.Store` in memory: nothing is kept longer than the object lives.

    Its coroutines never suspend, so they can be run without trio.
    """

    def __init__(self) -> None:
        self.tables = Tables()
        self.people = MemoryPeople(self.tables)
        self.sessions = MemorySessions(self.tables)
        self.factors = MemoryFactors(self.tables)
        self.identities = MemoryIdentities(self.tables)
        self.mail = MemoryMails(self.tables)
        self.profiles = MemoryProfiles(self.tables)
        self.social = MemorySocial(self.tables)
        self.moderation = MemoryModeration(self.tables)
        self.matches = MemoryMatches(self.tables)
        self.rooms = MemoryRooms(self.tables)
        self.ratings = MemoryRatings(self.tables)
        self.tournaments = MemoryTournaments(self.tables)
        self.notifications = MemoryNotifications(self.tables)
        self.programs = MemoryPrograms(self.tables)
        self.push = MemoryPushes(self.tables)
        kinds = matches.KINDS | rooms.KINDS | moderation.KINDS | notifications.KINDS
        kinds |= tournaments.KINDS | ratings.KINDS
        self.journal = MemoryJournal(self.tables, kinds)
        self.nodes = MemoryNodes(self.tables)

    async def change_password(
        self, user_id: str, new_hash: str, by: Proof, mail: Mail | None = None
    ) -> bool:
        """See `Store.change_password`."""
        user = account(self.tables, user_id)
        if user is None or not proven(self.tables, user, by):
            return False
        self.tables.users[user_id] = replace(user, password_hash=new_hash)
        end_sessions(self.tables, user_id, but=by.session_id)
        forget_links(self.tables, user_id)
        queue(self.tables, mail)
        return True

    async def reset_password(
        self,
        user_id: str,
        link: bytes,
        now_ms: int,
        old_hash: str | None,
        new_hash: str,
        mail: Mail | None = None,
    ) -> bool:
        """See `Store.reset_password`."""
        user = account(self.tables, user_id)
        counts = await self.people.link(link, now_ms) == user_id
        if user is None or not counts or user.password_hash != old_hash:
            return False
        self.tables.users[user_id] = replace(user, password_hash=new_hash)
        end_sessions(self.tables, user_id)
        forget_links(self.tables, user_id)
        revoke_all(self.tables, user_id)
        queue(self.tables, mail)
        return True

    async def reset_factors(
        self, user_id: str, link: bytes, now_ms: int, known: str | None, mail: Mail | None = None
    ) -> bool:
        """See `Store.reset_factors`."""
        user = self.tables.users.get(user_id)
        if user is None or user.deleted_at is not None or user.password_hash != known:
            return False
        if await self.people.link(link, now_ms) != user_id:
            return False
        forget_factors(self.tables, user_id)
        forget_links(self.tables, user_id)
        queue(self.tables, mail)
        return True

    async def close_ways(self, user_id: str, by: Proof, mail: Mail | None = None) -> bool:
        """See `Store.close_ways`."""
        user = account(self.tables, user_id)
        if user is None or user.password_hash is None or not proven(self.tables, user, by):
            return False
        end_sessions(self.tables, user_id, but=by.session_id)
        forget_identities(self.tables, user_id)
        forget_passkeys(self.tables, user_id)
        forget_links(self.tables, user_id)
        revoke_all(self.tables, user_id)
        queue(self.tables, mail)
        return True

    async def register_identity(
        self, user: User, identity: Identity, by: Proof | None = None
    ) -> bool:
        """See `Store.register_identity`."""
        if await self.identities.identity(identity.issuer, identity.subject) is not None:
            return False
        if by is None:
            await self.people.create_user(user)
        elif not await self.people.make_account(user, by):
            return False
        self.tables.identities[identity.id] = identity
        return True

    async def delete_user(self, user_id: str, at: int, by: Proof | None = None) -> bool:
        """See `Store.delete_user`. The names stay taken by the two tables of names."""
        tables = self.tables
        user = tables.users.get(user_id)
        if user is None or not proven(tables, user, by):
            return False
        for bot in await self.programs.bots_of(user_id):
            self._delete(tables.users[bot.id], at)
        self._delete(user, at)
        return True

    def _delete(self, user: User, at: int) -> None:
        tables, user_id = self.tables, user.id
        gone = replace(user, display_name=DELETED, password_hash=None, email=None, deleted_at=at)
        gone = replace(gone, email_confirmed=False, email_pending=None)
        tables.users[user_id] = gone
        forget_player(tables, user_id)
        forget_in_rooms(tables, user_id)
        forget_moderated(tables, user_id)
        forget_ratings(tables, user_id)
        forget_in_tournaments(tables, user_id)
        forget_notes(tables, user_id)
        forget_factors(tables, user_id)
        forget_email(tables, user_id)
        forget_devices(tables, user_id)
        forget_programs(tables, user_id)
        forget_subscriptions(tables, user_id)
        end_sessions(tables, user_id)
        forget_identities(tables, user_id)
        forget_profile(tables, user_id)
        forget_ties(tables, user_id)
        tables.roles.pop(user_id, None)
        forget_links(tables, user_id)

    async def tidy(self, now_ms: int) -> None:
        """See `Store.tidy`."""
        end_expired(self.tables, now_ms)
        end_attempts(self.tables, now_ms)
        end_links(self.tables, now_ms)
        end_codes(self.tables, now_ms)
        tidy_devices(self.tables, now_ms)
        tidy_mails(self.tables, now_ms)
        end_tokens(self.tables, now_ms)
        end_bans(self.tables, now_ms)
        tidy_reports(self.tables, now_ms)
        free_names(self.tables, now_ms)
        tidy_audit(self.tables, now_ms)
        tidy_notes(self.tables, now_ms)
        tidy_pushes(self.tables, now_ms)
        delete_unneeded(self.tables, now_ms)

    async def check(self) -> None:
        """See `Store.check`."""
