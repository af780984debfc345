"""Takes off the second factor by a one-time link, which an administrator makes.

The link signs nobody in, and whoever has it alone changes nothing: the password is asked for too.
"""

from hashlib import sha256
from typing import Annotated

from msgspec import Meta, Struct
from quart import Blueprint, Response

from gateway.api import audit, common
from gateway.api.describe import operation
from gateway.api.factor_news import factor_letter, note_factor
from gateway.auth.rules import invalid
from gateway.http.body import read
from gateway.http.problems import FieldError, Problem
from gateway.services import Services


class FactorsResetBody(Struct, forbid_unknown_fields=True):
    """``token`` is what the link ends with; the password is needed if the account has one."""

    token: Annotated[str, Meta(min_length=1, max_length=128)]
    password: str | None = None


def routes(services: Services) -> Blueprint:
    """Make the route."""
    blueprint = Blueprint("factors_reset", __name__)

    @blueprint.post("/factors-reset")
    @operation(body=FactorsResetBody, status=204, problems=(422, 429, 503))
    async def reset() -> Response:
        """Remove all second factors of whoever the link was made for, and the link."""
        await common.limit(services, "login")
        body = await read(FactorsResetBody)
        hashed, now = link_hash(body.token), common.milliseconds(services)
        user_id = await services.store.people.link(hashed, now)
        user = None if user_id is None else await services.store.people.user(user_id)
        if user is None or user.deleted_at is not None:
            raise _void()
        if user.password_hash is not None:
            given = body.password or ""
            if not given:
                raise invalid(FieldError("password", "missing", "This is needed."))
            if not await common.attempt(services, user.name, given, user):
                detail = "This is not the password of the account."
                raise invalid(FieldError("password", "wrong", detail))
        await audit.note(services, "factors-reset", user, "by a one-time link")
        news = await factor_letter(services, user, "removed")
        if not await services.store.reset_factors(user.id, hashed, now, user.password_hash, news):
            raise _void()
        await note_factor(services, user, "removed")
        return common.done()

    return blueprint


def link_hash(token: str) -> bytes:
    """Hash the secret of such a link, so that it is good for nothing else.

    No text that is sent as the secret of a link for a new password has this hash: the first byte
    is in no UTF-8.
    """
    return sha256(b"\xff" + token.encode()).digest()


def _void() -> Problem:
    detail = "This link does not count any more; ask an administrator for a new one."
    return invalid(FieldError("token", "void", detail))
