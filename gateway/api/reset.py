"""A new password by a one-time link, which an administrator makes with scripts/admin."""

from hashlib import sha256
from typing import Annotated

from msgspec import Meta, Struct
from quart import Blueprint, Response

from gateway.api import audit, common
from gateway.api.describe import operation
from gateway.auth import rules
from gateway.auth.rules import invalid
from gateway.http.body import read
from gateway.http.problems import FieldError, Problem
from gateway.services import Services
from gateway.socket.conversation import SIGNED_OUT


class ResetBody(Struct, forbid_unknown_fields=True):
    """``token`` is what the link ends with."""

    token: Annotated[str, Meta(min_length=1, max_length=128)]
    password: str


def routes(services: Services) -> Blueprint:
    """Make the route."""
    blueprint = Blueprint("reset", __name__)

    @blueprint.post("/password-reset")
    @operation(body=ResetBody, status=204, problems=(422, 429, 503))
    async def reset() -> Response:
        """Set the password of whoever the link was made for; every session ends, and the link."""
        await common.limit(services, "login")
        body = await read(ResetBody)
        hashed, now = token_hash(body.token), common.milliseconds(services)
        user_id = await services.store.people.link(hashed, now)
        user = None if user_id is None else await services.store.people.user(user_id)
        if user is None or user.password_hash is None:
            raise _void()
        [password] = rules.check(password=body.password)
        known = [user.name, user.display_name, *(user.email or "").split("@")]
        fresh = await services.passwords.hash(password, known, common.home())
        before = await services.sessions.of_user(user.id)
        await audit.note(services, "password-reset", user, "by a one-time link")
        change = services.store.reset_password
        if not await change(user.id, hashed, now, user.password_hash, fresh):
            raise _void()
        for session in before:  # a session begun since then used the new password
            services.sockets.close_session(session.id, SIGNED_OUT, "signed out")
        return common.done()

    return blueprint


def token_hash(token: str) -> bytes:
    """Hash without salt or stretching: nobody can guess a token of 32 random bytes."""
    return sha256(token.encode()).digest()


def _void() -> Problem:
    detail = "This link does not count any more; ask an administrator for a new one."
    return invalid(FieldError("token", "void", detail))
