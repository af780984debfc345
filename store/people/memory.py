"""The verbs of `Store.people` in plain dicts. No verb ever waits."""

from msgspec.structs import replace

from store.errors import AddressTaken, NameTaken, StoreError
from store.mail.memory import forget_mails, queue
from store.mail.records import Mail
from store.moderation.memory import disown_reports
from store.names import ENDED_MS, KEPT_MS, email_key, name_key
from store.notifications.memory import forget_notes
from store.people.records import EmailLink, Proof, User
from store.rooms.memory import disown_lines
from store.tables import Tables


class MemoryPeople:
    """See `store.people.protocol.People` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def create_user(self, user: User) -> None:
        """See `People.create_user`."""
        display = None if user.guest else user.display_name
        self._require_free(user.id, user.name, display)
        if user.id in self._tables.users:
            raise StoreError(f"user {user.id} is in the store already")
        self._keep(user)

    async def make_account(self, user: User, by: Proof | None = None) -> bool:
        """See `People.make_account`."""
        guest = self._tables.users.get(user.id)
        if guest is None or not guest.guest or not proven(self._tables, guest, by):
            return False
        self._require_free(user.id, user.name, user.display_name)
        del self._tables.ids_by_name[name_key(guest.name)]
        self._keep(replace(user, guest=False, created_at=guest.created_at))
        return True

    async def rename_user(self, user_id: str, display_name: str) -> None:
        """See `People.rename_user`."""
        user = account(self._tables, user_id)
        if user is not None:
            self._require_free(user_id, None, display_name)
            del self._tables.ids_by_display_name[name_key(user.display_name)]
            self._keep(replace(user, display_name=display_name))

    async def user(self, user_id: str) -> User | None:
        """See `People.user`."""
        return self._tables.users.get(user_id)

    async def user_by_name(self, name: str) -> User | None:
        """See `People.user_by_name`."""
        user_id = self._tables.ids_by_name.get(name_key(name))
        return None if user_id is None else self._tables.users[user_id]

    async def user_by_display_name(self, name: str) -> User | None:
        """See `People.user_by_display_name`."""
        user_id = self._tables.ids_by_display_name.get(name_key(name))
        return None if user_id is None else self._tables.users[user_id]

    async def user_by_email(self, address: str) -> User | None:
        """See `People.user_by_email`."""
        key = email_key(address)
        confirmed = [user for user in self._tables.users.values() if user.email_confirmed]
        return next((u for u in confirmed if u.email and email_key(u.email) == key), None)

    async def set_name(
        self, user_id: str, name: str, by: Proof | None = None, mail: Mail | None = None
    ) -> bool:
        """See `People.set_name`."""
        user = account(self._tables, user_id)
        if user is None or not proven(self._tables, user, by):
            return False
        self._require_free(user_id, name, None)
        del self._tables.ids_by_name[name_key(user.name)]
        self._keep(replace(user, name=name))
        queue(self._tables, mail)
        return True

    async def set_email(self, user_id: str, email: str, by: Proof | None = None) -> bool:
        """See `People.set_email`."""
        user = account(self._tables, user_id)
        if user is None or not proven(self._tables, user, by):
            return False
        free = {"email_confirmed": False, "email_pending": None}
        self._tables.users[user_id] = replace(user, email=email, **free)
        return True

    async def ask_email(self, user_id: str, email: str | None, by: Proof | None = None) -> bool:
        """See `People.ask_email`."""
        user = account(self._tables, user_id)
        if user is None or not proven(self._tables, user, by):
            return False
        self._tables.users[user_id] = replace(user, email_pending=email)
        return True

    async def add_email_link(self, link: EmailLink) -> None:
        """See `People.add_email_link`."""
        self._tables.email_links.setdefault(link.token_hash, link)

    async def email_link(self, token_hash: bytes, now_ms: int) -> EmailLink | None:
        """See `People.email_link`."""
        link = self._tables.email_links.get(token_hash)
        return None if link is None or link.expires_at <= now_ms else link

    async def confirm_email(self, link: EmailLink, now_ms: int, mail: Mail | None = None) -> bool:
        """See `People.confirm_email`."""
        user = account(self._tables, link.user_id)
        if user is None or await self.email_link(link.token_hash, now_ms) is None:
            return False
        if link.purpose == "confirm" and link.address not in (user.email, user.email_pending):
            return False
        owner = await self.user_by_email(link.address)
        if owner is not None and owner.id != user.id:
            del self._tables.email_links[link.token_hash]
            raise AddressTaken(f"{user.id} is not the first to confirm it")
        now = {"email": link.address, "email_confirmed": True, "email_pending": None}
        self._tables.users[user.id] = replace(user, **now)
        for key, one in [*self._tables.email_links.items()]:
            void = one.purpose == "confirm" or one.made_at >= link.made_at
            if one.user_id == user.id and void:
                del self._tables.email_links[key]
        forget_links(self._tables, user.id)
        queue(self._tables, mail)
        return True

    async def set_password(self, user_id: str, old_hash: str, new_hash: str) -> bool:
        """See `People.set_password`."""
        user = account(self._tables, user_id)
        if user is None or user.password_hash != old_hash:
            return False
        self._tables.users[user_id] = replace(user, password_hash=new_hash)
        return True

    async def add_link(self, token_hash: bytes, user_id: str, expires_at: int) -> None:
        """See `People.add_link`."""
        self._tables.links.setdefault(token_hash, (user_id, expires_at))

    async def link(self, token_hash: bytes, now_ms: int) -> str | None:
        """See `People.link`."""
        user_id, expires_at = self._tables.links.get(token_hash, ("", 0))
        return user_id if expires_at > now_ms else None

    def _require_free(self, user_id: str, name: str | None, display_name: str | None) -> None:
        wanted = (
            ("name", name, self._tables.ids_by_name),
            ("display_name", display_name, self._tables.ids_by_display_name),
        )
        taken = [
            field
            for field, text, ids in wanted
            if text is not None and ids.get(name_key(text), user_id) != user_id
        ]
        if taken:
            raise NameTaken(*taken)

    def _keep(self, user: User) -> None:
        self._tables.users[user.id] = user
        self._tables.ids_by_name[name_key(user.name)] = user.id
        if not user.guest:
            self._tables.ids_by_display_name[name_key(user.display_name)] = user.id


def account(tables: Tables, user_id: str) -> User | None:
    """Return the account with this id; None if it is deleted, a guest, or unknown."""
    user = tables.users.get(user_id)
    return None if user is None or user.guest or user.deleted_at is not None else user


def ways_in(tables: Tables, user_id: str) -> int:
    """Return the number of what an account can be signed in to by."""
    kept = (*tables.identities.values(), *tables.passkeys.values())
    has_password = tables.users[user_id].password_hash is not None
    return has_password + sum(one.user_id == user_id for one in kept)


def proven(tables: Tables, user: User, by: Proof | None) -> bool:
    """Tell whether a user is there and the proof, if there is one, still holds."""
    if user.deleted_at is not None or by is None:
        return user.deleted_at is None
    session = tables.sessions.get(by.session_id)
    theirs = session is not None and session.user_id == user.id
    return theirs and user.password_hash == by.password_hash


def require_user(tables: Tables, user_id: str) -> None:
    """Raise `StoreError` unless there is such a user, as a foreign key would."""
    if user_id not in tables.users:
        raise StoreError(f"user {user_id} is not in the store")


def forget_links(tables: Tables, user_id: str) -> None:
    """Remove every link that sets the password of a user."""
    tables.links = {h: link for h, link in tables.links.items() if link[0] != user_id}


def forget_email(tables: Tables, user_id: str) -> None:
    """Remove the links that confirm addresses of a user, and the mails to them."""
    links = tables.email_links.items()
    tables.email_links = {h: link for h, link in links if link.user_id != user_id}
    forget_mails(tables, user_id)


def end_links(tables: Tables, now_ms: int) -> None:
    """Remove the links that ended long enough ago."""
    last = now_ms - ENDED_MS
    links = tables.email_links.items()
    tables.email_links = {h: link for h, link in links if link.expires_at > last}
    tables.links = {h: link for h, link in tables.links.items() if link[1] > last}


def delete_unneeded(tables: Tables, now_ms: int) -> None:
    """Remove guests and deleted accounts that nothing refers to any more."""
    needed = {session.user_id for session in tables.sessions.values()} | {*tables.bans}
    needed |= {p.user_id for match in tables.matches.values() for p in match.players if p.user_id}
    needed |= {player for player, _ in tables.tournament_entries}
    needed |= {one.owner for one in tables.tournaments.values() if one.owner is not None}
    needed |= {user_id for ids in (*tables.asked, *tables.blocks) for user_id in ids}
    for user in [*tables.users.values()]:
        guest = user.guest and user.created_at <= now_ms - ENDED_MS
        deleted = user.deleted_at is not None and user.deleted_at <= now_ms - KEPT_MS
        if (guest or deleted) and user.id not in needed:
            del tables.users[user.id]
            tables.profiles.pop(user.id, None)
            tables.avatars.pop(user.id, None)
            tables.roles.pop(user.id, None)
            disown_lines(tables, user.id)
            disown_reports(tables, user.id)
            forget_notes(tables, user.id)
            for table in (tables.ids_by_name, tables.ids_by_display_name):
                for key in [key for key, owner in table.items() if owner == user.id]:
                    del table[key]


def free_names(tables: Tables, now_ms: int) -> None:
    """Free the names of the accounts that were deleted long ago."""
    for user in [*tables.users.values()]:
        if user.deleted_at is not None and user.deleted_at <= now_ms - KEPT_MS:
            for table in (tables.ids_by_name, tables.ids_by_display_name):
                for key in [key for key, owner in table.items() if owner == user.id]:
                    del table[key]
            name = f"deleted {user.id}"
            tables.users[user.id] = replace(user, name=name)
            tables.ids_by_name[name_key(name)] = user.id
