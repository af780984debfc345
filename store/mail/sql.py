"""The verbs of `Store.mail` over any engine that speaks the shared SQL."""

from store.engine import Engine
from store.mail import queries
from store.mail.records import Mail
from store.mail.rows import mail_values, read_mail, settle_values
from store.names import email_key
from store.nodes.queries import LOCK


class SqlMails:
    """See `store.mail.protocol.Mails` for every verb."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def add(self, mail: Mail, most: int) -> bool:
        """See `Mails.add`."""
        return bool(await self._engine.write(queries.ADD_MAIL, *mail_values(mail), most))

    async def next_due(self) -> int | None:
        """See `Mails.next_due`."""
        return (await self._engine.read(queries.NEXT_DUE))[0][0]

    async def claim(self, by: int, now_ms: int, until_ms: int) -> Mail | None:
        """See `Mails.claim`."""
        query = queries.CLAIM.format(lock=LOCK[self._engine.dialect])
        found = await self._engine.write(query, by, now_ms, until_ms)
        return read_mail(found[0]) if found else None

    async def settle(self, claimed: Mail, after: Mail) -> bool:
        """See `Mails.settle`."""
        return bool(await self._engine.write(queries.SETTLE, *settle_values(claimed, after)))

    async def drop(self, claimed: Mail) -> bool:
        """See `Mails.drop`."""
        return bool(await self._engine.write(queries.DROP, claimed.id, claimed.due_at))

    async def lately(self, user_id: str, kind: str, since_ms: int) -> int:
        """See `Mails.lately`."""
        return (await self._engine.read(queries.LATELY, user_id, kind, since_ms))[0][0]

    async def lately_to(self, address: str, kind: str, since_ms: int) -> int:
        """See `Mails.lately_to`."""
        values = (email_key(address), kind, since_ms)
        return (await self._engine.read(queries.LATELY_TO, *values))[0][0]

    async def mails_of(self, user_id: str) -> list[Mail]:
        """See `Mails.mails_of`."""
        return [read_mail(row) for row in await self._engine.read(queries.MAILS_OF, user_id)]

    async def unsent(self, limit: int) -> list[Mail]:
        """See `Mails.unsent`."""
        return [read_mail(row) for row in await self._engine.read(queries.UNSENT, limit)]
