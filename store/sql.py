"""The Store over any engine that speaks the shared SQL."""

from actors.core.journal.records import Snapshot
from store.engine import Each, Engine, Value
from store.errors import NameTaken, StoreError
from store.factors import queries as factors
from store.factors.sql import SqlFactors
from store.identities import queries as identities
from store.identities.records import Identity
from store.identities.rows import identity_values
from store.identities.sql import SqlIdentities
from store.journal import queries as journal
from store.journal.rows import snapshot_values
from store.journal.sql import SqlJournal
from store.mail import queries as mail
from store.mail.records import MAILS_KEPT_MS, Mail
from store.mail.rows import queued
from store.mail.sql import SqlMails
from store.matches import queries as matches
from store.matches import rows as match_rows
from store.matches.sql import SqlMatches
from store.moderation import queries as moderation
from store.moderation import rows as moderation_rows
from store.moderation.records import AUDIT_KEPT_MS, GUESSES_KEPT_MS, REPORTS_KEPT_MS
from store.moderation.sql import SqlModeration
from store.names import DELETED, ENDED_MS, KEPT_MS
from store.nodes.sql import SqlNodes
from store.notifications import queries as notifications
from store.notifications import rows as note_rows
from store.notifications.records import MOST_NOTES, NOTES_KEPT_MS
from store.notifications.sql import SqlNotifications
from store.people import queries as people
from store.people.records import Proof, User
from store.people.rows import proof_values
from store.people.sql import SqlPeople
from store.profiles import queries as profiles
from store.profiles.sql import SqlProfiles
from store.programs import queries as programs
from store.programs.sql import SqlPrograms
from store.push import queries as push
from store.push.records import PUSHES_KEPT_MS
from store.push.sql import SqlPushes
from store.ratings import queries as ratings
from store.ratings import rows as rating_rows
from store.ratings.sql import SqlRatings
from store.rooms import queries as rooms
from store.rooms import rows as room_rows
from store.rooms.sql import SqlRooms
from store.sessions import queries as sessions
from store.sessions.records import DEVICES_KEPT_MS, MOST_DEVICES
from store.sessions.sql import SqlSessions
from store.social import queries as social
from store.social.sql import SqlSocial
from store.tournaments import queries as tournaments
from store.tournaments import rows as tournament_rows
from store.tournaments.sql import SqlTournaments

PROBE = "store/probe"
"""The name of an actor that does not exist: `check` writes its snapshot and reads it back."""
PORTION = 500
"""Rows that one transaction of `tidy` removes; other writes can come between two of them."""
FORGET = (
    *factors.FORGET_FACTORS,
    *(sessions.DELETE_SESSIONS_OF, *profiles.FORGET_PROFILE, *social.DELETE_TIES),
    *(moderation.NO_ROLE, people.DELETE_LINKS_OF, rooms.FORGET_MARKS, rooms.FORGET_MEMBERS),
    *(tournaments.FORGET_ENTRIES, tournaments.DISOWN),
    *(moderation.FORGET_MUTES, moderation.FORGET_REPORTS, *notifications.FORGET_NOTES),
    *(*programs.FORGET_PROGRAMS, push.FORGET_SUBSCRIPTIONS),
    *(ratings.FORGET_RATINGS, ratings.FORGET_ENTRIES, mail.FORGET_MAILS),
    *(people.DELETE_EMAIL_LINKS_OF, sessions.FORGET_DEVICES, identities.FORGET_IDENTITIES),
)
"""They remove what is kept of a deleted user, except a ban; each takes the user's id."""


class SqlStore:
    """`store.protocol.Store` on an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.people = SqlPeople(engine)
        self.sessions = SqlSessions(engine)
        self.factors = SqlFactors(engine)
        self.identities = SqlIdentities(engine)
        self.mail = SqlMails(engine)
        self.profiles = SqlProfiles(engine)
        self.social = SqlSocial(engine)
        self.moderation = SqlModeration(engine)
        self.matches = SqlMatches(engine)
        self.rooms = SqlRooms(engine)
        self.ratings = SqlRatings(engine)
        self.tournaments = SqlTournaments(engine)
        self.notifications = SqlNotifications(engine)
        self.programs = SqlPrograms(engine)
        self.push = SqlPushes(engine)
        kinds = match_rows.KINDS | room_rows.KINDS | moderation_rows.KINDS | note_rows.KINDS
        kinds |= tournament_rows.KINDS | rating_rows.KINDS
        self.journal = SqlJournal(engine, kinds)
        self.nodes = SqlNodes(engine)

    async def change_password(
        self, user_id: str, new_hash: str, by: Proof, mail: Mail | None = None
    ) -> bool:
        """See `Store.change_password`."""
        work = [
            Each(sessions.DELETE_OTHER_SESSIONS, [(user_id, by.session_id)]),
            Each(people.DELETE_LINKS_OF, [(user_id,)]),
            *queued(mail),
        ]
        values = (user_id, new_hash, *proof_values(by))
        return await self._engine.write_if(people.CHANGE_HASH, values, work)

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
        work = [
            Each(sessions.DELETE_SESSIONS_OF, [(user_id,)]),
            Each(people.DELETE_LINKS_OF, [(user_id,)]),
            *(Each(query, [(user_id,)]) for query in programs.REVOKE_ALL),
            *queued(mail),
        ]
        values = (user_id, new_hash, old_hash or "", link, now_ms)
        return await self._engine.write_if(people.RESET_HASH, values, work)

    async def reset_factors(
        self, user_id: str, link: bytes, now_ms: int, known: str | None, mail: Mail | None = None
    ) -> bool:
        """See `Store.reset_factors`."""
        forget = (*factors.FORGET_FACTORS, people.DELETE_LINKS_OF)
        work = [*(Each(query, [(user_id,)]) for query in forget), *queued(mail)]
        values = (user_id, known or "", link, now_ms)
        return await self._engine.write_if(people.HOLD_LINK, values, work)

    async def close_ways(self, user_id: str, by: Proof, mail: Mail | None = None) -> bool:
        """See `Store.close_ways`."""
        forget = (
            *(identities.FORGET_IDENTITIES, *factors.FORGET_PASSKEYS, people.DELETE_LINKS_OF),
            *programs.REVOKE_ALL,
        )
        work = [
            Each(sessions.DELETE_OTHER_SESSIONS, [(user_id, by.session_id)]),
            *(Each(query, [(user_id,)]) for query in forget),
            *queued(mail),
        ]
        values = (user_id, *proof_values(by))
        return await self._engine.write_if(people.HOLD_WITH_PASSWORD, values, work)

    async def register_identity(
        self, user: User, identity: Identity, by: Proof | None = None
    ) -> bool:
        """See `Store.register_identity`."""
        who = identity.issuer, identity.subject
        if await self.identities.identity(*who) is not None:
            return False
        work = [Each(identities.ADD_IDENTITY, [identity_values(identity)])]
        try:
            return await self.people.register(user, by, work)
        except NameTaken:
            raise
        except StoreError:
            if await self.identities.identity(*who) is None:
                raise
            return False

    async def delete_user(self, user_id: str, at: int, by: Proof | None = None) -> bool:
        """See `Store.delete_user`."""
        bots = [bot.id for bot in await self.programs.bots_of(user_id)]
        gone = [*bots, user_id]
        work = [
            Each(people.DELETE, [(DELETED, at, bot) for bot in bots]),
            Each(matches.FORGET_LEFT, [(DELETED, one) for one in gone]),
            Each(matches.FORGET_RIGHT, [(DELETED, one) for one in gone]),
            Each(rooms.FORGET_LINES, [(DELETED, one) for one in gone]),
            Each(moderation.DISOWN_REPORTS, [(DELETED, b"[]", one) for one in gone]),
            *(Each(query, [(one,) for one in gone]) for query in FORGET),
        ]
        values = (DELETED, at, user_id, *proof_values(by))
        return await self._engine.write_if(people.DELETE_USER, values, work)

    async def tidy(self, now_ms: int) -> None:
        """See `Store.tidy`."""
        await self._in_portions(sessions.DELETE_EXPIRED, now_ms)
        await self._in_portions(identities.DELETE_OLD_ATTEMPTS, now_ms)
        await self._in_portions(people.DELETE_OLD_LINKS, now_ms - ENDED_MS)
        await self._in_portions(factors.DELETE_OLD_CODES, now_ms)
        await self._in_portions(factors.DELETE_SPENT, now_ms)
        await self._in_portions(people.DELETE_OLD_EMAIL_LINKS, now_ms - ENDED_MS)
        await self._in_portions(sessions.DELETE_OLD_DEVICES, now_ms - DEVICES_KEPT_MS)
        await self._in_portions(sessions.DELETE_TOO_MANY_DEVICES, MOST_DEVICES)
        await self._in_portions(mail.DELETE_OLD, now_ms - MAILS_KEPT_MS)
        await self._in_portions(programs.DELETE_ENDED, now_ms - ENDED_MS)
        await self._in_portions(moderation.DELETE_ENDED_BANS, now_ms - ENDED_MS)
        await self._in_portions(moderation.DELETE_ENDED_MUTES, now_ms - ENDED_MS)
        await self._in_portions(moderation.DELETE_OLD_REPORTS, now_ms - REPORTS_KEPT_MS)
        await self._in_portions(people.FREE_NAMES, now_ms - KEPT_MS)
        ages = (now_ms - AUDIT_KEPT_MS, now_ms - GUESSES_KEPT_MS)
        await self._in_portions(moderation.TIDY_AUDIT, *ages)
        await self._in_portions(push.DELETE_OLD, now_ms - PUSHES_KEPT_MS)
        await self._in_portions(notifications.DELETE_OLD, now_ms - NOTES_KEPT_MS)
        await self._in_portions(notifications.DELETE_TOO_MANY, MOST_NOTES)
        await self._delete_unneeded(now_ms - ENDED_MS, now_ms - KEPT_MS)

    async def _in_portions(self, query: str, *values: Value) -> None:
        """Repeat a DELETE until it returns fewer rows than PORTION, which is its last value."""
        while len(await self._engine.write(query, *values, PORTION)) == PORTION:
            pass

    async def _delete_unneeded(self, guests_of: int, deleted_at: int) -> None:
        """Remove users to whom nothing refers, page by page.

        These are guests made at ``guests_of`` or before, and accounts deleted at ``deleted_at`` or
        before (in ms).
        """
        last = ""
        while found := await self._engine.read(
            people.GONE_USERS, guests_of, deleted_at, last, PORTION
        ):
            unneeded = [(user_id,) for user_id, is_unneeded in found if is_unneeded]
            if unneeded:
                await self._engine.write_if(
                    sessions.ALWAYS, (), [Each(people.DELETE_UNNEEDED, unneeded)]
                )
            last = found[-1][0]

    async def check(self) -> None:
        """See `Store.check`."""
        probe = Snapshot(PROBE, 0, b"", 0)
        await self._engine.write(journal.SAVE_SNAPSHOT, *snapshot_values(probe))
        await self.journal.recover([PROBE])
