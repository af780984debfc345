"""The verbs of `Store.programs` over any engine that speaks the shared SQL."""

from store.engine import Each, Engine
from store.errors import NameTaken, NotUnique
from store.mail.records import Mail
from store.mail.rows import queued
from store.people.records import Proof, User
from store.people.rows import proof_values, user_values
from store.profiles.records import Person
from store.programs import queries, rows
from store.programs.records import ApiToken, Bot


class SqlPrograms:
    """See `store.programs.protocol.Programs` for every verb."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def make_bot(self, bot: User, owner: str) -> bool:
        """See `Programs.make_bot`."""
        work = [Each(queries.ADD_BOT, [(bot.id, owner)]), Each(queries.SHOW_BOT, [(bot.id,)])]
        try:
            return await self._engine.write_if(queries.MAKE_BOT, (*user_values(bot), owner), work)
        except NotUnique:  # ids and log-in names of bots are drawn
            raise NameTaken("display_name") from None

    async def bots_of(self, owner: str) -> list[Bot]:
        """See `Programs.bots_of`."""
        return [rows.read_bot(row) for row in await self._engine.read(queries.BOTS_OF, owner)]

    async def owner_of(self, bot: str) -> Person | None:
        """See `Programs.owner_of`."""
        found = await self._engine.read(queries.OWNER_OF, bot)
        return Person(*found[0]) if found else None

    async def make_token(
        self, token: ApiToken, token_hash: bytes, by: Proof | None = None, mail: Mail | None = None
    ) -> bool:
        """See `Programs.make_token`."""
        values = (token.user_id, token.made_at, *proof_values(by))
        work = [Each(queries.MAKE_TOKEN, [rows.token_values(token, token_hash)]), *queued(mail)]
        return await self._engine.write_if(queries.HOLD_OWNER, values, work)

    async def tokens_of(self, owner: str, now_ms: int) -> list[ApiToken]:
        """See `Programs.tokens_of`."""
        found = await self._engine.read(queries.TOKENS_OF, owner, now_ms)
        return [rows.read_token(row) for row in found]

    async def revoke(self, token_id: str, owner: str) -> ApiToken | None:
        """See `Programs.revoke`."""
        found = await self._engine.write(queries.REVOKE, token_id, owner)
        return rows.read_token(found[0]) if found else None

    async def holder(self, token_hash: bytes, now_ms: int) -> tuple[ApiToken, User] | None:
        """See `Programs.holder`."""
        found = await self._engine.read(queries.HOLDER, token_hash, now_ms)
        return rows.read_holder(found[0]) if found else None

    async def used(self, token_id: str, now_ms: int) -> None:
        """See `Programs.used`."""
        await self._engine.write(queries.USED, token_id, now_ms)
