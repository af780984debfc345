"""The verbs of the Store on users and sessions, over any engine."""

from collections.abc import Collection

from store import queries, rows
from store.engine import Each, Engine
from store.errors import NameTaken, NotUnique, StoreError
from store.names import DELETED, KEPT_MS, name_key
from store.records import Proof, SessionRecord, User
from store.rows import Row, Values

NAMES = ("name", "display_name")


class SqlAccounts:
    """See `store.protocol.Store` for each of them."""

    FORGET: tuple[str, ...] = (queries.DELETE_SESSIONS_OF,)
    """What goes with a user who is deleted, in one transaction; each takes the id."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def create_user(self, user: User) -> None:
        """See `Store.create_user`."""
        display = None if user.guest else user.display_name
        values = rows.user_values(user)
        await self._write_names(user.id, user.name, display, queries.CREATE_USER, values)

    async def make_account(self, user: User, by: Proof | None = None) -> bool:
        """See `Store.make_account`."""
        names = (user.id, user.name, user.display_name)
        values = (*rows.account_values(user), *_proof(by))
        return bool(await self._write_names(*names, queries.MAKE_ACCOUNT, values))

    async def rename_user(self, user_id: str, display_name: str) -> None:
        """See `Store.rename_user`."""
        values = (user_id, display_name, name_key(display_name))
        await self._write_names(user_id, None, display_name, queries.RENAME_USER, values)

    async def _write_names(
        self, user_id: str, name: str | None, display_name: str | None, query: str, values: Values
    ) -> list[Row]:
        """Write what gives a user names; when one is taken, say which."""
        try:
            return await self._engine.write(query, *values)
        except NotUnique as error:
            keys = [None if text is None else name_key(text) for text in (name, display_name)]
            found = await self._engine.read(queries.NAMES_TAKEN, *keys, user_id)
            taken = [
                field
                for field, key, others in zip(NAMES, keys, zip(*found, strict=True), strict=False)
                if key is not None and key in others
            ]
            if not taken:
                raise StoreError(f"user {user_id} is in the store already") from error
            raise NameTaken(*taken) from None

    async def user(self, user_id: str) -> User | None:
        """See `Store.user`."""
        return await self._user(queries.USER, user_id)

    async def user_by_name(self, name: str) -> User | None:
        """See `Store.user_by_name`."""
        return await self._user(queries.USER_BY_KEY, name_key(name))

    async def user_by_display_name(self, name: str) -> User | None:
        """See `Store.user_by_display_name`."""
        return await self._user(queries.USER_BY_DISPLAY_KEY, name_key(name))

    async def _user(self, query: str, value: str) -> User | None:
        found = await self._engine.read(query, value)
        return rows.read_user(found[0]) if found else None

    async def set_email(self, user_id: str, email: str, by: Proof | None = None) -> bool:
        """See `Store.set_email`."""
        return bool(await self._engine.write(queries.SET_EMAIL, user_id, email, *_proof(by)))

    async def set_password(self, user_id: str, old_hash: str, new_hash: str) -> bool:
        """See `Store.set_password`."""
        return bool(await self._engine.write(queries.EXCHANGE_HASH, user_id, old_hash, new_hash))

    async def change_password(self, user_id: str, new_hash: str, by: Proof) -> bool:
        """See `Store.change_password`."""
        work = [
            Each(queries.DELETE_OTHER_SESSIONS, [(user_id, by.session_id)]),
            Each(queries.DELETE_LINKS_OF, [(user_id,)]),
        ]
        values = (user_id, new_hash, *_proof(by))
        return await self._engine.write_if(queries.CHANGE_HASH, values, work)

    async def reset_password(
        self, user_id: str, link: bytes, now_ms: int, old_hash: str, new_hash: str
    ) -> bool:
        """See `Store.reset_password`."""
        work = [
            Each(queries.DELETE_SESSIONS_OF, [(user_id,)]),
            Each(queries.DELETE_LINKS_OF, [(user_id,)]),
        ]
        values = (user_id, new_hash, old_hash, link, now_ms)
        return await self._engine.write_if(queries.RESET_HASH, values, work)

    async def delete_user(self, user_id: str, at: int, by: Proof | None = None) -> bool:
        """See `Store.delete_user`."""
        work = [
            Each(queries.FORGET_LEFT, [(DELETED, user_id)]),
            Each(queries.FORGET_RIGHT, [(DELETED, user_id)]),
            *(Each(query, [(user_id,)]) for query in self.FORGET),
        ]
        values = (user_id, DELETED, at, *_proof(by))
        return await self._engine.write_if(queries.DELETE_USER, values, work)

    async def tidy(self, now_ms: int) -> None:
        """See `Store.tidy`."""
        await self._engine.write(queries.DELETE_EXPIRED, now_ms)
        await self._engine.write(queries.FREE_NAMES, now_ms - KEPT_MS)

    async def create_session(self, record: SessionRecord, known: str | None) -> bool:
        """See `Store.create_session`."""
        work = [Each(queries.CREATE_SESSION, [rows.session_values(record)])]
        return await self._engine.write_if(queries.HOLD_HASH, (record.user_id, known or ""), work)

    async def session(self, session_id: str, now_ms: int) -> tuple[SessionRecord, User] | None:
        """See `Store.session`."""
        found = await self._engine.read(queries.SESSION, session_id, now_ms)
        return rows.read_session(found[0]) if found else None

    async def sessions_of(self, user_id: str, now_ms: int) -> list[SessionRecord]:
        """See `Store.sessions_of`."""
        found = await self._engine.read(queries.SESSIONS_OF, user_id, now_ms)
        return [SessionRecord(*row) for row in found]

    async def replace_session(self, record: SessionRecord) -> bool:
        """See `Store.replace_session`."""
        return bool(
            await self._engine.write(queries.REPLACE_SESSION, *rows.session_changes(record))
        )

    async def saw_sessions(self, ids: Collection[str], now_ms: int, longest: int) -> None:
        """See `Store.saw_sessions`."""
        work = [Each(queries.SAW_SESSION, [(session_id, now_ms, longest) for session_id in ids])]
        await self._engine.write_if(queries.ALWAYS, (), work)

    async def delete_session(self, session_id: str) -> None:
        """See `Store.delete_session`."""
        await self._engine.write(queries.DELETE_SESSION, session_id)


def _proof(by: Proof | None) -> Values:
    """Return the two values of a proof, or those of none."""
    return (None, "") if by is None else (by.session_id, by.password_hash or "")
