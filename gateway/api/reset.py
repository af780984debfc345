"""A new password by a one-time link: it comes by mail, or from an administrator."""

from typing import Annotated

from msgspec import Meta, Struct
from quart import Blueprint, Response

from gateway.api import audit, common
from gateway.api.describe import operation
from gateway.api.telling import no_mail, where
from gateway.auth import rules
from gateway.auth.api_tokens import session_of
from gateway.auth.refresh_token import hash_of
from gateway.auth.rules import invalid
from gateway.guard.rates import guesses
from gateway.http.body import read
from gateway.http.problems import FieldError, Problem
from gateway.services import Services
from gateway.socket.conversation import SIGNED_OUT
from store.names import email_key, name_key
from store.programs.records import is_bot

RETRY = 60


class ResetBody(Struct, forbid_unknown_fields=True):
    """``token`` is what the link ends with."""

    token: Annotated[str, Meta(min_length=1, max_length=128)]
    password: str


class AskBody(Struct, forbid_unknown_fields=True):
    """The confirmed e-mail address of the account."""

    email: str


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = Reset(services)
    blueprint = Blueprint("reset", __name__)
    blueprint.post("/password-reset")(handlers.reset)
    blueprint.post("/password-reset/request")(handlers.ask)
    return blueprint


class Reset:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(body=AskBody, status=204, problems=(409, 422, 429, 503))
    async def ask(self) -> Response:
        """Ask for a mail with a link that sets a new password.

        The answer and its time are the same whether an account has confirmed this address or not.
        """
        await common.limit(self._services, "reset")
        [email] = rules.check(email=(await read(AskBody)).email)
        if not self._services.mail.possible:
            raise no_mail()
        await common.limit(self._services, "mail", f"{common.home()} {email_key(email)}")
        if not await self._services.mail.ask_reset(email, where()):
            detail = f"Too many mails wait to be sent; try again in {RETRY} s."
            raise Problem(503, "busy", detail, headers={"Retry-After": str(RETRY)})
        return common.done()

    @operation(body=ResetBody, status=204, problems=(422, 429, 503))
    async def reset(self) -> Response:
        """Set the password of whoever the link was made for; sessions, tokens and the link end.

        Wrong passwords of before make nobody wait any more who has such a link.
        """
        services = self._services
        await common.limit(services, "login")
        body = await read(ResetBody)
        hashed, now = hash_of(body.token), common.milliseconds(services)
        user_id = await services.store.people.link(hashed, now)
        user = None if user_id is None else await services.store.people.user(user_id)
        if user is None or user.guest or is_bot(user.id):
            raise _void()
        [password] = rules.check(password=body.password)
        known = [user.name, user.display_name, *(user.email or "").split("@")]
        fresh = await services.passwords.hash(password, known, common.home())
        before = await services.sessions.of_user(user.id)
        tokens = await services.store.programs.tokens_of(user.id, now)
        await audit.note(services, "password-reset", user, "by a one-time link")
        change = services.store.reset_password
        news = await services.mail.letter(user, "password_reset", where())
        if not await change(user.id, hashed, now, user.password_hash, fresh, news):
            raise _void()
        for session in before:  # a session begun since then used the new password
            services.sockets.close_session(session.id, SIGNED_OUT, "signed out")
        for token in tokens:
            services.sockets.close_session(session_of(token.id), SIGNED_OUT, "signed out")
        await services.rates.succeeded(guesses("password", name_key(user.name)), common.home())
        services.mail.bell.ring()
        return common.done()


def _void() -> Problem:
    detail = "This link does not count any more; ask for a new one."
    return invalid(FieldError("token", "void", detail))
