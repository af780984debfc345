"""A person's programs: bots, and API tokens of bots and of the person. Only a page sees them."""

import secrets
from collections.abc import Collection
from typing import Annotated, get_args

from msgspec import Meta, Struct
from quart import Blueprint, Response

from gateway.api import audit, common, prove
from gateway.api.between import account, require_account, tell_of_bot, tell_renamed
from gateway.api.common import answer, done, milliseconds
from gateway.api.deletion import delete_user
from gateway.api.describe import operation
from gateway.api.telling import where
from gateway.auth import api_tokens, rules
from gateway.auth.rules import Broken, invalid, written
from gateway.auth.sessions import SignedIn
from gateway.http.body import read
from gateway.http.problems import FieldError, Problem
from gateway.services import Services
from gateway.socket.conversation import SIGNED_OUT
from store.errors import NameTaken
from store.people.records import User
from store.programs.records import BOT, MOST_BOTS, MOST_TOKENS, ApiToken, Bot, Scope

LONGEST_NAME = 40
LONGEST_ID = 64
Id = Annotated[str, Meta(min_length=1, max_length=LONGEST_ID)]
BOT_PATH, TOKEN_PATH = {"bot_id": Id}, {"token_id": Id}
CHANGING = (401, 403, 422, 429)
TOO_MANY_BOTS = f"You have {MOST_BOTS} bots, which is as many as one may have: delete one first."
TOO_MANY_TOKENS = f"There are {MOST_TOKENS} tokens of this account: revoke one first."
FOR_BOTS = "Only a bot may play by a token: make one, and a token of it."


class BotBody(Struct, forbid_unknown_fields=True):
    """The name of a bot, which everybody sees; it follows the rules of display names."""

    display_name: str


class TokenBody(Struct, forbid_unknown_fields=True):
    """A new token: what its owner calls it, what it is for, of which bot, and until when.

    Without a ``bot`` it is the person's own, and cannot have the scope `play`. ``ends_at`` is in ms
    since the epoch; None: until it is revoked. Every token may read.
    """

    name: str
    scopes: tuple[Scope, ...]
    bot: Id | None = None
    ends_at: int | None = None


class BotAnswer(Struct):
    """A bot, made at ``made_at`` (ms since the epoch)."""

    id: str
    name: str
    made_at: int


class TokenAnswer(Struct):
    """A token; ``bot`` None: the person's own. ``open``: a program is connected with it now.

    Times are in ms since the epoch; ``used_at``, exact to a minute, is None if it never was used,
    ``ends_at`` if it does not end by itself.
    """

    id: str
    bot: str | None
    name: str
    scopes: tuple[Scope, ...]
    made_at: int
    used_at: int | None
    ends_at: int | None
    open: bool


class ProgramsAnswer(Struct):
    """The bots in the order in which they were made, and all tokens in theirs."""

    bots: list[BotAnswer]
    tokens: list[TokenAnswer]


class TokenMade(Struct):
    """A new token, and its text, which is shown this once."""

    token: TokenAnswer
    text: str


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = Programs(services)
    blueprint = Blueprint("programs", __name__)
    blueprint.get("/account/programs")(handlers.show)
    blueprint.post("/account/bots")(handlers.make_bot)
    blueprint.put("/account/bots/<bot_id>")(handlers.rename_bot)
    blueprint.delete("/account/bots/<bot_id>")(handlers.delete_bot)
    blueprint.post("/account/tokens")(handlers.make_token)
    blueprint.delete("/account/tokens/<token_id>")(handlers.revoke)
    return blueprint


class Programs:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(by="token", answer=ProgramsAnswer, problems=(401, 403))
    async def show(self) -> Response:
        """List one's own bots, and the tokens of both."""
        return answer(await programs_answer(self._services, (await account(self._services)).id))

    @operation(by="token", body=BotBody, answer=BotAnswer, status=201, problems=(*CHANGING, 409))
    async def make_bot(self) -> Response:
        """Make a bot: an account that plays by tokens, and that everybody sees to be a bot."""
        owner = (await self._owner()).user
        [name] = rules.check(display_name=(await read(BotBody)).display_name)
        bot_id, now = f"{BOT}{secrets.token_hex(8)}", milliseconds(self._services)
        bot = User(bot_id, f"bot {bot_id}", name, None, guest=False, created_at=now)
        await audit.note(self._services, "bot-made", bot, name, by=owner)
        try:
            made = await self._services.store.programs.make_bot(bot, owner.id)
        except NameTaken as error:
            raise common.taken(error) from None
        if not made:
            raise Problem(409, "too_many_bots", TOO_MANY_BOTS)
        await tell_of_bot(self._services, owner.id)
        return answer(BotAnswer(bot.id, name, now), 201)

    @operation(
        by="token", body=BotBody, answer=BotAnswer, problems=(*CHANGING, 404, 409), path=BOT_PATH
    )
    async def rename_bot(self, bot_id: str) -> Response:
        """Change the name of a bot, at once; matches keep the one they began with."""
        owner = (await self._owner()).user
        body = await read(BotBody)
        bot, user = await self._bot(owner, bot_id)
        [name] = rules.check(display_name=body.display_name)
        detail = f"from {bot.name} to {name}"
        await audit.note(self._services, "bot-renamed", user, detail, by=owner)
        try:
            await self._services.store.people.rename_user(bot_id, name)
        except NameTaken as error:
            raise common.taken(error) from None
        tell_renamed(self._services, bot_id)
        return answer(BotAnswer(bot_id, name, bot.made_at))

    @operation(by="token", status=204, problems=(401, 403, 404, 429), path=BOT_PATH)
    async def delete_bot(self, bot_id: str) -> Response:
        """Delete a bot: its tokens end, and its matches stay without the name."""
        found = await self._owner()
        owner = found.user
        bot, user = await self._bot(owner, bot_id)
        await prove.require(self._services, found)
        await audit.note(self._services, "bot-deleted", user, bot.name, by=owner)
        await delete_user(self._services, user)
        return done()

    @operation(
        by="token", body=TokenBody, answer=TokenMade, status=201, problems=(*CHANGING, 404, 409)
    )
    async def make_token(self) -> Response:
        """Make an API token of oneself or of a bot; its text is in this answer and nowhere else."""
        found = await self._owner()
        owner = found.user
        body, now = await read(TokenBody), milliseconds(self._services)
        user = owner if body.bot is None else (await self._bot(owner, body.bot))[1]
        name, scopes = _checked(body, now)
        await prove.require(self._services, found)
        text, token_id = api_tokens.draw(), f"k{secrets.token_hex(8)}"
        token = ApiToken(token_id, user.id, name, scopes, now, ends_at=body.ends_at)
        detail = f"{token.id}, for {' '.join(scopes)}"
        await audit.note(self._services, "token-made", user, detail, by=owner)
        make, by = self._services.store.programs.make_token, common.proof(found)
        told = where() | {"scopes": ", ".join(scopes)}
        news = await self._services.mail.letter(owner, "token_made", told)
        if not await make(token, api_tokens.hash_of(text), by, news):
            await common.signed_in(self._services)  # raises if the session has ended meanwhile
            raise Problem(409, "too_many_tokens", TOO_MANY_TOKENS)
        self._services.mail.bell.ring()
        return answer(TokenMade(_token_answer(token, owner.id, ()), text), 201)

    @operation(by="token", status=204, problems=(401, 403, 404, 429), path=TOKEN_PATH)
    async def revoke(self, token_id: str) -> Response:
        """Revoke a token; the sockets that were opened with it are closed at once."""
        owner = (await self._owner()).user
        store, now = self._services.store.programs, milliseconds(self._services)
        tokens = await store.tokens_of(owner.id, now)
        token = next((token for token in tokens if token.id == token_id), None)
        if token is None:
            raise Problem(404, "no_such_token", "You have no token of this id.")
        user = await self._services.store.people.user(token.user_id)
        await audit.note(self._services, "token-revoked", user, token.id, by=owner)
        await store.revoke(token.id, owner.id)
        session = api_tokens.session_of(token.id)
        self._services.sockets.close_session(session, SIGNED_OUT, "the API token was revoked")
        return done()

    async def _owner(self) -> SignedIn:
        """Return the account that asks, if it does not ask too often."""
        found = await common.signed_in(self._services)
        require_account(found.user)
        await common.limit(self._services, "program", found.user.id)
        return found

    async def _bot(self, owner: User, bot_id: str) -> tuple[Bot, User]:
        """Return a bot of this owner; raises a Problem if there is none of this id."""
        bots = await self._services.store.programs.bots_of(owner.id)
        bot = next((bot for bot in bots if bot.id == bot_id), None)
        user = None if bot is None else await self._services.store.people.user(bot_id)
        if bot is None or user is None:
            raise Problem(404, "no_such_bot", "You have no bot of this id.")
        return bot, user


async def programs_answer(services: Services, owner: str) -> ProgramsAnswer:
    """Return the programs of a person as they see them."""
    store, open_now = services.store.programs, services.sockets.sessions()
    tokens = await store.tokens_of(owner, milliseconds(services))
    return ProgramsAnswer(
        [BotAnswer(bot.id, bot.name, bot.made_at) for bot in await store.bots_of(owner)],
        [_token_answer(token, owner, open_now) for token in tokens],
    )


def _token_answer(token: ApiToken, owner: str, open_now: Collection[str]) -> TokenAnswer:
    bot = None if token.user_id == owner else token.user_id
    is_open = api_tokens.session_of(token.id) in open_now
    about = (token.made_at, token.used_at, token.ends_at)
    return TokenAnswer(token.id, bot, token.name, token.scopes, *about, is_open)


def _checked(body: TokenBody, now: int) -> tuple[str, tuple[Scope, ...]]:
    """Return name and scopes of a new token; raises a Problem that names all that is wrong."""
    name, errors = "", list[FieldError]()
    try:
        name = written(" ".join(body.name.split()), LONGEST_NAME, needed=True)
    except Broken as broken:
        errors.append(FieldError("name", broken.rule, broken.detail, broken.limit))
    if body.bot is None and "play" in body.scopes:
        errors.append(FieldError("scopes", "bots", FOR_BOTS))
    if body.ends_at is not None and not now < body.ends_at < 2**53:
        detail = "`ends_at` is a time to come, in milliseconds since the epoch, or null: never."
        errors.append(FieldError("ends_at", "past", detail))
    if errors:
        raise invalid(*errors)
    return name, tuple(s for s in get_args(Scope) if s == "read" or s in body.scopes)
