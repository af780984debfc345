"""The verbs of the Store on users and sessions, in plain dicts."""

from collections.abc import Collection

from msgspec.structs import replace

from store.errors import NameTaken, StoreError
from store.names import DELETED, KEPT_MS, name_key
from store.records import Proof, SessionRecord, User


class MemoryAccounts:
    """See `store.protocol.Store` for each of them."""

    def __init__(self) -> None:
        self._users: dict[str, User] = {}
        self._ids_by_name: dict[str, str] = {}
        self._ids_by_display_name: dict[str, str] = {}
        self._sessions: dict[str, SessionRecord] = {}

    async def create_user(self, user: User) -> None:
        """See `Store.create_user`."""
        display = None if user.guest else user.display_name
        self._require_free(user.id, user.name, display)
        if user.id in self._users:
            raise StoreError(f"user {user.id} is in the store already")
        self._keep(user)

    async def make_account(self, user: User, by: Proof | None = None) -> bool:
        """See `Store.make_account`."""
        guest = self._users.get(user.id)
        if guest is None or not guest.guest or not self._proven(guest, by):
            return False
        self._require_free(user.id, user.name, user.display_name)
        del self._ids_by_name[name_key(guest.name)]
        self._keep(replace(user, guest=False, created_at=guest.created_at))
        return True

    async def rename_user(self, user_id: str, display_name: str) -> None:
        """See `Store.rename_user`."""
        user = self._account(user_id)
        if user is not None:
            self._require_free(user_id, None, display_name)
            del self._ids_by_display_name[name_key(user.display_name)]
            self._keep(replace(user, display_name=display_name))

    async def user(self, user_id: str) -> User | None:
        """See `Store.user`."""
        return self._users.get(user_id)

    async def user_by_name(self, name: str) -> User | None:
        """See `Store.user_by_name`."""
        user_id = self._ids_by_name.get(name_key(name))
        return None if user_id is None else self._users[user_id]

    async def user_by_display_name(self, name: str) -> User | None:
        """See `Store.user_by_display_name`."""
        user_id = self._ids_by_display_name.get(name_key(name))
        return None if user_id is None else self._users[user_id]

    async def set_email(self, user_id: str, email: str, by: Proof | None = None) -> bool:
        """See `Store.set_email`."""
        user = self._account(user_id)
        if user is None or not self._proven(user, by):
            return False
        self._users[user_id] = replace(user, email=email)
        return True

    async def set_password(self, user_id: str, old_hash: str, new_hash: str) -> bool:
        """See `Store.set_password`."""
        user = self._account(user_id)
        if user is None or user.password_hash != old_hash:
            return False
        self._users[user_id] = replace(user, password_hash=new_hash)
        return True

    async def change_password(self, user_id: str, new_hash: str, by: Proof) -> bool:
        """See `Store.change_password`."""
        user = self._account(user_id)
        if user is None or not self._proven(user, by):
            return False
        self._users[user_id] = replace(user, password_hash=new_hash)
        self._end_sessions(user_id, but=by.session_id)
        return True

    async def delete_user(self, user_id: str, at: int, by: Proof | None = None) -> bool:
        """See `Store.delete_user`. The names stay taken by the two tables of names."""
        user = self._users.get(user_id)
        if user is None or not self._proven(user, by):
            return False
        self._end_sessions(user_id)
        self._users[user_id] = replace(
            user, display_name=DELETED, password_hash=None, email=None, deleted_at=at
        )
        return True

    async def tidy(self, now_ms: int) -> None:
        """See `Store.tidy`."""
        for session in [*self._sessions.values()]:
            if session.expires_at <= now_ms:
                del self._sessions[session.id]
        for user in [*self._users.values()]:
            if user.deleted_at is not None and user.deleted_at <= now_ms - KEPT_MS:
                for table in (self._ids_by_name, self._ids_by_display_name):
                    for key in [key for key, owner in table.items() if owner == user.id]:
                        del table[key]
                name = f"deleted {user.id}"
                self._users[user.id] = replace(user, name=name)
                self._ids_by_name[name_key(name)] = user.id

    async def create_session(self, record: SessionRecord, known: str | None) -> bool:
        """See `Store.create_session`."""
        user = self._users.get(record.user_id)
        if user is None or user.deleted_at is not None or user.password_hash != known:
            return False
        self._sessions.setdefault(record.id, record)
        return True

    async def session(self, session_id: str, now_ms: int) -> tuple[SessionRecord, User] | None:
        """See `Store.session`."""
        record = self._sessions.get(session_id)
        if record is None or record.expires_at <= now_ms:
            return None
        user = self._users[record.user_id]
        return None if user.deleted_at is not None else (record, user)

    async def sessions_of(self, user_id: str, now_ms: int) -> list[SessionRecord]:
        """See `Store.sessions_of`."""
        found = [record for record in self._sessions.values() if record.user_id == user_id]
        found = [record for record in found if record.expires_at > now_ms]
        return sorted(found, key=lambda record: (-record.seen_at, record.id))

    async def replace_session(self, record: SessionRecord) -> bool:
        """See `Store.replace_session`."""
        there = self._sessions.get(record.id)
        if there is None or there.revision != record.revision:
            return False
        self._sessions[record.id] = replace(record, revision=record.revision + 1)
        return True

    async def saw_sessions(self, ids: Collection[str], now_ms: int, longest: int) -> None:
        """See `Store.saw_sessions`."""
        for session_id in ids:
            there = self._sessions.get(session_id)
            if there is not None and there.seen_at < now_ms:
                active = there.active + min(now_ms - there.seen_at, longest)
                self._sessions[session_id] = replace(there, seen_at=now_ms, active=active)

    async def delete_session(self, session_id: str) -> None:
        """See `Store.delete_session`."""
        self._sessions.pop(session_id, None)

    def _end_sessions(self, user_id: str, but: str = "") -> None:
        for session in [*self._sessions.values()]:
            if session.user_id == user_id and session.id != but:
                del self._sessions[session.id]

    def _proven(self, user: User, by: Proof | None) -> bool:
        if user.deleted_at is not None or by is None:
            return user.deleted_at is None
        session = self._sessions.get(by.session_id)
        theirs = session is not None and session.user_id == user.id
        return theirs and user.password_hash == by.password_hash

    def _account(self, user_id: str) -> User | None:
        user = self._users.get(user_id)
        return None if user is None or user.guest or user.deleted_at is not None else user

    def _require_free(self, user_id: str, name: str | None, display_name: str | None) -> None:
        wanted = (
            ("name", name, self._ids_by_name),
            ("display_name", display_name, self._ids_by_display_name),
        )
        taken = [
            field
            for field, text, ids in wanted
            if text is not None and ids.get(name_key(text), user_id) != user_id
        ]
        if taken:
            raise NameTaken(*taken)

    def _keep(self, user: User) -> None:
        self._users[user.id] = user
        self._ids_by_name[name_key(user.name)] = user.id
        if not user.guest:
            self._ids_by_display_name[name_key(user.display_name)] = user.id

    def _require_user(self, user_id: str) -> None:
        if user_id not in self._users:
            raise StoreError(f"user {user_id} is not in the store")
