"""Signing in and out: guest, register, log in, refresh, log out, me."""

from contextlib import suppress
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace
from quart import Blueprint, Response, request
from structlog import get_logger

from actors.player.messages import Profile
from gateway.api import audit, common, entrance
from gateway.api.common import NoBody, answer
from gateway.api.describe import operation
from gateway.api.entrance import MORE, SignedInAnswer
from gateway.api.telling import tell
from gateway.auth import rules
from gateway.auth.providers.settings import Kind
from gateway.auth.rules import LONGEST_NAME
from gateway.auth.sessions import Refused, Reused
from gateway.http.body import read
from gateway.http.problems import FieldError, Problem, not_signed_in
from gateway.services import Services
from gateway.socket.conversation import SIGNED_OUT
from store.errors import NameTaken
from store.people.records import User

log = get_logger("gateway.auth")

SIGNING_IN = (409, 422, 429, 503)
TRIES = 3
BEARER = {"WWW-Authenticate": "Bearer"}
TWICE = (
    "This sign-in was used in two places, so it has ended in both: somebody else may have had a"
    " copy of it. Sign in again."
)
ENDED = (
    "This sign-in has ended: it was ended elsewhere or not used for 30 days, or the server's data"
    " was put back to a time before it. Log in again; a guest begins anew."
)


class GuestBody(Struct, forbid_unknown_fields=True):
    """Play as a guest, under a name without an account."""

    name: str


class AccountBody(Struct, forbid_unknown_fields=True):
    """Make an account. ``name`` is for logging in, ``display_name`` is what others see."""

    name: str
    display_name: str
    email: str
    password: str


class LoginBody(Struct, forbid_unknown_fields=True):
    """Log in."""

    name: str
    password: str


class RefreshBody(Struct, forbid_unknown_fields=True):
    """``attempt`` is a random name for this exchange; a repetition uses the same one.

    ``last`` is the name of the exchange before, once that has been answered.
    """

    attempt: Annotated[str, Meta(min_length=8, max_length=64)] | None = None
    last: Annotated[str, Meta(min_length=8, max_length=64)] | None = None


class RefreshedAnswer(Struct, omit_defaults=True):
    """As after signing in. Without a cookie nobody is signed in: ``player`` is null, alone."""

    player: Profile | None
    access_token: str | None = None
    expires_in: int | None = None
    socket: str | None = None


class ProviderAnswer(Struct):
    """A site that one can sign in with; ``kind`` is for the mark on the button."""

    id: str
    name: str
    kind: Kind


class WaysAnswer(Struct):
    """``mail``: this server sends mails. ``providers`` are in the order of the buttons."""

    mail: bool
    providers: list[ProviderAnswer]


class PlayerAnswer(Struct):
    """Who is signed in."""

    player: Profile


def routes(services: Services) -> Blueprint:
    """Make the routes."""
    handlers = SignIn(services)
    blueprint = Blueprint("sign_in", __name__)
    blueprint.post("/guest")(handlers.guest)
    blueprint.post("/register")(handlers.register)
    blueprint.post("/login")(handlers.login)
    blueprint.post("/refresh")(handlers.refresh)
    blueprint.post("/logout")(handlers.logout)
    blueprint.get("/me")(handlers.me)
    blueprint.get("/sign-in")(handlers.ways)
    return blueprint


class SignIn:
    """The handlers of the resource."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(body=GuestBody, answer=SignedInAnswer, status=201, problems=SIGNING_IN)
    async def guest(self) -> Response:
        """Sign in without an account; many guests may have the same name."""
        await common.limit(self._services, "guest")
        [name] = rules.check(guest=True, name=(await read(GuestBody)).name)
        if await self._services.store.people.user_by_display_name(name) is not None:
            detail = "This name belongs to an account; choose another, or log in if it is yours."
            raise Problem(409, "taken", detail, errors=[FieldError("name", "taken", detail)])
        user_id = common.new_id()
        now = common.milliseconds(self._services)
        user = User(user_id, f"guest {user_id}", name, None, guest=True, created_at=now)
        await self._services.store.people.create_user(user)
        return await entrance.begin_new(self._services, user)

    @operation(body=AccountBody, answer=SignedInAnswer, status=201, problems=SIGNING_IN)
    async def register(self) -> Response:
        """Make an account and sign in; the e-mail address makes no difference to the answer."""
        await common.limit(self._services, "register")
        user = await new_account(self._services, await read(AccountBody), common.new_id())
        try:
            await self._services.store.people.create_user(user)
        except NameTaken as error:
            raise common.taken(error) from None
        response = await entrance.begin_new(self._services, user)
        await tell(self._services, user, "confirm", {})
        return response

    @operation(body=LoginBody, answer=SignedInAnswer, problems=(401, 403, 422, 429, 503), also=MORE)
    async def login(self) -> Response:
        """Log in; the answer and its time do not tell whether the name exists.

        An account with a second factor is not signed in yet: see POST /login/second.
        """
        await common.limit(self._services, "login")
        body = await read(LoginBody)
        name = body.name.strip().replace("\0", "")[: 2 * LONGEST_NAME]
        for _ in range(TRIES):  # the password may change while it is checked
            user = await self._services.store.people.user_by_name(name)
            right = await common.attempt(self._services, name, body.password, user)
            if not right or user is None or user.password_hash is None:
                raise Problem(401, "wrong_login", "Name and password do not match.")
            user = await self._hashed_anew(user, body.password)
            if (response := await entrance.begin(self._services, user, 200)) is not None:
                return response
        raise Problem(503, "busy", "Try again in a moment.", headers={"Retry-After": "1"})

    async def _hashed_anew(self, user: User, password: str) -> User:
        """Return the user, with a new hash at the present cost if the old one has another."""
        before = user.password_hash
        if before is None or not self._services.passwords.outdated(before):
            return user
        with suppress(Problem):  # too busy just now; the next log-in tries again
            fresh = await self._services.passwords.rehash(password, common.home())
            if await self._services.store.people.set_password(user.id, before, fresh):
                return replace(user, password_hash=fresh)
        return user

    @operation(answer=WaysAnswer)
    async def ways(self) -> Response:
        """Tell what there is beside names and passwords: mails, and sites to sign in with."""
        listed = [ProviderAnswer(one.id, one.name, one.kind) for one in self._services.providers]
        return answer(WaysAnswer(self._services.mail.possible, listed))

    @operation(by="cookie", body=RefreshBody, answer=RefreshedAnswer, problems=(401, 422, 429, 503))
    async def refresh(self) -> Response:
        """Exchange the cookie for a new one and an access token; an old one ends the session."""
        await common.limit(self._services, "refresh")
        body = await read(RefreshBody)
        token = common.presented(self._services)
        if not token:  # a new visitor has done nothing wrong
            return answer(RefreshedAnswer(None))
        try:
            place = common.place()
            refresh = self._services.sessions.refresh
            renewed = await refresh(token, body.attempt, place, body.last)
        except Reused as reused:
            log.warning("a refresh token was used by two; its session has ended")
            await audit.note(self._services, "token-reused", reused.user, "its session has ended")
            self._services.metrics.count("refresh_tokens_reused")
            self._services.sockets.close_session(reused.session_id, SIGNED_OUT, "signed out")
            raise Problem(401, "signed_in_twice", TWICE, headers=BEARER) from None
        except Refused:
            raise Problem(401, "session_ended", ENDED, headers=BEARER) from None
        if renewed is None:
            raise not_signed_in()
        response = entrance.with_tokens(self._services, *renewed, 200)
        common.jar().supersede(response, request.cookies, self._services.sessions.is_ours)
        return response

    @operation(body=NoBody, status=204)
    async def logout(self) -> Response:
        """End the session of the token or cookie, if there is one; its sockets are closed."""
        await read(NoBody)
        sessions = self._services.sessions
        found = await sessions.of_bearer(request.headers.get("Authorization"))
        found = found or await sessions.of_cookie(common.presented(self._services))
        if found is not None:
            await common.end(self._services, found.session_id)
        return common.signed_out()

    @operation(by="token", scope="read", answer=PlayerAnswer, problems=(401,))
    async def me(self) -> Response:
        """Tell who is signed in."""
        found = await common.signed_in(self._services)
        return answer(PlayerAnswer(common.profile(found.user)))


async def new_account(services: Services, body: AccountBody, user_id: str) -> User:
    """Check names and password of a new account; raises a Problem that names what is wrong."""
    name, display_name, email, password = rules.check(
        name=body.name, display_name=body.display_name, email=body.email, password=body.password
    )
    await require_free(services, name, display_name, user_id)
    known = [name, display_name, *email.split("@")]
    password_hash = await services.passwords.hash(password, known, common.home())
    now = common.milliseconds(services)
    return User(user_id, name, display_name, password_hash, False, now, email)


async def require_free(services: Services, name: str, display_name: str, user_id: str) -> None:
    """Raise a Problem for names that are taken, before a password is hashed for nothing."""
    owners = {
        "name": await services.store.people.user_by_name(name),
        "display_name": await services.store.people.user_by_display_name(display_name),
    }
    fields = [field for field, user in owners.items() if user is not None and user.id != user_id]
    if fields:
        raise common.taken(NameTaken(*fields))
