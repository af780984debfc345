"""The verbs of `Store.people` over any engine that speaks the shared SQL."""

from collections.abc import Sequence

from msgspec.structs import astuple

from store.engine import Each, Engine, Values
from store.errors import AddressTaken, NameTaken, NotUnique, StoreError
from store.mail.records import Mail
from store.mail.rows import queued
from store.names import email_key, name_key
from store.people import queries, rows
from store.people.records import EmailLink, Proof, User

NAMES = ("name", "display_name")


class SqlPeople:
    """See `store.people.protocol.People` for every verb."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def create_user(self, user: User) -> None:
        """See `People.create_user`."""
        display = None if user.guest else user.display_name
        values = rows.user_values(user)
        await self._write_names(user.id, user.name, display, queries.CREATE_USER, values)

    async def make_account(self, user: User, by: Proof | None = None) -> bool:
        """See `People.make_account`."""
        names = (user.id, user.name, user.display_name)
        values = (*rows.account_values(user), *rows.proof_values(by))
        return await self._write_names(*names, queries.MAKE_ACCOUNT, values)

    async def register(self, user: User, by: Proof | None, work: Sequence[Each]) -> bool:
        """Add an account, or make one of the guest of ``by``; if that goes, do the work as well."""
        query, values = queries.CREATE_USER, rows.user_values(user)
        if by is not None:
            query = queries.MAKE_ACCOUNT
            values = (*rows.account_values(user), *rows.proof_values(by))
        names = (user.id, user.name, user.display_name)
        return await self._write_names(*names, query, values, work)

    async def rename_user(self, user_id: str, display_name: str) -> None:
        """See `People.rename_user`."""
        values = (user_id, display_name, name_key(display_name))
        await self._write_names(user_id, None, display_name, queries.RENAME_USER, values)

    async def user(self, user_id: str) -> User | None:
        """See `People.user`."""
        return await self._user(queries.USER, user_id)

    async def user_by_name(self, name: str) -> User | None:
        """See `People.user_by_name`."""
        return await self._user(queries.USER_BY_KEY, name_key(name))

    async def user_by_display_name(self, name: str) -> User | None:
        """See `People.user_by_display_name`."""
        return await self._user(queries.USER_BY_DISPLAY_KEY, name_key(name))

    async def user_by_email(self, address: str) -> User | None:
        """See `People.user_by_email`."""
        return await self._user(queries.USER_BY_EMAIL, email_key(address))

    async def set_name(
        self, user_id: str, name: str, by: Proof | None = None, mail: Mail | None = None
    ) -> bool:
        """See `People.set_name`."""
        values = (user_id, name, name_key(name), *rows.proof_values(by))
        return bool(
            await self._write_names(user_id, name, None, queries.SET_NAME, values, queued(mail))
        )

    async def set_email(self, user_id: str, email: str, by: Proof | None = None) -> bool:
        """See `People.set_email`."""
        return bool(
            await self._engine.write(queries.SET_EMAIL, user_id, email, *rows.proof_values(by))
        )

    async def ask_email(self, user_id: str, email: str | None, by: Proof | None = None) -> bool:
        """See `People.ask_email`."""
        return bool(
            await self._engine.write(queries.ASK_EMAIL, user_id, email, *rows.proof_values(by))
        )

    async def add_email_link(self, link: EmailLink) -> None:
        """See `People.add_email_link`."""
        await self._engine.write(queries.ADD_EMAIL_LINK, *astuple(link))

    async def email_link(self, token_hash: bytes, now_ms: int) -> EmailLink | None:
        """See `People.email_link`."""
        found = await self._engine.read(queries.EMAIL_LINK, token_hash, now_ms)
        return EmailLink(*found[0]) if found else None

    async def confirm_email(self, link: EmailLink, now_ms: int, mail: Mail | None = None) -> bool:
        """See `People.confirm_email`."""
        key = email_key(link.address)
        values = (link.user_id, link.address, key, link.token_hash, now_ms)
        void = [
            Each(queries.VOID_EMAIL_LINKS, [(link.user_id, link.made_at)]),
            Each(queries.DELETE_LINKS_OF, [(link.user_id,)]),
            *queued(mail),
        ]
        try:
            return await self._engine.write_if(queries.CONFIRM_EMAIL, values, void)
        except NotUnique:
            await self._engine.write(queries.VOID_EMAIL_LINK, link.token_hash)
            raise AddressTaken(f"{link.user_id} is not the first to confirm it") from None

    async def set_password(self, user_id: str, old_hash: str, new_hash: str) -> bool:
        """See `People.set_password`."""
        return bool(await self._engine.write(queries.EXCHANGE_HASH, user_id, old_hash, new_hash))

    async def add_link(self, token_hash: bytes, user_id: str, expires_at: int) -> None:
        """See `People.add_link`."""
        await self._engine.write(queries.ADD_LINK, token_hash, user_id, expires_at)

    async def link(self, token_hash: bytes, now_ms: int) -> str | None:
        """See `People.link`."""
        found = await self._engine.read(queries.LINK, token_hash, now_ms)
        return found[0][0] if found else None

    async def _user(self, query: str, value: str) -> User | None:
        found = await self._engine.read(query, value)
        return rows.read_user(found[0]) if found else None

    async def _write_names(
        self,
        user_id: str,
        name: str | None,
        display_name: str | None,
        query: str,
        values: Values,
        work: Sequence[Each] = (),
    ) -> bool:
        """Run a statement that gives a user names and, if it returns a row, the work.

        Raises `NameTaken` with those that are taken.
        """
        try:
            return await self._engine.write_if(query, values, work)
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
