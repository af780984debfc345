"""What handlers share: who asks, how often they may ask, and how answers are made."""

import secrets
from math import ceil
from typing import Any

from msgspec import Struct
from msgspec.json import encode
from quart import Response, current_app, g, request

from actors.player.messages import Profile
from gateway.api import audit
from gateway.auth import cookie
from gateway.auth.device import device
from gateway.auth.sessions import Place, SignedIn
from gateway.guard import programs
from gateway.guard.rates import Kind, guesses
from gateway.guard.seen import household
from gateway.http.problems import FieldError, Problem, not_signed_in, too_many
from gateway.services import Services
from gateway.socket.conversation import SIGNED_OUT
from gateway.socket.programs import by_token, require_scope
from store.errors import NameTaken
from store.names import name_key
from store.people.records import Proof, User
from store.programs.records import is_bot

TAKEN = {
    "name": "This log-in name is taken; choose another, or log in if it is yours.",
    "display_name": "This name is somebody else's; choose another.",
}


class NoBody(Struct, forbid_unknown_fields=True):
    """An empty body."""


async def signed_in(services: Services) -> SignedIn:
    """Return the user of this request, by its access token; raises a Problem if it has none.

    Call it when the body is read: a slow sender may have been signed out meanwhile.
    """
    if request.mimetype == "application/json":
        await request.get_data()
    found = await _program(services)
    found = found or await services.sessions.of_bearer(request.headers.get("Authorization"))
    if found is None:
        raise not_signed_in()
    return found


async def _program(services: Services) -> SignedIn | None:
    """Return the account of the API token of this request; None if it shows none.

    Raises a Problem if the token is not valid, or not good for this route.
    """
    token = programs.presented(request.headers.get("Authorization"))
    if token is None:
        return None
    found = await by_token(services, token, g.seen.address)
    handler: Any = current_app.view_functions[request.endpoint or ""]
    require_scope(found, handler.operation.scope)
    return found


async def signed_in_at_last(services: Services) -> SignedIn:
    """Return the user of a request that a page sends while it closes.

    Its access token may have expired then, but the cookie of the same session has to come with it.
    """
    authorization = request.headers.get("Authorization")
    found = await _program(services) or await services.sessions.of_bearer(authorization)
    found = found or await services.sessions.of_both(authorization, presented(services))
    if found is None:
        raise not_signed_in()
    return found


async def owner(services: Services, kind: Kind = "account") -> SignedIn:
    """Return the account that asks, not a guest, if it does not ask too often."""
    found = await signed_in(services)
    if found.user.guest:
        raise Problem(403, "guests_cannot", "A guest has none of this; make an account first.")
    await limit(services, kind, found.user.id)
    return found


async def limit(services: Services, kind: Kind, key: str | None = None) -> None:
    """Count a request, by default for the client's address; raises a Problem if too many."""
    wait(services, await services.rates.take(kind, key or home()))


def home() -> str:
    """Return the household of the client, whose turns and limits the request uses."""
    return household(g.seen.address)


async def attempt(services: Services, name: str, password: str, user: User | None) -> bool:
    """Check the password of a log-in name; wrong guesses make the next wait longer.

    A wrong password goes into the audit log, and takes as long if nobody has the name.
    """
    known = None if user is None else user.password_hash
    pair = (guesses("password", name_key(name)), home())
    wait(services, await services.rates.attempt(*pair))
    try:
        right = await services.passwords.check(password, known, home())
    except Problem:
        await services.rates.undo(*pair)
        raise
    if right:
        await services.rates.succeeded(*pair)
    else:
        services.metrics.count("passwords_refused")
        seconds = await services.rates.wait(*pair)
        action = "locked-out" if seconds > 0.0 else "wrong-password"
        detail = f"for {ceil(seconds)} s" if seconds > 0.0 else ""
        await audit.note(services, action, None if known is None else user, detail)
    return right


def wait(services: Services, seconds: float) -> None:
    """Raise a Problem if the client has to wait."""
    if seconds > 0.0:
        services.metrics.count("requests_limited")
        raise too_many(seconds)


def jar() -> cookie.Jar:
    """Return the cookie jar of the page that sent this request."""
    return cookie.jar(request.headers.get("Origin"), secure=g.seen.secure)


def presented(services: Services) -> str:
    """Return the refresh token of this request; empty if it has none."""
    return jar().read(request.cookies, services.sessions.is_ours)


def proof(found: SignedIn) -> Proof:
    """Return the session that a slow action depends on, to check it again when it is done."""
    return Proof(found.session_id, found.user.password_hash)


async def end(services: Services, session_id: str) -> None:
    """End a session and close its sockets."""
    await services.sessions.end(session_id)
    services.sockets.close_session(session_id, SIGNED_OUT, "signed out")


def signed_out() -> Response:
    """Answer with nothing, and remove the cookie."""
    response = done()
    jar().take(response)
    return response


def done() -> Response:
    """Answer with nothing.

    The body is empty bytes, as Quart would read a missing one as an iterable in a thread of
    asyncio.
    """
    return Response(b"", 204)


def place() -> Place:
    """Return where this request came from."""
    return Place(device(request.headers.get("User-Agent")), g.seen.address)


def profile(user: User) -> Profile:
    """Return what others see of a user."""
    return Profile(user.id, user.display_name, user.guest, is_bot(user.id))


def answer(value: object, status: int = 200) -> Response:
    """Answer with JSON."""
    return Response(encode(value), status, content_type="application/json")


def taken(error: NameTaken) -> Problem:
    """Make the answer for names that are taken."""
    errors = [FieldError(field, "taken", TAKEN[field]) for field in error.fields]
    return Problem(409, "taken", " ".join(e.detail for e in errors), errors=errors)


def milliseconds(services: Services) -> int:
    """Return the time as the store keeps it."""
    return int(services.date() * 1000.0)


def new_id() -> str:
    """Return an id for a new user."""
    return f"p{secrets.token_hex(8)}"
