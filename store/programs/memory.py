"""The verbs of `Store.programs` in plain dicts. No verb ever waits."""

from msgspec.structs import replace

from store.errors import NameTaken
from store.mail.memory import queue
from store.mail.records import Mail
from store.moderation.memory import holding_ban
from store.names import ENDED_MS, name_key
from store.people.memory import account, proven
from store.people.records import Proof, User
from store.profiles.memory import NOTHING, person
from store.profiles.records import Person, Privacy
from store.programs.records import MOST_BOTS, MOST_TOKENS, USED_EVERY_MS, ApiToken, Bot
from store.tables import Tables

SHOWN = Privacy("everybody", "everybody", "nobody")


class MemoryPrograms:
    """See `store.programs.protocol.Programs` for every verb."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def make_bot(self, bot: User, owner: str) -> bool:
        """See `Programs.make_bot`."""
        tables, key = self._tables, name_key(bot.display_name)
        made = sum(one == owner for one in tables.bots.values())
        if account(tables, owner) is None or owner in tables.bots or made >= MOST_BOTS:
            return False
        if key in tables.ids_by_display_name:
            raise NameTaken("display_name")
        tables.users[bot.id] = bot
        tables.ids_by_name[name_key(bot.name)] = bot.id
        tables.ids_by_display_name[key] = bot.id
        tables.bots[bot.id] = owner
        tables.profiles[bot.id] = replace(NOTHING, privacy=SHOWN)
        return True

    async def bots_of(self, owner: str) -> list[Bot]:
        """See `Programs.bots_of`."""
        users = [self._tables.users[bot] for bot, of in self._tables.bots.items() if of == owner]
        found = [Bot(user.id, user.display_name, owner, user.created_at) for user in users]
        return sorted(found, key=lambda bot: (bot.made_at, bot.id))

    async def owner_of(self, bot: str) -> Person | None:
        """See `Programs.owner_of`."""
        owner = self._tables.bots.get(bot)
        found = None if owner is None else account(self._tables, owner)
        return None if found is None else person(self._tables, found.id)

    async def make_token(
        self, token: ApiToken, token_hash: bytes, by: Proof | None = None, mail: Mail | None = None
    ) -> bool:
        """See `Programs.make_token`."""
        owner = account(self._tables, self._tables.bots.get(token.user_id, token.user_id))
        if owner is None or not proven(self._tables, owner, by):
            return False
        tokens = self._tables.api_tokens.values()
        theirs = [t for t in tokens if t.user_id == token.user_id and not _over(t, token.made_at)]
        if account(self._tables, token.user_id) is None or len(theirs) >= MOST_TOKENS:
            return False
        self._tables.api_tokens[token_hash] = token
        queue(self._tables, mail)
        return True

    async def tokens_of(self, owner: str, now_ms: int) -> list[ApiToken]:
        """See `Programs.tokens_of`."""
        found = [t for t in self._tables.api_tokens.values() if self._owned(t, owner)]
        current = [token for token in found if not _over(token, now_ms)]
        return sorted(current, key=lambda token: (token.made_at, token.id))

    async def revoke(self, token_id: str, owner: str) -> ApiToken | None:
        """See `Programs.revoke`."""
        for key, token in self._tables.api_tokens.items():
            if token.id == token_id and self._owned(token, owner):
                return self._tables.api_tokens.pop(key)
        return None

    async def holder(self, token_hash: bytes, now_ms: int) -> tuple[ApiToken, User] | None:
        """See `Programs.holder`."""
        token = self._tables.api_tokens.get(token_hash)
        if token is None or _over(token, now_ms):
            return None
        people = [token.user_id, *filter(None, [self._tables.bots.get(token.user_id)])]
        for one in people:
            banned = holding_ban(self._tables, one, now_ms) is not None
            if banned or account(self._tables, one) is None:
                return None
        return token, self._tables.users[token.user_id]

    async def used(self, token_id: str, now_ms: int) -> None:
        """See `Programs.used`."""
        for key, token in self._tables.api_tokens.items():
            long_ago = token.used_at is None or token.used_at <= now_ms - USED_EVERY_MS
            if token.id == token_id and long_ago:
                self._tables.api_tokens[key] = replace(token, used_at=now_ms)

    def _owned(self, token: ApiToken, owner: str) -> bool:
        return owner in (token.user_id, self._tables.bots.get(token.user_id))


def _over(token: ApiToken, now_ms: int) -> bool:
    return token.ends_at is not None and token.ends_at <= now_ms


def end_tokens(tables: Tables, now_ms: int) -> None:
    """Remove the tokens that ended long enough ago."""
    for key, token in [*tables.api_tokens.items()]:
        if _over(token, now_ms - ENDED_MS):
            del tables.api_tokens[key]


def revoke_all(tables: Tables, user_id: str) -> None:
    """Remove the tokens of a user and of their bots."""
    for key, token in [*tables.api_tokens.items()]:
        if user_id in (token.user_id, tables.bots.get(token.user_id)):
            del tables.api_tokens[key]


def forget_programs(tables: Tables, user_id: str) -> None:
    """Leave nothing of the programs of a user, nor of the user as a bot."""
    revoke_all(tables, user_id)
    tables.bots = {b: owner for b, owner in tables.bots.items() if user_id not in (b, owner)}
